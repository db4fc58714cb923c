// A prepared statement in use: bound, stepped through, and reset when it goes out of scope. Values are bound without a
// copy, so they must live as long as the Rows.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace tendon::storage::sqlite {

// Bytes, as opposed to text.
struct Blob {
  std::string_view bytes;
};

class Connection;

// Used by one thread. Read columns only after Next() has returned true.
class Rows {
 public:
  // What goes wrong while preparing and binding is in status().
  template <class... Values>
  Rows(Connection* connection, const char* sql, const Values&... values) : connection_(connection) {
    Prepare(sql);
    [[maybe_unused]] int index = 0;
    (Bind(++index, values), ...);
  }
  ~Rows();
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  // A pointer would become a bool.
  void Bind(int index, const char* text) = delete;

  // Goes to the next row. False at the end, or after an error, which status() has.
  bool Next();
  const absl::Status& status() const { return status_; }

  int64_t Int64(int column) const { return sqlite3_column_int64(statement_, column); }
  int32_t Int32(int column) const { return sqlite3_column_int(statement_, column); }
  double Double(int column) const { return sqlite3_column_double(statement_, column); }
  // Text or bytes; valid until Next().
  std::string_view View(int column) const;
  std::string String(int column) const { return std::string(View(column)); }

 private:
  void Prepare(const char* sql);
  void Bind(int index, int64_t value);
  void Bind(int index, int32_t value) { Bind(index, static_cast<int64_t>(value)); }
  void Bind(int index, bool value) { Bind(index, static_cast<int64_t>(value)); }
  void Bind(int index, double value);
  void Bind(int index, std::string_view text);
  void Bind(int index, const std::string& text) { Bind(index, std::string_view(text)); }
  void Bind(int index, Blob blob);
  void Check(int code);

  Connection* const connection_;
  sqlite3_stmt* statement_ = nullptr;
  absl::Status status_;
};

}  // namespace tendon::storage::sqlite
