#include "tests/bench/schedule.h"

#include <random>

namespace tendon::bench {

std::vector<std::chrono::nanoseconds> MakeSchedule(double rate, std::chrono::nanoseconds length, uint64_t seed) {
  std::vector<std::chrono::nanoseconds> starts;
  std::mt19937_64 random(seed);
  std::exponential_distribution<double> gap_s(rate);
  const double end_s = std::chrono::duration<double>(length).count();
  for (double at_s = gap_s(random); at_s < end_s; at_s += gap_s(random)) {
    starts.push_back(std::chrono::nanoseconds(static_cast<int64_t>(at_s * 1e9)));
  }
  return starts;
}

}  // namespace tendon::bench
