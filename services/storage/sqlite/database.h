// An open database: its lock, the connection that writes and checkpoints, and the pool of those that read.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/storage/sqlite/checkpointer.h"
#include "services/storage/sqlite/file_lock.h"
#include "services/storage/sqlite/log_buffer.h"
#include "services/storage/sqlite/pool.h"
#include "services/storage/sqlite/schema.h"
#include "services/storage/sqlite/sqlite_store.h"

namespace tendon::storage::sqlite {

// Thread-safe. Outlives its leases.
class Database {
 public:
  // See sqlite_store.h for the errors.
  static absl::StatusOr<std::unique_ptr<Database>> Open(const SqliteOptions& options, const Schema& schema);
  ~Database();

  // A connection in a read transaction.
  absl::StatusOr<Lease> BeginRead();
  // The connection that writes, in a write transaction. Waits for the one before to end.
  absl::StatusOr<Lease> BeginWrite();

  absl::Status Healthy() const { return health_.status(); }
  // What never changes while it is open.
  const std::string& epoch() const { return epoch_; }
  const std::string& secret() const { return secret_; }

 private:
  explicit Database(FileLock lock) : lock_(std::move(lock)) {}
  absl::Status OpenWriter(const std::string& path, const SqliteOptions& options, const Schema& schema);
  absl::Status OpenReaders(const std::string& path, const SqliteOptions& options);
  absl::Status ReadMeta();

  FileLock lock_;  // let go last
  Health health_;
  std::unique_ptr<LogBuffer> log_buffer_;  // the writer's
  std::unique_ptr<Checkpointer> checkpointer_;
  Pool writer_;
  Pool readers_;
  std::string epoch_;
  std::string secret_;
};

}  // namespace tendon::storage::sqlite
