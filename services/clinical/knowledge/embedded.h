// The reviewed data files that are part of the program; see embed.cmake.
#pragma once

#include <span>

#include "absl/strings/string_view.h"

namespace tendon::clinical::knowledge {

struct EmbeddedFile {
  absl::string_view name;  // without a path: "techniques.csv"
  absl::string_view content;
};

// Every file of the folder data/.
std::span<const EmbeddedFile> KnowledgeFiles();

}  // namespace tendon::clinical::knowledge
