#include "tests/robustness/unsynced_image.h"

#include <algorithm>
#include <cstring>

namespace tendon::testing {

int UnsyncedImage::Load(sqlite3_file* disk) {
  std::lock_guard lock(mutex_);
  sqlite3_int64 size = 0;
  if (const int code = disk->pMethods->xFileSize(disk, &size); code != SQLITE_OK) return code;
  bytes_.resize(static_cast<size_t>(size));
  return size == 0 ? SQLITE_OK : disk->pMethods->xRead(disk, bytes_.data(), static_cast<int>(size), 0);
}

int UnsyncedImage::Read(void* buffer, int amount, int64_t offset) {
  std::lock_guard lock(mutex_);
  const int64_t there = std::clamp<int64_t>(static_cast<int64_t>(bytes_.size()) - offset, 0, amount);
  if (there > 0) std::memcpy(buffer, bytes_.data() + offset, static_cast<size_t>(there));
  if (there == amount) return SQLITE_OK;
  std::memset(static_cast<char*>(buffer) + there, 0, static_cast<size_t>(amount - there));
  return SQLITE_IOERR_SHORT_READ;
}

void UnsyncedImage::Write(const void* data, int amount, int64_t offset) {
  std::lock_guard lock(mutex_);
  const auto end = static_cast<size_t>(offset + amount);
  if (bytes_.size() < end) bytes_.resize(end);
  std::memcpy(bytes_.data() + offset, data, static_cast<size_t>(amount));
  changed_.push_back({offset, amount});
}

void UnsyncedImage::Truncate(int64_t size) {
  std::lock_guard lock(mutex_);
  bytes_.resize(static_cast<size_t>(size));
  shortest_ = std::min(shortest_, size);
}

int64_t UnsyncedImage::size() {
  std::lock_guard lock(mutex_);
  return static_cast<int64_t>(bytes_.size());
}

int UnsyncedImage::Sync(sqlite3_file* disk, int flags) {
  {
    std::lock_guard lock(mutex_);
    if (const int code = WriteThrough(disk); code != SQLITE_OK) return code;
  }
  return disk->pMethods->xSync(disk, flags);
}

int UnsyncedImage::WriteThrough(sqlite3_file* disk) {
  sqlite3_int64 size = 0;
  if (const int code = disk->pMethods->xFileSize(disk, &size); code != SQLITE_OK) return code;
  if (shortest_ < size) {
    if (const int code = disk->pMethods->xTruncate(disk, shortest_); code != SQLITE_OK) return code;
  }
  for (const Range& range : changed_) {
    const int64_t there = std::min(range.amount, static_cast<int64_t>(bytes_.size()) - range.offset);
    if (there <= 0) continue;  // cut off since
    const int code = disk->pMethods->xWrite(disk, bytes_.data() + range.offset, static_cast<int>(there), range.offset);
    if (code != SQLITE_OK) return code;
  }
  changed_.clear();
  shortest_ = INT64_MAX;
  return SQLITE_OK;
}

void UnsyncedImage::ForgetChanges() {
  std::lock_guard lock(mutex_);
  changed_.clear();
  shortest_ = INT64_MAX;
}

}  // namespace tendon::testing
