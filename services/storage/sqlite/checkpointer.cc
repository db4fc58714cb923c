#include "services/storage/sqlite/checkpointer.h"

namespace tendon::storage::sqlite {
namespace {

// A log of so many times checkpoint_pages is not allowed to grow on behind readers.
constexpr int kMaxGrowth = 4;
constexpr int kMaxWaitForReadersMs = 100;

}  // namespace

Checkpointer::Checkpointer(Connection* connection, int checkpoint_pages, int busy_timeout_ms)
    : connection_(connection),
      checkpoint_pages_(checkpoint_pages),
      busy_timeout_ms_(busy_timeout_ms),
      due_at_(checkpoint_pages) {
  sqlite3_wal_autocheckpoint(connection_->handle(), 0);
  sqlite3_wal_hook(connection_->handle(), &Checkpointer::OnCommit, this);
}

int Checkpointer::OnCommit(void* self, sqlite3* handle, const char* database, int pages) {
  auto* checkpointer = static_cast<Checkpointer*>(self);
  if (pages < checkpointer->pages_)
    checkpointer->due_at_ = checkpointer->checkpoint_pages_;  // the log has started anew
  checkpointer->pages_ = pages;
  return SQLITE_OK;
}

absl::Status Checkpointer::RunIfDue() {
  if (pages_ < due_at_) return absl::OkStatus();
  const bool too_long = pages_ >= kMaxGrowth * checkpoint_pages_;
  const int mode = too_long ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE;
  sqlite3* const handle = connection_->handle();
  if (too_long) sqlite3_busy_timeout(handle, kMaxWaitForReadersMs);
  const int code = sqlite3_wal_checkpoint_v2(handle, nullptr, mode, nullptr, nullptr);
  if (too_long) sqlite3_busy_timeout(handle, busy_timeout_ms_);
  due_at_ = pages_ + checkpoint_pages_;
  if (code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY) return absl::OkStatus();
  return connection_->Error(code, "checkpoint");
}

void Checkpointer::LeaveLogOnClose() {
  sqlite3_db_config(connection_->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

}  // namespace tendon::storage::sqlite
