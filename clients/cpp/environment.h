// What the client library takes from the world beside the network: the clock, waiting, chance and new UUIDs. Tests put
// their own in, so that no test sleeps and every request id and backoff is known beforehand. The members are called
// from several threads at once.
#ifndef TENDON_CLIENTS_CPP_ENVIRONMENT_H_
#define TENDON_CLIENTS_CPP_ENVIRONMENT_H_

#include <functional>
#include <string>

#include "absl/synchronization/notification.h"
#include "absl/time/time.h"

namespace tendon::client {

struct Environment {
  // The present time; used for the time that retries may take, never for order.
  std::function<absl::Time()> now;
  // Waits so long, or until `stop` is notified.
  std::function<void(absl::Duration, const absl::Notification& stop)> sleep;
  // A number in [0, 1).
  std::function<double()> uniform;
  // A new random UUID in lower case.
  std::function<std::string()> uuid;
};

// The real clock, waiting, chance and random UUIDs (version 4).
Environment SystemEnvironment();

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_ENVIRONMENT_H_
