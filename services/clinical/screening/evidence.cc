#include "services/clinical/screening/evidence.h"

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

namespace tendon::clinical::screening {
namespace {

// Bits of GoalSet, as tendon.clinical.v1.TreatmentGoal numbers them.
constexpr size_t kPainRelief = 1, kInflammationEdema = 3, kRangeOfMotion = 4;

struct Aim {
  absl::string_view word;  // as the catalogue writes it behind "for"
  size_t goal;
};
constexpr Aim kAims[] = {{"ROM", kRangeOfMotion},
                         {"pain", kPainRelief},
                         {"LBP", kPainRelief},
                         {"PPT", kPainRelief},
                         {"swelling", kInflammationEdema}};

// What the word is for; none where the text does not say, or names a trial.
GoalSet AimsOf(absl::string_view evidence) {
  GoalSet aims;
  const size_t at = evidence.find(" for ");
  if (at == absl::string_view::npos || absl::StartsWith(evidence, "RCT")) return aims;
  // What stands behind a semicolon or in parentheses is another statement.
  const absl::string_view rest = evidence.substr(at);
  for (const absl::string_view word :
       absl::StrSplit(rest.substr(0, rest.find_first_of(";(")), absl::ByAnyChar(" /,"))) {
    for (const Aim& aim : kAims) {
      if (word == aim.word) aims.set(aim.goal);
    }
  }
  return aims;
}

int RankOfWord(absl::string_view evidence) {
  if (absl::StartsWith(evidence, "strong")) return 5;
  if (absl::StartsWith(evidence, "weak-moderate") || absl::StartsWith(evidence, "low-moderate")) return 3;
  if (absl::StartsWith(evidence, "weak")) return 2;
  if (absl::StartsWith(evidence, "insufficient")) return 1;
  return 4;
}

}  // namespace

int EvidenceRank(absl::string_view evidence, const GoalSet& goals) {
  const GoalSet aims = AimsOf(evidence);
  return aims.any() && (aims & goals).none() ? 1 : RankOfWord(evidence);
}

}  // namespace tendon::clinical::screening
