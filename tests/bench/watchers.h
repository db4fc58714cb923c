// Many watches of feeds, each checked: every event exactly once and in order.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/bench/target.h"

namespace tendon::bench {

// What the watches of a group have seen, all together.
struct WatchTotals {
  int64_t deliveries = 0;
  int64_t duplicates = 0;             // sequence numbers seen before
  int64_t gaps = 0;                   // places where sequence numbers were left out
  std::string first_error;            // of a watch that ended by itself
  std::vector<int64_t> latencies_ns;  // from the event's time at the server to its delivery, on one machine's clock
};

// Ends its watches when it goes. Used by one thread.
class WatchGroup {
 public:
  WatchGroup();
  ~WatchGroup();

  // Begins a watch on connection number `connection` that gets the events after `after` of the caller's feed.
  void Start(Target& target, size_t connection, const Caller& caller, int64_t after);

  // Waits until every watch has seen sequence number `sequence`, or one has ended, or for so long. False if not all
  // have.
  bool WaitFor(int64_t sequence, std::chrono::milliseconds at_most) const;

  // Cancels the watches, waits for their ends, and sums up.
  WatchTotals Stop();

 private:
  class Watch;
  std::vector<std::unique_ptr<Watch>> watches_;
};

// The last sequence number of the caller's feed.
absl::StatusOr<int64_t> FeedHead(Target& target, const Caller& caller);

}  // namespace tendon::bench
