// Moves the write-ahead log into the database. A long log is moved in the background while writing goes on; the rest,
// or a short one, on the connection that writes, between transactions, so that the log can start anew: after a commit's
// callers have been told, and never because of a commit that has already succeeded.
#pragma once

#include <memory>

#include "absl/status/status.h"
#include "services/storage/sqlite/background_checkpoint.h"
#include "services/storage/sqlite/connection.h"

namespace tendon::storage::sqlite {

// Used by the thread that has the connection.
class Checkpointer {
 public:
  // Takes the place of SQLite's own automatic checkpoints. `connection`, which writes, is not owned; `background` is
  // another one to the same database.
  Checkpointer(Connection* connection, std::unique_ptr<Connection> background, int checkpoint_pages,
               int busy_timeout_ms);

  // Does what checkpoint_plan.h says is to be done now.
  absl::Status RunIfDue();

  // Makes closing the connection leave the log as it is.
  void LeaveLogOnClose();

 private:
  static int OnCommit(void* self, sqlite3* handle, const char* database, int pages);
  absl::Status RunHere(int mode);
  void WaitForMorePages() { due_at_ = pages_ + checkpoint_pages_; }

  Connection* const connection_;
  const int checkpoint_pages_;
  const int busy_timeout_ms_;
  int pages_ = 0;     // in the log after the last commit
  int due_at_ = 0;    // pages
  int asked_at_ = 0;  // pages when the background was last asked; 0 when it was not, for this log
  BackgroundCheckpoint background_;
};

}  // namespace tendon::storage::sqlite
