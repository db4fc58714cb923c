#include "clients/cpp/cursor_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace tendon::client {
namespace {

constexpr std::size_t kMaxCursorBytes = 256;

absl::Status FileError(absl::string_view what, const std::string& path) {
  return absl::ErrnoToStatus(errno, absl::StrCat("cannot ", what, " the cursor file '", path, "'"));
}

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

absl::Status SyncFolderOf(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const File file(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return file.get() >= 0 && fsync(file.get()) == 0 ? absl::OkStatus() : FileError("sync the folder of", path);
}

}  // namespace

absl::StatusOr<Cursor> LoadCursor(const std::string& path) {
  const File file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return errno == ENOENT ? absl::StatusOr<Cursor>(Cursor()) : FileError("open", path);
  std::array<char, kMaxCursorBytes + 1> buffer{};
  const ssize_t size = read(file.get(), buffer.data(), buffer.size());
  if (size < 0) return FileError("read", path);
  const absl::string_view text =
      absl::StripAsciiWhitespace(absl::string_view(buffer.data(), static_cast<std::size_t>(size)));
  const std::vector<std::string> parts = absl::StrSplit(text, ' ');
  Cursor cursor;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[1], &cursor.sequence) || cursor.sequence < 0)
    return absl::InvalidArgumentError(
        absl::StrCat("'", path, "' is not a cursor file; expected one line: EPOCH SEQUENCE"));
  cursor.epoch = parts[0];
  return cursor;
}

absl::Status SaveCursor(const std::string& path, const Cursor& cursor) {
  const std::string temporary = absl::StrCat(path, ".new");
  const std::string line = absl::StrCat(cursor.epoch, " ", cursor.sequence, "\n");
  {
    const File file(open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (file.get() < 0) return FileError("create", path);
    if (write(file.get(), line.data(), line.size()) != static_cast<ssize_t>(line.size()))
      return FileError("write", path);
    if (fsync(file.get()) != 0) return FileError("sync", path);
  }
  if (std::rename(temporary.c_str(), path.c_str()) != 0) return FileError("replace", path);
  return SyncFolderOf(path);
}

}  // namespace tendon::client
