#include "services/storage/sqlite/checkpointer.h"

#include <utility>

#include "services/storage/sqlite/checkpoint_plan.h"

namespace tendon::storage::sqlite {
namespace {

constexpr int kMaxWaitForReadersMs = 100;

}  // namespace

Checkpointer::Checkpointer(Connection* connection, std::unique_ptr<Connection> background, int checkpoint_pages,
                           int busy_timeout_ms)
    : connection_(connection),
      checkpoint_pages_(checkpoint_pages),
      busy_timeout_ms_(busy_timeout_ms),
      due_at_(checkpoint_pages),
      background_(std::move(background)) {
  sqlite3_wal_autocheckpoint(connection_->handle(), 0);
  sqlite3_wal_hook(connection_->handle(), &Checkpointer::OnCommit, this);
}

int Checkpointer::OnCommit(void* self, sqlite3* handle, const char* database, int pages) {
  auto* checkpointer = static_cast<Checkpointer*>(self);
  if (pages < checkpointer->pages_) {  // the log has started anew
    checkpointer->due_at_ = checkpointer->checkpoint_pages_;
    checkpointer->asked_at_ = 0;
  }
  checkpointer->pages_ = pages;
  return SQLITE_OK;
}

absl::Status Checkpointer::RunIfDue() {
  const BackgroundCheckpoint::Pass pass = background_.last();
  // One that failed is tried again later: the log holds everything until then. What ends durability is in Health.
  const int moved = asked_at_ == 0 ? 0 : pass.moved;
  switch (NextCheckpointStep({pages_, moved, due_at_, pass.running, moved < asked_at_}, checkpoint_pages_)) {
    case CheckpointStep::kNone:
      return absl::OkStatus();
    case CheckpointStep::kHere:
      return RunHere(SQLITE_CHECKPOINT_PASSIVE);
    case CheckpointStep::kHereWaiting:
      return RunHere(SQLITE_CHECKPOINT_RESTART);
    case CheckpointStep::kBeside:
      asked_at_ = pages_;
      background_.Start();
      return absl::OkStatus();
    case CheckpointStep::kLater:
      asked_at_ = 0;
      WaitForMorePages();
      return absl::OkStatus();
  }
  return absl::InternalError("not a step of a checkpoint");
}

absl::Status Checkpointer::RunHere(int mode) {
  sqlite3* const handle = connection_->handle();
  const bool waits = mode == SQLITE_CHECKPOINT_RESTART;
  if (waits) sqlite3_busy_timeout(handle, kMaxWaitForReadersMs);
  const int code = sqlite3_wal_checkpoint_v2(handle, nullptr, mode, nullptr, nullptr);
  if (waits) sqlite3_busy_timeout(handle, busy_timeout_ms_);
  WaitForMorePages();
  if (code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY) return absl::OkStatus();
  return connection_->Error(code, "checkpoint");
}

void Checkpointer::LeaveLogOnClose() {
  sqlite3_db_config(connection_->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

}  // namespace tendon::storage::sqlite
