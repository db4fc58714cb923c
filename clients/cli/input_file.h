// Reads a file that a person named, with a limit that is checked before anything is read.
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "clients/cli/terminal.h"

namespace tendon::cli {

// No document that Tendon takes is larger: an import of 10,000 sessions has about 8 MiB.
inline constexpr std::size_t kMaxInputBytes = std::size_t{16} << 20;

struct InputFile {
  std::string name;  // as given; "standard input" for "-"
  std::string text;
};

// `path` is a file, a pipe, or "-" for standard input. INVALID_ARGUMENT when it cannot be read, is a folder, or is
// larger than the limit.
absl::StatusOr<InputFile> ReadInput(const std::string& path, Terminal& terminal);

}  // namespace tendon::cli
