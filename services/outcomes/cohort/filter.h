// Which members a CohortFilter takes in. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/outcomes/cohort/members.h"

namespace tendon::outcomes {

// First readings by measure.
using Readings = std::map<std::string, Column>;

class CohortFilterMatch {
 public:
  // What is given outlives it. `readings` has every measure that the filter names.
  CohortFilterMatch(const v1::CohortFilter& filter, const CohortMembers& members, const Readings& readings);

  bool Matches(size_t member) const;

 private:
  bool MatchesReadings(size_t member) const;

  const v1::CohortFilter& filter_;
  const CohortMembers& members_;
  const Readings& readings_;
  WordSet techniques_;
  WordSet regions_;
  std::vector<std::string> conditions_;  // prefixes without dots, in capitals
};

// Whether a number lies in a range; NaN never does.
bool IsInRange(const v1::NumberRange& range, double value);

// "M54.5" as "M545".
std::string PlainCode(std::string_view icd10cm);

}  // namespace tendon::outcomes
