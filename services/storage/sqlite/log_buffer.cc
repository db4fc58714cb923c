#include "services/storage/sqlite/log_buffer.h"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <new>
#include <utility>

#include "absl/strings/str_cat.h"

namespace tendon::storage::sqlite {
namespace {

// 31 frames of a page and its header: SQLite's own VFS writes less than 128 KiB at once.
constexpr int kBufferBytes = 31 * (4096 + 24);

// What SQLite gets as its log. The underlying VFS's file lies behind it in the same memory.
struct LogFile {
  sqlite3_file base;
  char* buffer;
  int room;              // bytes
  sqlite3_int64 offset;  // of the first byte that is held
  int size;
};

LogFile& LogOf(sqlite3_file* file) { return *reinterpret_cast<LogFile*>(file); }
sqlite3_file* DiskOf(sqlite3_file* file) {
  return reinterpret_cast<sqlite3_file*>(reinterpret_cast<LogFile*>(file) + 1);
}
sqlite3_vfs* RealVfs(sqlite3_vfs* vfs) { return static_cast<sqlite3_vfs*>(vfs->pAppData); }

// After an error nothing is held: SQLite rolls the transaction back that it was of.
int Flush(sqlite3_file* file) {
  LogFile& log = LogOf(file);
  const int size = std::exchange(log.size, 0);
  return size == 0 ? SQLITE_OK : DiskOf(file)->pMethods->xWrite(DiskOf(file), log.buffer, size, log.offset);
}

int Close(sqlite3_file* file) {
  Flush(file);
  sqlite3_free(LogOf(file).buffer);
  return DiskOf(file)->pMethods->xClose(DiskOf(file));
}

int Read(sqlite3_file* file, void* buffer, int amount, sqlite3_int64 offset) {
  if (const int code = Flush(file); code != SQLITE_OK) return code;
  return DiskOf(file)->pMethods->xRead(DiskOf(file), buffer, amount, offset);
}

int Write(sqlite3_file* file, const void* data, int amount, sqlite3_int64 offset) {
  LogFile& log = LogOf(file);
  const bool fits = log.size + amount <= log.room && (log.size == 0 || offset == log.offset + log.size);
  if (!fits) {
    if (const int code = Flush(file); code != SQLITE_OK) return code;
  }
  if (amount > log.room) return DiskOf(file)->pMethods->xWrite(DiskOf(file), data, amount, offset);
  if (log.size == 0) log.offset = offset;
  std::memcpy(log.buffer + log.size, data, static_cast<size_t>(amount));
  log.size += amount;
  return SQLITE_OK;
}

int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (const int code = Flush(file); code != SQLITE_OK) return code;
  return DiskOf(file)->pMethods->xTruncate(DiskOf(file), size);
}

int Sync(sqlite3_file* file, int flags) {
  if (const int code = Flush(file); code != SQLITE_OK) return code;
  return DiskOf(file)->pMethods->xSync(DiskOf(file), flags);
}

int FileSize(sqlite3_file* file, sqlite3_int64* size) {
  if (const int code = Flush(file); code != SQLITE_OK) return code;
  return DiskOf(file)->pMethods->xFileSize(DiskOf(file), size);
}

int Lock(sqlite3_file* file, int level) { return DiskOf(file)->pMethods->xLock(DiskOf(file), level); }
int Unlock(sqlite3_file* file, int level) { return DiskOf(file)->pMethods->xUnlock(DiskOf(file), level); }
int CheckReservedLock(sqlite3_file* file, int* result) {
  return DiskOf(file)->pMethods->xCheckReservedLock(DiskOf(file), result);
}
int FileControl(sqlite3_file* file, int operation, void* argument) {
  return DiskOf(file)->pMethods->xFileControl(DiskOf(file), operation, argument);
}
int SectorSize(sqlite3_file* file) { return DiskOf(file)->pMethods->xSectorSize(DiskOf(file)); }
int DeviceCharacteristics(sqlite3_file* file) { return DiskOf(file)->pMethods->xDeviceCharacteristics(DiskOf(file)); }

// Version 1: shared memory and mapped reads are the database file's.
constexpr sqlite3_io_methods kLogMethods = {1,
                                            Close,
                                            Read,
                                            Write,
                                            Truncate,
                                            Sync,
                                            FileSize,
                                            Lock,
                                            Unlock,
                                            CheckReservedLock,
                                            FileControl,
                                            SectorSize,
                                            DeviceCharacteristics,
                                            nullptr,
                                            nullptr,
                                            nullptr,
                                            nullptr,
                                            nullptr,
                                            nullptr};

int Open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  sqlite3_vfs* const real = RealVfs(vfs);
  if ((flags & SQLITE_OPEN_WAL) == 0) return real->xOpen(real, name, file, flags, out_flags);
  file->pMethods = nullptr;
  void* const buffer = sqlite3_malloc(kBufferBytes);
  if (buffer == nullptr) return SQLITE_NOMEM;
  const int code = real->xOpen(real, name, DiskOf(file), flags, out_flags);
  if (code != SQLITE_OK) {
    sqlite3_free(buffer);
    return code;
  }
  // Without this promise of the disk, SQLite fills the last sector up with frames that it writes after the sync.
  const bool safe =
      (DiskOf(file)->pMethods->xDeviceCharacteristics(DiskOf(file)) & SQLITE_IOCAP_POWERSAFE_OVERWRITE) != 0;
  new (file) LogFile{{&kLogMethods}, static_cast<char*>(buffer), safe ? kBufferBytes : 0, 0, 0};
  return SQLITE_OK;
}

