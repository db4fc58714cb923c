// A share of a group, with Wilson's interval (Wilson 1927; it stays within 0 and 1 and holds for small groups). Pure.
#pragma once

#include <cstdint>

#include "services/clinical/statistics/interval.h"

namespace tendon::clinical {

struct Share {
  int64_t count = 0;
  int64_t of = 0;
  double share = 0;  // 0 to 1
  Interval ci;
};

// 0 <= count <= of, of > 0.
Share ShareOf(int64_t count, int64_t of, double level = kUsualLevel);

}  // namespace tendon::clinical
