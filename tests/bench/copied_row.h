// Rows as a server wrote them, written again by nothing but SQLite: the same columns, sizes and indexes.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <string>
#include <vector>

namespace tendon::bench {

// Ends the program with SQLite's message unless `code` is `wanted`: a benchmark has nothing to recover.
void Must(sqlite3* database, int code, int wanted = SQLITE_OK);
void Run(sqlite3* database, const std::string& sql);

// Makes the tables and indexes of the other database.
void CopySchema(sqlite3* from, sqlite3* to);

// One row of the other database, to be inserted over and over with some columns changed. Used by one thread.
class CopiedRow {
 public:
  // The row that `where` ("version = 1 ORDER BY ordinal DESC LIMIT 1") finds in `table`, without the columns in `omit`.
  CopiedRow(sqlite3* from, sqlite3* to, const std::string& table, const std::string& where,
            const std::vector<std::string>& omit);
  ~CopiedRow();
  CopiedRow(const CopiedRow&) = delete;
  CopiedRow& operator=(const CopiedRow&) = delete;

  void Set(const std::string& column, int64_t value);
  void SetText(const std::string& column, const std::string& value);
  void SetBlob(const std::string& column, const std::string& value);
  void Insert();
  // Of the row, without what SQLite adds.
  int64_t bytes() const { return bytes_; }

 private:
  int IndexOf(const std::string& column) const;

  sqlite3* const database_;
  sqlite3_stmt* insert_ = nullptr;
  std::vector<std::string> columns_;
  int64_t bytes_ = 0;
};

}  // namespace tendon::bench
