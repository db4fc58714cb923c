// When to try again and how long to wait before: exponential backoff with full jitter. Pure but for the chance that is
// passed in.
#ifndef TENDON_CLIENTS_CPP_BACKOFF_H_
#define TENDON_CLIENTS_CPP_BACKOFF_H_

#include <functional>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace tendon::client {

struct RetryPolicy {
  int max_attempts = 5;                            // tries of one call in all, the first included
  absl::Duration max_elapsed = absl::Seconds(30);  // no try begins later than this after the first
  absl::Duration initial_backoff = absl::Milliseconds(100);
  absl::Duration max_backoff = absl::Seconds(5);
  double multiplier = 2.0;
};

// Whether the same call may succeed when it is made again: UNAVAILABLE, DEADLINE_EXCEEDED, and RESOURCE_EXHAUSTED if
// the server says when (google.rpc.RetryInfo). Every call of Tendon's API may be repeated: reads change nothing,
// mutations carry their request id.
bool IsRetryable(const absl::Status& status);

// The waits between tries. One object for one call or one watch; not thread-safe.
class Backoff {
 public:
  // `uniform` gives numbers in [0, 1).
  Backoff(const RetryPolicy& policy, std::function<double()> uniform);

  // A random wait in [0, ceiling), where the ceiling grows from initial_backoff to max_backoff; but never shorter than
  // what the server asked for in RetryInfo.
  absl::Duration Next(const absl::Status& status);

  // Begins anew, after something has succeeded.
  void Reset();

 private:
  RetryPolicy policy_;
  std::function<double()> uniform_;
  absl::Duration ceiling_;
};

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_BACKOFF_H_
