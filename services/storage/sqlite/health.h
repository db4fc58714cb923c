// Whether the database can still make something durable. Once it cannot, it never can again until it is opened anew.
#pragma once

#include <atomic>
#include <mutex>

#include "absl/status/status.h"

namespace tendon::storage::sqlite {

// Thread-safe. Asking costs an atomic load while all is well.
class Health {
 public:
  // The first failure stays.
  void Fail(const absl::Status& why) {
    std::lock_guard lock(mutex_);
    if (!failed_) why_ = why;
    failed_.store(true, std::memory_order_release);
  }

  absl::Status status() const {
    if (!failed_.load(std::memory_order_acquire)) return absl::OkStatus();
    std::lock_guard lock(mutex_);
    return why_;
  }

 private:
  std::atomic<bool> failed_{false};
  mutable std::mutex mutex_;
  absl::Status why_;  // guarded by mutex_
};

}  // namespace tendon::storage::sqlite
