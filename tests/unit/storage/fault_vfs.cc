#include "tests/unit/storage/fault_vfs.h"

#include <new>

namespace tendon::testing {
namespace {

// The default VFS's file lies behind this in the memory that SQLite gives.
struct FaultFile {
  sqlite3_file base;
  const FaultVfs* faults;
  std::string* path;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

FaultFile* Mine(sqlite3_file* file) { return reinterpret_cast<FaultFile*>(file); }
sqlite3_file* Real(sqlite3_file* file) { return Mine(file)->real(); }
const sqlite3_io_methods* Methods(sqlite3_file* file) { return Real(file)->pMethods; }

int Close(sqlite3_file* file) {
  delete Mine(file)->path;
  return Methods(file)->xClose(Real(file));
}

int Write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  const int code = Mine(file)->faults->WriteCode(*Mine(file)->path);
  return code != SQLITE_OK ? code : Methods(file)->xWrite(Real(file), bytes, count, offset);
}

int Sync(sqlite3_file* file, int flags) {
  const int code = Mine(file)->faults->SyncCode(*Mine(file)->path);
  return code != SQLITE_OK ? code : Methods(file)->xSync(Real(file), flags);
}

// Version 2: shared memory, but no memory-mapped reads.
const sqlite3_io_methods kMethods = {
    2,
    Close,
    [](sqlite3_file* f, void* bytes, int count, sqlite3_int64 at) {
      return Methods(f)->xRead(Real(f), bytes, count, at);
    },
    Write,
    [](sqlite3_file* f, sqlite3_int64 size) { return Methods(f)->xTruncate(Real(f), size); },
    Sync,
    [](sqlite3_file* f, sqlite3_int64* size) { return Methods(f)->xFileSize(Real(f), size); },
    [](sqlite3_file* f, int level) { return Methods(f)->xLock(Real(f), level); },
    [](sqlite3_file* f, int level) { return Methods(f)->xUnlock(Real(f), level); },
    [](sqlite3_file* f, int* reserved) { return Methods(f)->xCheckReservedLock(Real(f), reserved); },
    [](sqlite3_file* f, int operation, void* arg) { return Methods(f)->xFileControl(Real(f), operation, arg); },
    [](sqlite3_file* f) { return Methods(f)->xSectorSize(Real(f)); },
    [](sqlite3_file* f) { return Methods(f)->xDeviceCharacteristics(Real(f)); },
    [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
      return Methods(f)->xShmMap(Real(f), page, size, extend, out);
    },
    [](sqlite3_file* f, int offset, int count, int flags) {
      return Methods(f)->xShmLock(Real(f), offset, count, flags);
    },
    [](sqlite3_file* f) { Methods(f)->xShmBarrier(Real(f)); },
    [](sqlite3_file* f, int remove) { return Methods(f)->xShmUnmap(Real(f), remove); },
    nullptr,
    nullptr,
};

int Open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  const auto* faults = static_cast<const FaultVfs*>(vfs->pAppData);
  FaultFile* mine = new (file) FaultFile{{nullptr}, faults, nullptr};
  sqlite3_vfs* const real = sqlite3_vfs_find(nullptr);
  const int code = real->xOpen(real, path, mine->real(), flags, out_flags);
  if (code != SQLITE_OK) return code;
  mine->path = new std::string(path == nullptr ? "" : path);
  mine->base.pMethods = &kMethods;
  return SQLITE_OK;
}

std::string UniqueName() {
  static std::mutex mutex;
  static int count = 0;
  std::lock_guard lock(mutex);
  return "fault-" + std::to_string(++count);
}

}  // namespace

FaultVfs::FaultVfs() : name_(UniqueName()), vfs_(*sqlite3_vfs_find(nullptr)) {
  vfs_.szOsFile += static_cast<int>(sizeof(FaultFile));
  vfs_.zName = name_.c_str();
  vfs_.pAppData = this;
  vfs_.xOpen = Open;
  sqlite3_vfs_register(&vfs_, 0);
}

FaultVfs::~FaultVfs() { sqlite3_vfs_unregister(&vfs_); }

void FaultVfs::FailWrites(const std::string& suffix, int code) {
  std::lock_guard lock(mutex_);
  write_ = {suffix, code};
}

void FaultVfs::FailSyncs(const std::string& suffix, int code) {
  std::lock_guard lock(mutex_);
  sync_ = {suffix, code};
}

int FaultVfs::WriteCode(const std::string& path) const {
  ++writes_;
  std::lock_guard lock(mutex_);
  return write_.CodeFor(path);
}

int FaultVfs::SyncCode(const std::string& path) const {
  std::lock_guard lock(mutex_);
  return sync_.CodeFor(path);
}

}  // namespace tendon::testing
