#include "services/storage/sqlite/errors.h"

#include <sqlite3.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace tendon::storage::sqlite {
namespace {

constexpr int kPrimaryMask = 0xff;
constexpr size_t kMaxWhat = 80;

absl::StatusCode CodeOf(int primary) {
  switch (primary) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PROTOCOL:
    case SQLITE_NOMEM:
      return absl::StatusCode::kUnavailable;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return absl::StatusCode::kDataLoss;
    default:
      return absl::StatusCode::kInternal;
  }
}

}  // namespace

absl::Status SqliteError(int extended_code, std::string_view what) {
  const std::string step(what.substr(0, kMaxWhat));
  return absl::Status(
      CodeOf(extended_code & kPrimaryMask),
      absl::StrCat("SQLite error ", extended_code, " (", sqlite3_errstr(extended_code), ") in: ", step));
}

bool EndsDurability(int extended_code) {
  switch (extended_code & kPrimaryMask) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PROTOCOL:
    case SQLITE_NOMEM:  // a transaction may have been rolled back, unasked and in parts written anew since
      return true;
    default:
      return false;
  }
}

}  // namespace tendon::storage::sqlite
