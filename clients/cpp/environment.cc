#include "clients/cpp/environment.h"

#include "absl/random/random.h"
#include "absl/time/clock.h"
#include "clients/cpp/uuid.h"

namespace tendon::client {

Environment SystemEnvironment() {
  Environment environment;
  environment.now = [] { return absl::Now(); };
  environment.sleep = [](absl::Duration duration, const absl::Notification& stop) {
    stop.WaitForNotificationWithTimeout(duration);
  };
  environment.uniform = [] {
    thread_local absl::BitGen generator;
    return absl::Uniform(generator, 0.0, 1.0);
  };
  environment.uuid = [] { return RandomUuid(); };
  return environment;
}

}  // namespace tendon::client
