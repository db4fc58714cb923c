// Which rules a fact may trigger, without looking at all of them. Immutable once made.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/clinical/screening/model.h"

namespace tendon::clinical::screening {

using RuleNumber = uint16_t;

class RuleIndex {
 public:
  explicit RuleIndex(const KnowledgeBase& knowledge);

  // The rules with a prefix of this normal code, without those that exclude it; in the order of the rules, each once.
  std::vector<RuleNumber> ForDiagnosis(const KnowledgeBase& knowledge, absl::string_view normal_code) const;
  // The rules with this ingredient, by RxNorm name (also with a salt or strength behind or before it) or RxCUI.
  std::vector<RuleNumber> ForIngredient(absl::string_view name) const;
  std::vector<RuleNumber> ForRxcui(absl::string_view rxcui) const;
  // The rules that ask for a finding.
  const std::vector<RuleNumber>& WithFinding() const { return with_finding_; }

 private:
  using Map = std::unordered_map<std::string, std::vector<RuleNumber>>;
  Map by_prefix_;
  Map by_ingredient_;
  Map by_rxcui_;
  std::vector<RuleNumber> with_finding_;
};

}  // namespace tendon::clinical::screening
