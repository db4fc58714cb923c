// A SQLite VFS over the default one that fails when told to: a full disk, a failed fsync.
#pragma once

#include <sqlite3.h>

#include <atomic>
#include <mutex>
#include <string>

namespace tendon::testing {

// Registered under name() while it lives; outlives the stores that use it. Thread-safe.
class FaultVfs {
 public:
  FaultVfs();
  ~FaultVfs();
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;

  const std::string& name() const { return name_; }

  // From now on writes (syncs) of files whose path ends in `suffix` fail with this SQLite result code; SQLITE_OK heals.
  void FailWrites(const std::string& suffix, int code);
  void FailSyncs(const std::string& suffix, int code);

  // How many writes there were.
  int writes() const { return writes_; }

  // For the VFS itself: what a write (sync) of this file has to return.
  int WriteCode(const std::string& path) const;
  int SyncCode(const std::string& path) const;

 private:
  struct Fault {
    std::string suffix;
    int code = SQLITE_OK;
    int CodeFor(const std::string& path) const { return path.ends_with(suffix) ? code : SQLITE_OK; }
  };

  const std::string name_;
  sqlite3_vfs vfs_;
  mutable std::atomic<int> writes_ = 0;
  mutable std::mutex mutex_;
  Fault write_;  // guarded by mutex_
  Fault sync_;   // guarded by mutex_
};

}  // namespace tendon::testing
