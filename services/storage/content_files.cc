#include "services/storage/content_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <functional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace tendon::storage {
namespace {

constexpr size_t kHashedAtOnce = 256 << 10;

// A file descriptor that is closed at the end.
class OpenFile {
 public:
  OpenFile(const std::string& path, int flags) : descriptor_(open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~OpenFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  bool ok() const { return descriptor_ >= 0; }
  int get() const { return descriptor_; }

 private:
  const int descriptor_;
};

// What errno says of a file; never its name.
absl::Status ContentFileError(const char* what) {
  const int error = errno;
  if (error == ENOENT) return absl::NotFoundError("There is no such content.");
  return absl::UnavailableError(absl::StrCat("Attachments: ", what, " failed, errno ", error));
}

absl::Status SyncContentFolder(const std::string& path) {
  const OpenFile folder(path, O_RDONLY | O_DIRECTORY);
  return folder.ok() && fsync(folder.get()) == 0 ? absl::OkStatus() : ContentFileError("fsync of a folder");
}

// Makes a folder in one that is there; durable. One that is there may be so since a call that failed before its fsync.
absl::Status MakeFolder(const std::string& parent, const std::string& path) {
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return ContentFileError("mkdir");
  return SyncContentFolder(parent);
}

absl::StatusOr<std::string> ReadAt(int descriptor, int64_t offset, size_t count) {
  std::string bytes(count, '\0');
  size_t done = 0;
  while (done < count) {
    const ssize_t got =
        pread(descriptor, bytes.data() + done, count - done, static_cast<off_t>(offset + static_cast<int64_t>(done)));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return ContentFileError("read");
    if (got == 0) break;
    done += static_cast<size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

absl::Status WriteAt(int descriptor, int64_t offset, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return ContentFileError("write");
    bytes.remove_prefix(static_cast<size_t>(wrote));
    offset += wrote;
  }
  return absl::OkStatus();
}

absl::StatusOr<int64_t> SizeOf(int descriptor) {
  struct stat status {};
  if (fstat(descriptor, &status) != 0) return ContentFileError("stat");
  return static_cast<int64_t>(status.st_size);
}

absl::StatusOr<std::string> HashOf(int descriptor) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  for (int64_t offset = 0;;) {
    const auto bytes = ReadAt(descriptor, offset, kHashedAtOnce);
    if (!bytes.ok()) return bytes.status();
    if (bytes->empty()) break;
    EVP_DigestUpdate(context.get(), bytes->data(), bytes->size());
    offset += static_cast<int64_t>(bytes->size());
  }
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(digest.data()), &size);
  return absl::BytesToHexString(absl::string_view(digest.data(), size));
}

absl::Status Remove(const std::string& path) {
  return unlink(path.c_str()) == 0 || errno == ENOENT ? absl::OkStatus() : ContentFileError("unlink");
}

// After a failed fsync. Linux tells of it once: the next one would succeed, and what is on the disk is not known.
absl::Status Discard(const std::string& upload) {
  const absl::Status failed = ContentFileError("fsync");
  const absl::Status removed = Remove(upload);
  return removed.ok() ? failed : removed;
}

// The sweep leaves alone what is young.
absl::Status Touch(const std::string& path) {
  return utimensat(AT_FDCWD, path.c_str(), nullptr, 0) == 0 ? absl::OkStatus() : ContentFileError("touch");
}

bool Exists(const std::string& path) { return access(path.c_str(), F_OK) == 0; }

absl::Status AddFiles(const std::string& folder, std::vector<StoredContent>* files) {
  std::error_code error;
  for (auto entry = std::filesystem::directory_iterator(folder, error);
       !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    struct stat status {};
    if (stat(entry->path().c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;  // gone meanwhile
    files->push_back({entry->path().filename().string(), absl::TimeFromTimespec(status.st_mtim)});
  }
  return error ? absl::UnavailableError("Attachments: a folder cannot be read") : absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<ContentFiles>> ContentFiles::Open(const std::string& folder) {
  const std::string parent = std::filesystem::path(folder).parent_path().string();
  absl::Status made = MakeFolder(parent.empty() ? "." : parent, folder);
  if (made.ok()) made = MakeFolder(folder, folder + "/uploads");
  if (made.ok()) made = MakeFolder(folder, folder + "/content");
  if (!made.ok()) return absl::UnavailableError("the folder of attachments beside the database cannot be made");
  return std::unique_ptr<ContentFiles>(new ContentFiles(folder));
}

std::string ContentFiles::UploadPath(std::string_view upload_id) const {
  return folder_ + "/uploads/" + std::string(upload_id);
}
std::string ContentFiles::ContentFolder(std::string_view sha256) const {
  return folder_ + "/content/" + std::string(sha256.substr(0, 2));
}
std::string ContentFiles::ContentPath(std::string_view sha256) const {
  return ContentFolder(sha256) + "/" + std::string(sha256);
}

std::mutex& ContentFiles::LockOf(std::string_view upload_id) {
  return upload_locks_[std::hash<std::string_view>()(upload_id) % upload_locks_.size()];
}
std::mutex& ContentFiles::ContentLockOf(std::string_view sha256) {
  return content_locks_[std::hash<std::string_view>()(sha256) % content_locks_.size()];
}

absl::StatusOr<int64_t> ContentFiles::UploadSize(std::string_view upload_id) {
  const OpenFile file(UploadPath(upload_id), O_RDONLY);
  if (file.ok()) return SizeOf(file.get());
  return errno == ENOENT ? absl::StatusOr<int64_t>(0) : ContentFileError("open");
}

absl::Status ContentFiles::Append(std::string_view upload_id, int64_t offset, std::string_view bytes) {
  const std::lock_guard lock(LockOf(upload_id));
  const OpenFile file(UploadPath(upload_id), O_WRONLY | O_CREAT);
  if (!file.ok()) return ContentFileError("open");
  const auto size = SizeOf(file.get());
  if (!size.ok()) return size.status();
  if (*size != offset) return absl::AbortedError("The chunk does not begin where the upload ends.");
  absl::Status written = WriteAt(file.get(), offset, bytes);
  // What was half written would be taken for stored.
  if (!written.ok() && ftruncate(file.get(), static_cast<off_t>(offset)) != 0) return ContentFileError("truncate");
  return written;
}

absl::StatusOr<std::string> ContentFiles::Head(std::string_view upload_id, size_t count) {
  const OpenFile file(UploadPath(upload_id), O_RDONLY);
  return file.ok() ? ReadAt(file.get(), 0, count) : ContentFileError("open");
}

absl::Status ContentFiles::Finish(std::string_view upload_id, std::string_view sha256) {
  const std::lock_guard lock(LockOf(upload_id));
  const std::string upload = UploadPath(upload_id);
  const std::string content = ContentPath(sha256);
  const std::lock_guard content_lock(ContentLockOf(sha256));
  if (!Exists(upload) && Exists(content)) {
    // Renamed by a call that may have ended before its folders were on the disk.
    const absl::Status touched = Touch(content);
    return touched.ok() ? MakeDurable(sha256) : touched;
  }
  {
    const OpenFile file(upload, O_RDONLY);
    if (!file.ok()) return ContentFileError("open");
    const auto hash = HashOf(file.get());
    if (!hash.ok()) return hash.status();
    if (*hash != sha256) {
      if (absl::Status removed = Remove(upload); !removed.ok()) return removed;
      return absl::FailedPreconditionError("The content has another SHA-256.");
    }
    if (fsync(file.get()) != 0) return Discard(upload);
  }
  // A content of before gets the new time too.
  if (absl::Status touched = Touch(upload); !touched.ok()) return touched;
  if (absl::Status made = MakeFolder(folder_ + "/content", ContentFolder(sha256)); !made.ok()) return made;
  if (rename(upload.c_str(), content.c_str()) != 0) return ContentFileError("rename");
  return MakeDurable(sha256);
}

absl::Status ContentFiles::MakeDurable(std::string_view sha256) const {
  const absl::Status named = SyncContentFolder(ContentFolder(sha256));
  return named.ok() ? SyncContentFolder(folder_ + "/content") : named;
}

absl::Status ContentFiles::DropUpload(std::string_view upload_id) {
  const std::lock_guard lock(LockOf(upload_id));
  return Remove(UploadPath(upload_id));
}

absl::StatusOr<std::string> ContentFiles::Read(std::string_view sha256, int64_t offset, size_t count) {
  const OpenFile file(ContentPath(sha256), O_RDONLY);
  return file.ok() ? ReadAt(file.get(), offset, count) : ContentFileError("open");
}

absl::Status ContentFiles::DropContent(std::string_view sha256, absl::Time before) {
  const std::lock_guard lock(ContentLockOf(sha256));
  struct stat status {};
  if (stat(ContentPath(sha256).c_str(), &status) != 0) {
    return errno == ENOENT ? absl::OkStatus() : ContentFileError("stat");
  }
  return absl::TimeFromTimespec(status.st_mtim) < before ? Remove(ContentPath(sha256)) : absl::OkStatus();
}

absl::StatusOr<std::vector<StoredContent>> ContentFiles::ListUploads() {
  std::vector<StoredContent> files;
  if (absl::Status status = AddFiles(folder_ + "/uploads", &files); !status.ok()) return status;
  return files;
}

absl::StatusOr<std::vector<StoredContent>> ContentFiles::ListContents() {
  std::vector<StoredContent> files;
  std::error_code error;
  for (auto entry = std::filesystem::directory_iterator(folder_ + "/content", error);
       !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    if (absl::Status status = AddFiles(entry->path().string(), &files); !status.ok()) return status;
  }
  if (error) return absl::UnavailableError("Attachments: a folder cannot be read");
  return files;
}

}  // namespace tendon::storage
