// Keeps a second server away from a database that is open: an advisory lock on a file beside it. (Not on the database
// itself: closing any descriptor of it would drop SQLite's own locks.)
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace tendon::storage::sqlite {

// Held until destroyed or until the process ends, however it ends.
class FileLock {
 public:
  // FAILED_PRECONDITION when somebody holds it, in this process or another; UNAVAILABLE when the file cannot be made.
  static absl::StatusOr<FileLock> Take(const std::string& database_path);
  ~FileLock();
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

// Makes the database file with mode 0600 if there is none, and takes other people's rights away from one that is there.
// Only while the lock is held and nothing is open. UNAVAILABLE when it cannot.
absl::Status PrepareDatabaseFile(const std::string& path);

}  // namespace tendon::storage::sqlite
