// The stores on SQLite: one file for each server, in WAL mode with synchronous=FULL. One connection writes and
// checkpoints, a pool of query_only connections reads.
//
// Opening makes the file (mode 0600) and runs the migrations. Errors of opening, all with the path and a reason, none
// with content: FAILED_PRECONDITION the database is open elsewhere, of another server, not a database, or of a newer
// schema than this program's; UNAVAILABLE it cannot be opened or written; DATA_LOSS it is damaged.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/storage/outcomes_store.h"
#include "services/storage/referral_store.h"

namespace tendon::storage {

struct SqliteOptions {
  std::string path;              // of the database; "-wal", "-shm" and ".lock" files lie beside it
  int reader_connections = 4;    // reads at the same time; more wait
  int cache_kib = 4096;          // page cache of each connection that reads
  int writer_cache_kib = 32768;  // of the one that writes: its batch, and the upper pages of every index
  std::string vfs;               // the VFS to use; "" for SQLite's default
  int checkpoint_pages = 16000;  // pages of WAL after which they are moved to the database
  int busy_timeout_ms = 5000;    // how long to wait for a lock that a foreign process holds (a backup, a shell)
};

absl::StatusOr<std::unique_ptr<ReferralStore>> OpenSqliteReferralStore(const SqliteOptions& options);
absl::StatusOr<std::unique_ptr<OutcomesStore>> OpenSqliteOutcomesStore(const SqliteOptions& options);

}  // namespace tendon::storage
