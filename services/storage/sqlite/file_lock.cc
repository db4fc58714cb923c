#include "services/storage/sqlite/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"

namespace tendon::storage::sqlite {
namespace {

constexpr mode_t kOwnerOnly = 0600;

absl::Status FileError(const std::string& path, int error) {
  return absl::UnavailableError(absl::StrCat(path, ": ", std::generic_category().message(error)));
}

// Makes a new file's name in its folder durable.
absl::Status SyncFolder(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return FileError(folder, errno);
  const int error = fsync(descriptor) == 0 ? 0 : errno;
  close(descriptor);
  return error == 0 ? absl::OkStatus() : FileError(folder, error);
}

}  // namespace

absl::StatusOr<FileLock> FileLock::Take(const std::string& database_path) {
  const std::string path = absl::StrCat(database_path, ".lock");
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnerOnly);
  if (descriptor < 0) return FileError(path, errno);
  FileLock lock(descriptor);
  if (flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno != EWOULDBLOCK) return FileError(path, errno);
  return absl::FailedPreconditionError(
      absl::StrCat(database_path, ": this database is in use by another server; one database serves one server."));
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

absl::Status PrepareDatabaseFile(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnerOnly);
  if (descriptor < 0) return FileError(path, errno);
  const int error = fchmod(descriptor, kOwnerOnly) == 0 ? 0 : errno;
  close(descriptor);
  return error == 0 ? SyncFolder(path) : FileError(path, error);
}

}  // namespace tendon::storage::sqlite
