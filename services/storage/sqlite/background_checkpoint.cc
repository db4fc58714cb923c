#include "services/storage/sqlite/background_checkpoint.h"

#include <utility>

namespace tendon::storage::sqlite {

BackgroundCheckpoint::BackgroundCheckpoint(std::unique_ptr<Connection> connection)
    : connection_(std::move(connection)), thread_([this] { Loop(); }) {}

BackgroundCheckpoint::~BackgroundCheckpoint() {
  {
    std::lock_guard lock(mutex_);
    ending_ = true;
    changed_.notify_one();
  }
  thread_.join();
}

void BackgroundCheckpoint::Start() {
  std::lock_guard lock(mutex_);
  last_.running = true;
  changed_.notify_one();
}

BackgroundCheckpoint::Pass BackgroundCheckpoint::last() const {
  std::lock_guard lock(mutex_);
  return last_;
}

void BackgroundCheckpoint::Loop() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return last_.running || ending_; });
    if (ending_) return;
    lock.unlock();
    Pass pass = Run();
    lock.lock();
    last_ = std::move(pass);
  }
}

BackgroundCheckpoint::Pass BackgroundCheckpoint::Run() {
  Pass pass;
  const int code =
      sqlite3_wal_checkpoint_v2(connection_->handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &pass.pages, &pass.moved);
  const bool done = code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY;
  if (!done) pass.status = connection_->Error(code, "checkpoint");
  return pass;
}

}  // namespace tendon::storage::sqlite
