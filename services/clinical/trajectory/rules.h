// The rules of trajectories and advice as loaded from trajectory_rules.csv, and the house rules beside them.
#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/clinical/knowledge/file_set.h"

namespace tendon::clinical::trajectory {

struct Rule {
  std::string id, stage, applies_to, condition, result, threshold, rationale, citation, confidence;
  // No trial is behind it.
  bool working = false;
};

// House rules, for measures that the table has no row of their own for: each a working rule.
// A change for the better of the measure's MIC (or beyond its MDC where it has no MIC).
inline constexpr char kGenericResponder[] = "TN01";
// The same for the worse, at two assessments running.
inline constexpr char kGenericWorsening[] = "TN02";
// Half of it for the better.
inline constexpr char kGenericPartial[] = "TN03";
// Less than half of it after an adequate dose.
inline constexpr char kGenericNonResponder[] = "TN04";
// Treatment that no dose rule is about: 6 sessions over 4 weeks, as TR21.
inline constexpr char kGenericDose[] = "TN05";

// Immutable.
class RuleBook {
 public:
  // The rules that are part of the program.
  static const RuleBook& BuiltIn();
  // INVALID_ARGUMENT names file, line and column.
  static absl::StatusOr<RuleBook> Load(const knowledge::FileSet& files);

  // The rule; an empty one with this id when there is none.
  const Rule& Find(absl::string_view id) const;
  const std::map<std::string, Rule, std::less<>>& rules() const { return rules_; }
  // "2026.11.1+sha256:…" over the catalogue's files and the rules.
  const std::string& version() const { return version_; }

 private:
  std::map<std::string, Rule, std::less<>> rules_;
  std::string version_;
};

}  // namespace tendon::clinical::trajectory
