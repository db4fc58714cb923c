#include "services/clinical/screening/rule_index.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace tendon::clinical::screening {
namespace {

constexpr size_t kLongestCode = 7;

void SortOnce(std::vector<RuleNumber>* rules) {
  std::sort(rules->begin(), rules->end());
  rules->erase(std::unique(rules->begin(), rules->end()), rules->end());
}

// The words of a name with one space around each, so that whole words can be looked for. A hyphen parts words, as in
// "hydrocodone-acetaminophen".
std::string Words(absl::string_view name) {
  std::string words = " ";
  for (const char c : name) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      words.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
    } else if (words.back() != ' ') {
      words.push_back(' ');
    }
  }
  if (words.back() != ' ') words.push_back(' ');
  return words;
}

}  // namespace

RuleIndex::RuleIndex(const KnowledgeBase& knowledge) {
  for (size_t i = 0; i < knowledge.rules.size(); ++i) {
    const Rule& rule = knowledge.rules[i];
    const auto number = static_cast<RuleNumber>(i);
    for (const std::string& prefix : rule.prefixes) by_prefix_[prefix].push_back(number);
    for (const Ingredient& ingredient : rule.ingredients) {
      by_ingredient_[Words(ingredient.name)].push_back(number);
      by_rxcui_[ingredient.rxcui].push_back(number);
    }
    if (rule.predicate != nullptr) with_finding_.push_back(number);
  }
}

std::vector<RuleNumber> RuleIndex::ForDiagnosis(const KnowledgeBase& knowledge, absl::string_view code) const {
  std::vector<RuleNumber> rules;
  std::string prefix;
  for (size_t length = 1; length <= std::min(code.size(), kLongestCode); ++length) {
    prefix.assign(code.data(), length);
    const auto found = by_prefix_.find(prefix);
    if (found == by_prefix_.end()) continue;
    for (const RuleNumber number : found->second) {
      const auto& excludes = knowledge.rules[number].excludes;
      const bool excluded = std::any_of(excludes.begin(), excludes.end(),
                                        [code](const std::string& exclude) { return absl::StartsWith(code, exclude); });
      if (!excluded) rules.push_back(number);
    }
  }
  SortOnce(&rules);
  return rules;
}

std::vector<RuleNumber> RuleIndex::ForIngredient(absl::string_view name) const {
  const std::string words = Words(name);
  if (words == " ") return {};
  if (const auto found = by_ingredient_.find(words); found != by_ingredient_.end()) return found->second;
  std::vector<RuleNumber> rules;
  for (const auto& [ingredient, numbers] : by_ingredient_) {
    // "warfarin sodium 5 mg" is warfarin; "dabigatran" may be dabigatran etexilate.
    const bool same = absl::StrContains(words, ingredient) || absl::StrContains(ingredient, words);
    if (same) rules.insert(rules.end(), numbers.begin(), numbers.end());
  }
  SortOnce(&rules);
  return rules;
}

std::vector<RuleNumber> RuleIndex::ForRxcui(absl::string_view rxcui) const {
  const auto found = by_rxcui_.find(std::string(rxcui));
  return found == by_rxcui_.end() ? std::vector<RuleNumber>() : found->second;
}

}  // namespace tendon::clinical::screening
