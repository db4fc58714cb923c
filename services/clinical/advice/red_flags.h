// The red flags of the knowledge base, by the finding that raises each. Advice knows only that a flag is there and how
// urgent it is; screening judges techniques by them.
#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/clinical/advice/facts.h"
#include "services/clinical/knowledge/file_set.h"

namespace tendon::clinical::advice {

// Immutable.
class RedFlags {
 public:
  static const RedFlags& BuiltIn();
  // INVALID_ARGUMENT names file, line and column.
  static absl::StatusOr<RedFlags> Load(const knowledge::FileSet& files);

  // Null for a finding that is no red flag. `session_number` is 0.
  const RedFlag* Find(absl::string_view finding_code) const;
  size_t size() const { return by_code_.size(); }

 private:
  std::map<std::string, RedFlag, std::less<>> by_code_;
};

}  // namespace tendon::clinical::advice
