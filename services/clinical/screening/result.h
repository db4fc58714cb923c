// What screening answers: decision support, not a decision. Points into the knowledge base that answered.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "services/clinical/screening/facts.h"
#include "services/clinical/screening/model.h"

namespace tendon::clinical::screening {

// A rule that applies to one technique on one place.
struct Hit {
  const Rule* rule = nullptr;
  Verdict verdict = Verdict::kNone;  // the rule's, or CLEARANCE for an ABSOLUTE whose site is not known
  bool site_unconfirmed = false;     // the diagnosis could not be placed on the body: confirm where it sits
  bool finding_assumed = false;      // the finding is not known and was taken for true
};

// Whether the performer may do it at all.
enum class ScopeAnswer : uint8_t { kNotAsked, kInScope, kDependsOnState, kOutOfScope };

struct TechniqueResult {
  const Technique* technique = nullptr;  // null when it is not in the catalogue: then it could not be screened
  std::string technique_id;
  BodyPlace place;
  Verdict verdict = Verdict::kNone;
  ScopeAnswer scope = ScopeAnswer::kNotAsked;
  const ScopeOverride* scope_override = nullptr;  // the state's row that decided
  std::vector<Hit> hits;                          // strongest first, then by rule
  FindingSet unknown;                             // asked for by a rule, and not known
  std::vector<const Technique*> alternatives;     // for the same goals, without CLEARANCE or more
};

struct Screening {
  Verdict verdict = Verdict::kNone;  // the strongest of all
  Urgency urgency = Urgency::kNone;  // the greatest of all hits
  FindingSet asked;  // findings that a recent diagnosis or a medication calls for, and that are not known
  std::vector<TechniqueResult> techniques;  // one for each technique and place, in the order of the question
  int unscreened_conditions = 0;            // without a code that rules read
  int unscreened_medications = 0;           // without an ingredient, by name or by the id of one that rules know
};

// A technique that fits goals and place.
struct Suggestion {
  TechniqueResult result;
  GoalSet goals;  // those asked for that it serves
};

}  // namespace tendon::clinical::screening
