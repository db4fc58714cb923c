// The load generator. Open loop: operations begin by a schedule that was fixed before, and their latency counts from
// the scheduled time, so neither a slow server nor a slow generator can hide it. Closed loop: so many operations are
// always under way; says what the server can do, not what its callers feel.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

#include "tests/bench/latency.h"
#include "tests/bench/target.h"
#include "tests/bench/workload.h"

namespace tendon::bench {

struct LoadOptions {
  double rate = 0;       // operations a second, open loop; 0: closed loop
  int concurrency = 64;  // of the closed loop
  double warm_up_s = 1;
  double window_s = 5;  // what is measured
  uint64_t seed = 1;
  pid_t server = 0;  // whose CPU time and memory are measured; 0: nobody's
};

struct LoadResult {
  int64_t operations = 0;                 // that ended in the window
  double seconds = 0;                     // the window
  int64_t answer_bytes = 0;               // of the last call of these operations, all together
  std::map<std::string, int64_t> errors;  // by status: anything but OK, in the whole run
  std::string first_error;
  int64_t not_started = 0;    // scheduled, but so much was under way that they were left out: the server is overloaded
  Percentiles latency;        // open loop: of those scheduled in the window; closed loop: of those that ended in it
  double server_cpu_us = 0;   // in the window
  double server_rss_mib = 0;  // at its end
  double own_cpu_us = 0;

  bool ok() const { return errors.empty() && not_started == 0 && operations > 0; }
};

LoadResult RunLoad(const Workload& workload, Target& target, const LoadOptions& options);

}  // namespace tendon::bench
