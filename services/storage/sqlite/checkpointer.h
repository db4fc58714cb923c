// Moves the write-ahead log into the database, on the connection that writes, between transactions: after a commit's
// callers have been told, and never because of a commit that has already succeeded.
#pragma once

#include "absl/status/status.h"
#include "services/storage/sqlite/connection.h"

namespace tendon::storage::sqlite {

// Used by the thread that has the connection.
class Checkpointer {
 public:
  // Takes the place of SQLite's own automatic checkpoints. `connection` is not owned.
  Checkpointer(Connection* connection, int checkpoint_pages, int busy_timeout_ms);

  // Checkpoints when the log has grown by `checkpoint_pages` since the last time. When readers have kept it from
  // starting anew for long, it waits for them a moment.
  absl::Status RunIfDue();

  // Makes closing the connection leave the log as it is.
  void LeaveLogOnClose();

 private:
  static int OnCommit(void* self, sqlite3* handle, const char* database, int pages);

  Connection* const connection_;
  const int checkpoint_pages_;
  const int busy_timeout_ms_;
  int pages_ = 0;   // in the log after the last commit
  int due_at_ = 0;  // pages
};

}  // namespace tendon::storage::sqlite
