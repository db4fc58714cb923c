// Moves the write-ahead log into the database beside the thread that writes, which stands still for the last few pages
// only.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "absl/status/status.h"
#include "services/storage/sqlite/connection.h"

namespace tendon::storage::sqlite {

// Thread-safe. Has a thread and a connection of its own.
class BackgroundCheckpoint {
 public:
  explicit BackgroundCheckpoint(std::unique_ptr<Connection> connection);
  // Ends the pass that is under way first.
  ~BackgroundCheckpoint();

  // What the last pass came to.
  struct Pass {
    bool running = false;
    int pages = 0;  // in the log when it ended
    int moved = 0;  // of them, by this and every pass before
    absl::Status status;
  };

  // Begins a pass, if none is running.
  void Start();
  Pass last() const;

 private:
  void Loop();
  Pass Run();

  const std::unique_ptr<Connection> connection_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Pass last_;            // guarded by mutex_
  bool ending_ = false;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace tendon::storage::sqlite
