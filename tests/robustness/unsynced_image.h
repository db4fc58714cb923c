// A file as the process sees it, beside what of it would be there after the process died: writes stay in memory until
// the file is synced.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace tendon::testing {

// Shared by all handles of a path. Thread-safe. Functions return SQLite's result codes; `disk` is a handle of the real
// file.
class UnsyncedImage {
 public:
  // Takes over what is in the real file.
  int Load(sqlite3_file* disk);

  // SQLITE_IOERR_SHORT_READ, and zeros, beyond the end.
  int Read(void* buffer, int amount, int64_t offset);
  void Write(const void* data, int amount, int64_t offset);
  void Truncate(int64_t size);
  int64_t size();

  // Writes through what has changed since the last time, and has the real file synced.
  int Sync(sqlite3_file* disk, int flags);
  // What Linux does after a failed fsync: the process still sees its writes, but they are taken for written.
  void ForgetChanges();

 private:
  struct Range {
    int64_t offset;
    int64_t amount;
  };
  int WriteThrough(sqlite3_file* disk);

  std::mutex mutex_;
  std::string bytes_;
  std::vector<Range> changed_;    // in order of writing
  int64_t shortest_ = INT64_MAX;  // since the last sync
};

}  // namespace tendon::testing
