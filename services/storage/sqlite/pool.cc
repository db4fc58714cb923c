#include "services/storage/sqlite/pool.h"

namespace tendon::storage::sqlite {

Lease::~Lease() {
  if (connection_ == nullptr) return;
  if (connection_->in_transaction()) connection_->Execute("ROLLBACK").IgnoreError();
  pool_->Add(std::move(connection_));
}

void Pool::Add(std::unique_ptr<Connection> connection) {
  std::lock_guard lock(mutex_);
  free_.push_back(std::move(connection));
  returned_.notify_one();
}

Lease Pool::Take() {
  std::unique_lock lock(mutex_);
  returned_.wait(lock, [this] { return !free_.empty(); });
  std::unique_ptr<Connection> connection = std::move(free_.back());
  free_.pop_back();
  return Lease(this, std::move(connection));
}

void Pool::Clear() {
  std::lock_guard lock(mutex_);
  free_.clear();
}

}  // namespace tendon::storage::sqlite
