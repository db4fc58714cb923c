#include "services/storage/sqlite/connection.h"

#include "services/storage/sqlite/errors.h"

namespace tendon::storage::sqlite {

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const std::string& path, const std::string& vfs,
                                                             Health* health) {
  std::unique_ptr<Connection> connection(new Connection(health));
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(path.c_str(), &connection->handle_, flags, vfs.empty() ? nullptr : vfs.c_str());
  if (code != SQLITE_OK) return SqliteError(code, "open");
  return connection;
}

Connection::~Connection() {
  for (auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

absl::Status Connection::RunScript(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? absl::OkStatus() : Error(code, sql.c_str());
}

absl::Status Connection::Error(int code, const char* what) {
  const absl::Status status = SqliteError(code, what);
  if (health_ != nullptr && EndsDurability(code)) health_->Fail(status);
  return status;
}

absl::StatusOr<sqlite3_stmt*> Connection::Prepare(const char* sql) {
  sqlite3_stmt*& statement = statements_[sql];
  if (statement == nullptr) {
    const int code = sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) return Error(code, sql);
  }
  if (sqlite3_stmt_busy(statement) != 0) return absl::InternalError("An SQL statement is used while it is being read.");
  return statement;
}

}  // namespace tendon::storage::sqlite
