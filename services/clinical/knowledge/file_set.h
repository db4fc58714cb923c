// Where knowledge comes from: the files that are part of the program, or an operator's own directory in their place.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tendon::clinical::knowledge {

// A file of an operator's directory is at most this long; the largest of ours has 53 KB.
inline constexpr size_t kMaxFileBytes = 8 << 20;

// The SHA-256 of bytes in 64 lower-case hexadecimal digits.
std::string Sha256Hex(absl::string_view bytes);

// Named files and the version of the whole: the first line of the file VERSION. Immutable.
class FileSet {
 public:
  static FileSet Embedded();
  // NOT_FOUND for a directory or a file that cannot be read; INVALID_ARGUMENT for one that is too long. Reads `names`
  // and VERSION, nothing else.
  static absl::StatusOr<FileSet> FromDirectory(const std::string& directory,
                                               const std::vector<absl::string_view>& names);

  // NOT_FOUND when there is no such file.
  absl::StatusOr<absl::string_view> Get(absl::string_view name) const;

  // "2026.11.1+sha256:…": VERSION, and the SHA-256 over name, length and bytes of the named files in the order of their
  // names. INVALID_ARGUMENT when VERSION is not 1 to 32 characters of 0-9, a-z, A-Z, '.', '-', '_'.
  absl::StatusOr<std::string> Version(std::vector<absl::string_view> names) const;

 private:
  std::map<std::string, std::string, std::less<>> files_;
};

}  // namespace tendon::clinical::knowledge
