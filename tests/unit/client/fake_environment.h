// An environment in which nothing waits: sleeps are written down and move the clock, chance is fixed, UUIDs count up.
#pragma once

#include <vector>

#include "absl/strings/str_format.h"
#include "absl/synchronization/mutex.h"
#include "clients/cpp/environment.h"

namespace tendon::testing {

class FakeEnvironment {
 public:
  client::Environment Get() {
    client::Environment environment;
    environment.now = [this] {
      absl::MutexLock lock(&mutex_);
      return now_;
    };
    environment.sleep = [this](absl::Duration duration, const absl::Notification&) {
      absl::MutexLock lock(&mutex_);
      sleeps_.push_back(duration);
      now_ += duration;
    };
    environment.uniform = [] { return 0.5; };
    environment.uuid = [this] {
      absl::MutexLock lock(&mutex_);
      return absl::StrFormat("00000000-0000-4000-8000-%012d", ++uuids_);
    };
    return environment;
  }

  std::vector<absl::Duration> sleeps() {
    absl::MutexLock lock(&mutex_);
    return sleeps_;
  }

 private:
  absl::Mutex mutex_;
  absl::Time now_ = absl::FromUnixSeconds(1'750'000'000);
  std::vector<absl::Duration> sleeps_;
  int uuids_ = 0;
};

}  // namespace tendon::testing
