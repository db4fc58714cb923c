// When the operations of an open-loop run begin: fixed before the run, so that a slow answer cannot put off the next
// question and hide its own latency (coordinated omission).
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

namespace tendon::bench {

// Start times from the beginning of the run, ascending, with `rate` of them a second on average and exponentially
// distributed gaps, as independent callers make them. The same seed gives the same schedule.
std::vector<std::chrono::nanoseconds> MakeSchedule(double rate, std::chrono::nanoseconds length, uint64_t seed);

}  // namespace tendon::bench
