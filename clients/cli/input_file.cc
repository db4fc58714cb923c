#include "clients/cli/input_file.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <istream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/cli/text.h"

namespace tendon::cli {
namespace {

absl::Status Refuse(const std::string& name, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("'", Printable(name), "': ", why));
}

absl::Status TooLarge(const std::string& name, absl::string_view size) {
  return Refuse(name, absl::StrCat("is ", size, "; at most ", kMaxInputBytes >> 20,
                                   " MiB are read. Split it into smaller files"));
}

std::string MiB(double bytes) { return absl::StrFormat("%.1f MiB", bytes / (1 << 20)); }

absl::Status CheckBeforeReading(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return Refuse(path, std::strerror(errno));
  if (S_ISDIR(status.st_mode)) return Refuse(path, "is a folder, not a file");
  const bool too_large = S_ISREG(status.st_mode) && static_cast<std::size_t>(status.st_size) > kMaxInputBytes;
  return too_large ? TooLarge(path, MiB(static_cast<double>(status.st_size))) : absl::OkStatus();
}

// What has no size beforehand, a pipe, is read one byte over the limit at most.
absl::StatusOr<std::string> ReadAll(std::istream& stream, const std::string& name) {
  std::string text(kMaxInputBytes + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad()) return Refuse(name, "cannot be read to its end");
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (text.size() > kMaxInputBytes) return TooLarge(name, absl::StrCat("more than ", kMaxInputBytes >> 20, " MiB"));
  return text;
}

}  // namespace

absl::StatusOr<InputFile> ReadInput(const std::string& path, Terminal& terminal) {
  const bool is_stdin = path == "-";
  const std::string name = is_stdin ? "standard input" : path;
  std::ifstream file;
  if (!is_stdin) {
    if (absl::Status status = CheckBeforeReading(path); !status.ok()) return status;
    file.open(path, std::ios::binary);
    if (!file) return Refuse(path, std::strerror(errno));
  }
  auto text = ReadAll(is_stdin ? terminal.in : file, name);
  if (!text.ok()) return text.status();
  if (text->find_first_not_of(" \t\r\n") == std::string::npos) return Refuse(name, "is empty");
  return InputFile{name, *std::move(text)};
}

}  // namespace tendon::cli