int Delete(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  return RealVfs(vfs)->xDelete(RealVfs(vfs), name, sync_folder);
}
int Access(sqlite3_vfs* vfs, const char* name, int flags, int* result) {
  return RealVfs(vfs)->xAccess(RealVfs(vfs), name, flags, result);
}
int FullPathname(sqlite3_vfs* vfs, const char* name, int size, char* full) {
  return RealVfs(vfs)->xFullPathname(RealVfs(vfs), name, size, full);
}
int Randomness(sqlite3_vfs* vfs, int count, char* bytes) {
  return RealVfs(vfs)->xRandomness(RealVfs(vfs), count, bytes);
}
int Sleep(sqlite3_vfs* vfs, int micros) { return RealVfs(vfs)->xSleep(RealVfs(vfs), micros); }
int CurrentTime(sqlite3_vfs* vfs, double* time) { return RealVfs(vfs)->xCurrentTime(RealVfs(vfs), time); }
int CurrentTimeInt64(sqlite3_vfs* vfs, sqlite3_int64* time) {
  return RealVfs(vfs)->xCurrentTimeInt64(RealVfs(vfs), time);
}
int GetLastError(sqlite3_vfs* vfs, int size, char* text) {
  return RealVfs(vfs)->xGetLastError(RealVfs(vfs), size, text);
}

std::string NextName(const sqlite3_vfs& real) {
  static std::atomic<int> count = 0;
  return absl::StrCat("log-buffer-", ++count, ":", real.zName);
}

}  // namespace

struct LogBuffer::Vfs {
  std::string name;
  sqlite3_vfs vfs = {};
};

absl::StatusOr<std::unique_ptr<LogBuffer>> LogBuffer::Over(const std::string& name) {
  sqlite3_vfs* const real = sqlite3_vfs_find(name.empty() ? nullptr : name.c_str());
  if (real == nullptr) return absl::UnavailableError("There is no such VFS.");
  auto made = std::make_unique<Vfs>();
  made->name = NextName(*real);
  sqlite3_vfs& vfs = made->vfs;
  vfs.iVersion = std::min(real->iVersion, 2);
  vfs.szOsFile = static_cast<int>(sizeof(LogFile)) + real->szOsFile;
  vfs.mxPathname = real->mxPathname;
  vfs.zName = made->name.c_str();
  vfs.pAppData = real;
  vfs.xOpen = Open;
  vfs.xDelete = Delete;
  vfs.xAccess = Access;
  vfs.xFullPathname = FullPathname;
  vfs.xRandomness = Randomness;
  vfs.xSleep = Sleep;
  vfs.xCurrentTime = CurrentTime;
  vfs.xGetLastError = GetLastError;
  vfs.xCurrentTimeInt64 = CurrentTimeInt64;
  if (sqlite3_vfs_register(&vfs, 0) != SQLITE_OK) return absl::UnavailableError("The VFS cannot be registered.");
  return std::unique_ptr<LogBuffer>(new LogBuffer(std::move(made)));
}

LogBuffer::LogBuffer(std::unique_ptr<Vfs> vfs) : vfs_(std::move(vfs)) {}
LogBuffer::~LogBuffer() { sqlite3_vfs_unregister(&vfs_->vfs); }
const std::string& LogBuffer::vfs() const { return vfs_->name; }

}  // namespace tendon::storage::sqlite
