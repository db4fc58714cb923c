#include "tests/bench/latency.h"

#include <algorithm>
#include <cmath>

namespace tendon::bench {

Percentiles PercentilesOf(std::vector<int64_t> latencies_ns) {
  if (latencies_ns.empty()) return {};
  std::sort(latencies_ns.begin(), latencies_ns.end());
  const auto at = [&](double fraction) {
    // Less a trifle, so that 0.999 of 1000 is rank 999 and not, by rounding, 1000.
    const double rank = std::ceil(fraction * static_cast<double>(latencies_ns.size()) - 1e-6);
    return static_cast<double>(latencies_ns[static_cast<size_t>(std::max(rank, 1.0)) - 1]) / 1000;
  };
  return {at(0.5), at(0.9), at(0.99), at(0.999), at(1)};
}

double Median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

}  // namespace tendon::bench
