// Latencies of a run and their percentiles. Every one is kept, so the numbers are exact.
#pragma once

#include <cstdint>
#include <vector>

namespace tendon::bench {

struct Percentiles {
  double p50_us = 0;
  double p90_us = 0;
  double p99_us = 0;
  double p999_us = 0;
  double max_us = 0;
};

// By nearest rank: p99 is the smallest value that at least 99 % do not exceed. All 0 for no values.
Percentiles PercentilesOf(std::vector<int64_t> latencies_ns);

// The middle value; of an even number the mean of the two in the middle. 0 for no values.
double Median(std::vector<double> values);

}  // namespace tendon::bench
