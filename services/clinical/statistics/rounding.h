// Rounding as published tables do it. Pure.
#pragma once

#include <cmath>

namespace tendon::clinical {

// Half up, to `digits` after the point: 12.5 is 13, -0.45 is -0.4. What is a half but for the error of binary fractions
// counts as one.
inline double RoundHalfUp(double value, int digits = 0) {
  const double scale = std::pow(10.0, digits);
  const double scaled = value * scale;
  return std::floor(scaled + 0.5 + std::abs(scaled) * 1e-12 + 1e-9) / scale;
}

}  // namespace tendon::clinical
