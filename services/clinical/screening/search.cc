#include "services/clinical/screening/search.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "services/clinical/screening/place.h"

namespace tendon::clinical::screening {
namespace {

bool Contains(absl::string_view where, const std::string& lower_text) {
  return absl::StrContains(absl::AsciiStrToLower(where), lower_text);
}

bool AnyContains(const std::vector<std::string>& where, const std::string& lower_text) {
  return std::any_of(where.begin(), where.end(), [&](const std::string& item) { return Contains(item, lower_text); });
}

// A code is found by the code itself or by a longer one that the prefix covers.
bool MatchesCode(const std::vector<std::string>& prefixes, absl::string_view text) {
  const std::string code = NormalCode(text);
  if (code.size() < 3) return false;
  return std::any_of(prefixes.begin(), prefixes.end(), [&](const std::string& prefix) {
    return absl::StartsWith(code, prefix) || absl::StartsWith(prefix, code);
  });
}

}  // namespace

bool Holds(const Rule& rule, absl::string_view text) {
  const std::string lower = absl::AsciiStrToLower(text);
  if (lower.empty() || MatchesCode(rule.prefixes, text)) return true;
  for (const Ingredient& ingredient : rule.ingredients) {
    if (Contains(ingredient.name, lower)) return true;
  }
  if (rule.predicate != nullptr && Contains(FactsOf(rule.predicate->code).id, lower)) return true;
  return Contains(rule.id, lower) || Contains(rule.label, lower) || Contains(rule.action, lower) ||
         Contains(rule.rationale, lower) || AnyContains(rule.selector, lower);
}

bool Holds(const Technique& technique, absl::string_view text) {
  const std::string lower = absl::AsciiStrToLower(text);
  return Contains(technique.id, lower) || Contains(technique.name, lower) || AnyContains(technique.synonyms, lower) ||
         AnyContains(technique.classes, lower);
}

}  // namespace tendon::clinical::screening
