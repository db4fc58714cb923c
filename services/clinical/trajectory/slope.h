// The Theil-Sen slope: the median of the slopes between all pairs of points; one reading that is far off hardly moves
// it. With Sen's interval (Sen 1968, J Am Stat Assoc 63:1379). Pure.
#pragma once

#include <optional>
#include <vector>

namespace tendon::clinical::trajectory {

struct Slope {
  double slope = 0;
  // The 95 % interval; absent with fewer than 3 points.
  std::optional<double> lower, upper;
};

// The slope of y over x, of equal length. nullopt when no two points differ in x. Exact; for 500 points some 125,000
// pairs.
std::optional<Slope> TheilSen(const std::vector<double>& x, const std::vector<double>& y);

}  // namespace tendon::clinical::trajectory
