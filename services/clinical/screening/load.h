// Reads the knowledge base from its files and refuses one with a mistake: every problem is told as "file:line: reason".
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/clinical/knowledge/file_set.h"
#include "services/clinical/screening/model.h"

namespace tendon::clinical::screening {

// The files that screening is made of.
const std::vector<absl::string_view>& KnowledgeFileNames();

// The columns that a file must have; empty for another file.
std::vector<absl::string_view> ColumnsOf(absl::string_view file);

// INVALID_ARGUMENT with one line for each problem (at most 50); NOT_FOUND for a file that is missing.
absl::StatusOr<KnowledgeBase> LoadKnowledge(const knowledge::FileSet& files);

// From the program itself (an empty directory), or from an operator's own.
absl::StatusOr<KnowledgeBase> LoadKnowledge(const std::string& directory);

}  // namespace tendon::clinical::screening
