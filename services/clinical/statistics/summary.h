// What a group's numbers amount to: n, mean, SD, the mean's interval, median. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "services/clinical/statistics/interval.h"

namespace tendon::clinical {

struct Summary {
  int64_t n = 0;
  double mean = 0;                  // of none, 0
  double median = 0;                // the mean of the two middle ones for an even n
  std::optional<double> sd;         // of the sample (n - 1); absent below two values
  std::optional<Interval> mean_ci;  // Student's t; absent below two values
};

// The values are finite, in any order and unit.
Summary Summarize(std::span<const double> values, double level = kUsualLevel);

}  // namespace tendon::clinical
