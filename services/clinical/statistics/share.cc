#include "services/clinical/statistics/share.h"

#include <algorithm>
#include <cmath>

#include "services/clinical/statistics/quantile.h"

namespace tendon::clinical {

Share ShareOf(int64_t count, int64_t of, double level) {
  const auto n = static_cast<double>(of);
  const auto p = static_cast<double>(count) / n;
  const double z = NormalReach(level);
  const double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
  const double reach = z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  return {count, of, p, {std::max(0.0, middle - reach), std::min(1.0, middle + reach)}};
}

}  // namespace tendon::clinical
