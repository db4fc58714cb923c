#include "services/storage/sqlite/rows.h"

#include "services/storage/sqlite/connection.h"

namespace tendon::storage::sqlite {
namespace {

// SQLite takes a null pointer for NULL; an empty value is not NULL.
const char* NotNull(std::string_view bytes) { return bytes.data() == nullptr ? "" : bytes.data(); }

}  // namespace

Rows::~Rows() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

void Rows::Prepare(const char* sql) {
  absl::StatusOr<sqlite3_stmt*> statement = connection_->Prepare(sql);
  if (statement.ok()) statement_ = *statement;
  if (!statement.ok()) status_ = statement.status();
}

bool Rows::Next() {
  if (!status_.ok()) return false;
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) Check(code);
  return false;
}

std::string_view Rows::View(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return bytes == nullptr ? std::string_view()
                          : std::string_view(static_cast<const char*>(bytes), static_cast<size_t>(size));
}

void Rows::Bind(int index, int64_t value) {
  if (status_.ok()) Check(sqlite3_bind_int64(statement_, index, value));
}

void Rows::Bind(int index, double value) {
  if (status_.ok()) Check(sqlite3_bind_double(statement_, index, value));
}

void Rows::Bind(int index, std::string_view text) {
  if (status_.ok())
    Check(sqlite3_bind_text64(statement_, index, NotNull(text), text.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Rows::Bind(int index, Blob blob) {
  if (status_.ok())
    Check(sqlite3_bind_blob64(statement_, index, NotNull(blob.bytes), blob.bytes.size(), SQLITE_STATIC));
}

void Rows::Check(int code) {
  if (code != SQLITE_OK) status_ = connection_->Error(code, sqlite3_sql(statement_));
}

}  // namespace tendon::storage::sqlite
