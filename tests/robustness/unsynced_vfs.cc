#include "tests/robustness/unsynced_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <utility>

#include "tests/robustness/disk_faults.h"
#include "tests/robustness/unsynced_image.h"

namespace tendon::testing {
namespace {

// Databases and logs; temporary files go to the real VFS.
constexpr int kKept = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;
constexpr int kSectorBytes = 512;

// The images of this process, by path. They stay when a file is closed: closing syncs nothing.
class Images {
 public:
  static Images& Get() {
    static auto* const images = new Images();
    return *images;
  }
  // The image of a path; made from the file when there is none. Null if that fails.
  std::shared_ptr<UnsyncedImage> Open(const std::string& path, sqlite3_file* disk) {
    std::lock_guard lock(mutex_);
    if (const auto found = images_.find(path); found != images_.end()) return found->second;
    auto image = std::make_shared<UnsyncedImage>();
    if (image->Load(disk) != SQLITE_OK) return nullptr;
    return images_[path] = std::move(image);
  }
  bool HasBytes(const std::string& path) {
    std::lock_guard lock(mutex_);
    const auto found = images_.find(path);
    return found != images_.end() && found->second->size() > 0;
  }
  void Delete(const std::string& path) {
    std::lock_guard lock(mutex_);
    images_.erase(path);
  }
  void Clear() {
    std::lock_guard lock(mutex_);
    images_.clear();
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<UnsyncedImage>> images_;
};

// What SQLite gets as a file. The real file lies behind it in the same memory.
struct UnsyncedFile {
  sqlite3_file base;
  std::shared_ptr<UnsyncedImage> image;
};

UnsyncedImage* ImageOf(sqlite3_file* file) { return reinterpret_cast<UnsyncedFile*>(file)->image.get(); }
sqlite3_file* DiskOf(sqlite3_file* file) {
  return reinterpret_cast<sqlite3_file*>(reinterpret_cast<UnsyncedFile*>(file) + 1);
}
sqlite3_vfs* RealVfs(sqlite3_vfs* vfs) { return static_cast<sqlite3_vfs*>(vfs->pAppData); }

int Close(sqlite3_file* file) {
  const int code = DiskOf(file)->pMethods->xClose(DiskOf(file));
  reinterpret_cast<UnsyncedFile*>(file)->~UnsyncedFile();
  return code;
}

int Read(sqlite3_file* file, void* buffer, int amount, sqlite3_int64 offset) {
  return ImageOf(file)->Read(buffer, amount, offset);
}

// Some sectors of a write reach the disk before the rest, as they may when the kernel writes back.
void TearThrough(sqlite3_file* disk, const char* data, int amount, sqlite3_int64 offset) {
  for (int done = 0; done < amount;) {
    const int piece = std::min(amount - done, kSectorBytes - static_cast<int>((offset + done) % kSectorBytes));
    if (DiskFaults::OfThisProcess().TearsThrough()) disk->pMethods->xWrite(disk, data + done, piece, offset + done);
    done += piece;
  }
}

int Write(sqlite3_file* file, const void* data, int amount, sqlite3_int64 offset) {
  const DiskFault fault = DiskFaults::OfThisProcess().Step();
  if (fault == DiskFault::kPowerCut) return SQLITE_IOERR_WRITE;
  if (fault == DiskFault::kFullDisk && offset + amount > ImageOf(file)->size()) return SQLITE_FULL;
  ImageOf(file)->Write(data, amount, offset);
  TearThrough(DiskOf(file), static_cast<const char*>(data), amount, offset);
  return SQLITE_OK;
}

int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (DiskFaults::OfThisProcess().Step() == DiskFault::kPowerCut) return SQLITE_IOERR_TRUNCATE;
  ImageOf(file)->Truncate(size);
  return SQLITE_OK;
}

int Sync(sqlite3_file* file, int flags) {
  switch (DiskFaults::OfThisProcess().Step()) {
    case DiskFault::kPowerCut:
      return SQLITE_IOERR_FSYNC;
    case DiskFault::kFailedSync:
      ImageOf(file)->ForgetChanges();
      return SQLITE_IOERR_FSYNC;
    case DiskFault::kIgnoredSync:
      return SQLITE_OK;
    default:
      return ImageOf(file)->Sync(DiskOf(file), flags);
  }
}

int FileSize(sqlite3_file* file, sqlite3_int64* size) {
  *size = ImageOf(file)->size();
  return SQLITE_OK;
}

int Lock(sqlite3_file* file, int level) { return DiskOf(file)->pMethods->xLock(DiskOf(file), level); }
int Unlock(sqlite3_file* file, int level) { return DiskOf(file)->pMethods->xUnlock(DiskOf(file), level); }
int CheckReservedLock(sqlite3_file* file, int* result) {
  return DiskOf(file)->pMethods->xCheckReservedLock(DiskOf(file), result);
}

int FileControl(sqlite3_file* file, int operation, void* argument) {
  // These would let the real file grow by themselves.
  if (operation == SQLITE_FCNTL_SIZE_HINT || operation == SQLITE_FCNTL_CHUNK_SIZE) return SQLITE_OK;
  if (operation == SQLITE_FCNTL_MMAP_SIZE) return SQLITE_NOTFOUND;
  return DiskOf(file)->pMethods->xFileControl(DiskOf(file), operation, argument);
}

int SectorSize(sqlite3_file* file) { return DiskOf(file)->pMethods->xSectorSize(DiskOf(file)); }
int DeviceCharacteristics(sqlite3_file* file) { return DiskOf(file)->pMethods->xDeviceCharacteristics(DiskOf(file)); }
int ShmMap(sqlite3_file* file, int page, int page_bytes, int extend, void volatile** memory) {
  return DiskOf(file)->pMethods->xShmMap(DiskOf(file), page, page_bytes, extend, memory);
}
int ShmLock(sqlite3_file* file, int offset, int count, int flags) {
  return DiskOf(file)->pMethods->xShmLock(DiskOf(file), offset, count, flags);
}
void ShmBarrier(sqlite3_file* file) { DiskOf(file)->pMethods->xShmBarrier(DiskOf(file)); }
int ShmUnmap(sqlite3_file* file, int remove) { return DiskOf(file)->pMethods->xShmUnmap(DiskOf(file), remove); }

// Version 2: with shared memory, without memory-mapped reads, which would not see the image.
constexpr sqlite3_io_methods kMethods = {2,
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
                                         ShmMap,
                                         ShmLock,
                                         ShmBarrier,
                                         ShmUnmap,
                                         nullptr,
                                         nullptr};

int Open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  sqlite3_vfs* const real = RealVfs(vfs);
  if (name == nullptr || (flags & kKept) == 0) return real->xOpen(real, name, file, flags, out_flags);
  file->pMethods = nullptr;
  const int code = real->xOpen(real, name, DiskOf(file), flags, out_flags);
  if (code != SQLITE_OK) return code;
  auto image = Images::Get().Open(name, DiskOf(file));
  if (image == nullptr) {
    DiskOf(file)->pMethods->xClose(DiskOf(file));
    return SQLITE_CANTOPEN;
  }
  new (file) UnsyncedFile{{&kMethods}, std::move(image)};
  return SQLITE_OK;
}

int Delete(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  if (DiskFaults::OfThisProcess().Step() == DiskFault::kPowerCut) return SQLITE_IOERR_DELETE;
  Images::Get().Delete(name);
  return RealVfs(vfs)->xDelete(RealVfs(vfs), name, sync_folder);
}

// For SQLite an empty file does not exist; one is not empty whose bytes are not on the disk yet.
int Access(sqlite3_vfs* vfs, const char* name, int flags, int* result) {
  const int code = RealVfs(vfs)->xAccess(RealVfs(vfs), name, flags, result);
  if (code == SQLITE_OK && flags == SQLITE_ACCESS_EXISTS && Images::Get().HasBytes(name)) *result = 1;
  return code;
}

int FullPathname(sqlite3_vfs* vfs, const char* name, int size, char* full) {
  return RealVfs(vfs)->xFullPathname(RealVfs(vfs), name, size, full);
}
int Randomness(sqlite3_vfs* vfs, int count, char* bytes) {
  return RealVfs(vfs)->xRandomness(RealVfs(vfs), count, bytes);
}
int Sleep(sqlite3_vfs* vfs, int microseconds) { return RealVfs(vfs)->xSleep(RealVfs(vfs), microseconds); }
int CurrentTime(sqlite3_vfs* vfs, double* days) { return RealVfs(vfs)->xCurrentTime(RealVfs(vfs), days); }
int GetLastError(sqlite3_vfs* vfs, int size, char* text) {
  return RealVfs(vfs)->xGetLastError(RealVfs(vfs), size, text);
}
int CurrentTimeInt64(sqlite3_vfs* vfs, sqlite3_int64* milliseconds) {
  return RealVfs(vfs)->xCurrentTimeInt64(RealVfs(vfs), milliseconds);
}

}  // namespace

void RegisterUnsyncedVfs(bool make_default) {
  static sqlite3_vfs vfs;
  sqlite3_vfs* const real = sqlite3_vfs_find("unix");
  vfs.iVersion = 2;
  vfs.szOsFile = static_cast<int>(sizeof(UnsyncedFile)) + real->szOsFile;
  vfs.mxPathname = real->mxPathname;
  vfs.zName = "unsynced";
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
  sqlite3_vfs_register(&vfs, make_default ? 1 : 0);
}

void ForgetUnsynced() { Images::Get().Clear(); }

}  // namespace tendon::testing
