// An interval of confidence, and the level that the knowledge base's intervals have. Pure.
#pragma once

namespace tendon::clinical {

struct Interval {
  double lower = 0;
  double upper = 0;
};

inline constexpr double kUsualLevel = 0.95;

}  // namespace tendon::clinical
