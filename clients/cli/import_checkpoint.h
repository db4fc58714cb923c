// How far an import of a file has come, in a small text file: one line "LINE DIGEST", the last line of the file whose
// records all have their result, and what the file and its map were. Written as a whole, and on the disk when it
// returns.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace tendon::cli {

struct ImportCheckpoint {
  std::int64_t line = 0;
  std::string digest;  // of what must be the same for it to be gone on with: 64 hexadecimal digits
};

// SHA-256 in hexadecimal digits.
std::string DigestOf(const std::string& text);

// Line 0 when there is no such file. INVALID_ARGUMENT when it is something else, or of another import.
absl::StatusOr<ImportCheckpoint> LoadCheckpoint(const std::string& path, const std::string& digest);
absl::Status SaveCheckpoint(const std::string& path, const ImportCheckpoint& checkpoint);

}  // namespace tendon::cli
