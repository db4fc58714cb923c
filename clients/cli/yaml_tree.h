// YAML into trees: block and flow style, several documents, aliases.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/document.h"

namespace tendon::cli {

// Scalars become strings as they are written, but for the plain null and ~. Part.number counts the documents.
// INVALID_ARGUMENT with line and column when it is not well formed, when it nests deeper than 64, and when its aliases
// would blow it up beyond a million nodes.
absl::StatusOr<std::vector<Part>> ParseYaml(absl::string_view text, const std::string& name);

}  // namespace tendon::cli
