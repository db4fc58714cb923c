#include "tests/bench/copied_row.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace tendon::bench {

void Must(sqlite3* database, int code, int wanted) {
  if (code == wanted) return;
  std::fprintf(stderr, "bench-sqlite-loop: %s\n", sqlite3_errmsg(database));
  std::exit(1);
}

void Run(sqlite3* database, const std::string& sql) {
  Must(database, sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr));
}

void CopySchema(sqlite3* from, sqlite3* to) {
  sqlite3_stmt* schema = nullptr;
  Must(from, sqlite3_prepare_v2(from, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid", -1, &schema,
                                nullptr));
  while (sqlite3_step(schema) == SQLITE_ROW) Run(to, reinterpret_cast<const char*>(sqlite3_column_text(schema, 0)));
  sqlite3_finalize(schema);
}

CopiedRow::CopiedRow(sqlite3* from, sqlite3* to, const std::string& table, const std::string& where,
                     const std::vector<std::string>& omit)
    : database_(to) {
  sqlite3_stmt* select = nullptr;
  const std::string sql = "SELECT * FROM " + table + " WHERE " + where;
  Must(from, sqlite3_prepare_v2(from, sql.c_str(), -1, &select, nullptr));
  Must(from, sqlite3_step(select), SQLITE_ROW);
  std::string names, places;
  std::vector<int> sources;
  for (int i = 0; i < sqlite3_column_count(select); ++i) {
    const std::string column = sqlite3_column_name(select, i);
    if (std::find(omit.begin(), omit.end(), column) != omit.end()) continue;
    columns_.push_back(column);
    sources.push_back(i);
    names += (names.empty() ? "" : ", ") + column;
    places += places.empty() ? "?" : ", ?";
    bytes_ += sqlite3_column_bytes(select, i);
  }
  const std::string insert = "INSERT INTO " + table + " (" + names + ") VALUES (" + places + ")";
  Must(to, sqlite3_prepare_v3(to, insert.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &insert_, nullptr));
  for (size_t i = 0; i < sources.size(); ++i) {
    Must(to, sqlite3_bind_value(insert_, static_cast<int>(i) + 1, sqlite3_column_value(select, sources[i])));
  }
  sqlite3_finalize(select);
}

CopiedRow::~CopiedRow() { sqlite3_finalize(insert_); }

int CopiedRow::IndexOf(const std::string& column) const {
  const auto found = std::find(columns_.begin(), columns_.end(), column);
  if (found == columns_.end()) {
    std::fprintf(stderr, "bench-sqlite-loop: the schema has no column %s any more; mend the bench\n", column.c_str());
    std::exit(1);
  }
  return static_cast<int>(found - columns_.begin()) + 1;
}

void CopiedRow::Set(const std::string& column, int64_t value) {
  Must(database_, sqlite3_bind_int64(insert_, IndexOf(column), value));
}

void CopiedRow::SetText(const std::string& column, const std::string& value) {
  Must(database_,
       sqlite3_bind_text64(insert_, IndexOf(column), value.data(), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void CopiedRow::SetBlob(const std::string& column, const std::string& value) {
  Must(database_, sqlite3_bind_blob64(insert_, IndexOf(column), value.data(), value.size(), SQLITE_TRANSIENT));
}

void CopiedRow::Insert() {
  Must(database_, sqlite3_step(insert_), SQLITE_DONE);
  Must(database_, sqlite3_reset(insert_));
}

}  // namespace tendon::bench
