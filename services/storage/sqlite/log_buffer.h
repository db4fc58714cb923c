// A VFS that gathers what SQLite writes to the write-ahead log, so that a transaction of many pages is some large
// writes and not two small ones for each page. Everything is handed on before a sync, and by that before a commit is
// told to anybody: with synchronous=FULL, only frames of a transaction that has not been committed are ever held back.
// Errors of writing come at the sync at the latest. Other files are the underlying VFS's own.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace tendon::storage::sqlite {

// Owns the VFS; outlives the connections that were opened with it.
class LogBuffer {
 public:
  // Over the VFS of this name, "" for SQLite's default. UNAVAILABLE when there is none.
  static absl::StatusOr<std::unique_ptr<LogBuffer>> Over(const std::string& name);
  ~LogBuffer();
  LogBuffer(const LogBuffer&) = delete;
  LogBuffer& operator=(const LogBuffer&) = delete;

  // The name to open the connection that writes with.
  const std::string& vfs() const;

 private:
  struct Vfs;
  explicit LogBuffer(std::unique_ptr<Vfs> vfs);
  std::unique_ptr<Vfs> vfs_;
};

}  // namespace tendon::storage::sqlite
