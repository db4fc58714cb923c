// What differs between two knowledge bases, cell by cell.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/clinical/knowledge/file_set.h"

namespace tendon::clinical::screening {

struct Change {
  enum class Kind { kAdded, kRemoved, kChanged };
  Kind kind;
  std::string file;    // "contraindications.csv"
  std::string id;      // what names the row: "CI001", "NY PHYSICAL_THERAPIST DRY_NEEDLING"
  std::string column;  // of a changed cell
  std::string before, after;
};

// In the order of the files and rows, what went before what came. INVALID_ARGUMENT for a file that is no CSV.
absl::StatusOr<std::vector<Change>> DiffKnowledge(const knowledge::FileSet& before, const knowledge::FileSet& after);

}  // namespace tendon::clinical::screening
