// The time, passed in, so that a test runs months in milliseconds.
#pragma once

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace tendon::runtime {

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

class SystemClock : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
};

}  // namespace tendon::runtime
