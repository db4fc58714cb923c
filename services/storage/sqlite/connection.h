// One SQLite connection with its prepared statements. Thin: SQL in, rows and absl::Status out.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/storage/sqlite/health.h"
#include "services/storage/sqlite/rows.h"

namespace tendon::storage::sqlite {

// Used by one thread at a time.
class Connection {
 public:
  // Opens an existing file for reading and writing. `health`, if given, learns of errors that end durability; it is not
  // owned.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const std::string& path, const std::string& vfs,
                                                          Health* health);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Runs `sql`, a constant (the statement is kept under its address), with values for ?1, ?2, ...
  template <class... Values>
  Rows Query(const char* sql, const Values&... values) {
    return Rows(this, sql, values...);
  }

  // The same for a statement without rows. Returns how many rows it changed.
  template <class... Values>
  absl::StatusOr<int64_t> Execute(const char* sql, const Values&... values) {
    Rows rows = Query(sql, values...);
    while (rows.Next()) continue;
    if (!rows.status().ok()) return rows.status();
    return sqlite3_changes64(handle_);
  }

  // Runs statements one after the other, kept nowhere: migrations and pragmas.
  absl::Status RunScript(const std::string& sql);

  bool in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }
  sqlite3* handle() { return handle_; }

  // The status for a result code of this connection; tells Health.
  absl::Status Error(int code, const char* what);
  // The statement for `sql`, prepared on first use.
  absl::StatusOr<sqlite3_stmt*> Prepare(const char* sql);

 private:
  explicit Connection(Health* health) : health_(health) {}

  sqlite3* handle_ = nullptr;
  Health* const health_;
  std::unordered_map<const char*, sqlite3_stmt*> statements_;
};

}  // namespace tendon::storage::sqlite
