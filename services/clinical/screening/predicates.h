// What a rule asks of a finding, as one small named predicate for each expression of the knowledge base. A rule whose
// expression is not in this table is refused, so that a threshold changed in a file is never quietly ignored.
#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/clinical/screening/finding.h"
#include "services/clinical/screening/truth.h"

namespace tendon::clinical::screening {

// What is known of the patient beside findings.
struct Person {
  // Whole years, as far as the birth date tells: the least and the most.
  std::optional<int> least_age;
  std::optional<int> most_age;
  // A diagnosis of osteoporosis (M80, M81) or of long-term steroid use (Z79.52).
  bool fragile_bones = false;
};

// What a predicate looks at.
enum class Subject : uint8_t {
  kReading,           // a finding, and the person
  kSeventhCharacter,  // of the diagnosis that matched
  kRoute,             // of the medication that matched, or the finding
  kTarget,            // the region to be treated
};

struct Predicate {
  FindingCode code;
  absl::string_view expression;  // finding_expr of the knowledge base, word for word
  absl::string_view name;
  Subject subject;
  Truth (*holds)(const Reading&, const Person&);  // kReading and kRoute
  absl::string_view characters;                   // kSeventhCharacter: those for which it holds
};

absl::Span<const Predicate> AllPredicates();
// Null when there is none for this code and expression.
const Predicate* FindPredicate(FindingCode code, absl::string_view expression);

// Of an ICD-10-CM code without dots; not known where the code is shorter.
Truth SeventhCharacterIs(absl::string_view code, absl::string_view characters);

// Whether words for a route, or its SNOMED CT code, mean through the skin; not known where nothing is said.
Truth IsTransdermal(absl::string_view route);

}  // namespace tendon::clinical::screening
