// Whether a performer's licence covers a technique: the catalogue, with the overrides of each state.
#pragma once

#include "services/clinical/screening/facts.h"
#include "services/clinical/screening/result.h"

namespace tendon::clinical::screening {

struct ScopeDecision {
  ScopeAnswer answer = ScopeAnswer::kNotAsked;
  const ScopeOverride* by = nullptr;  // the state's row that decided
};

// A state's row decides over the catalogue. Without one, STATE is neither yes nor no: the performer must know. Not
// asked where the discipline is not known.
ScopeDecision ScopeOf(const KnowledgeBase& knowledge, size_t technique, const Performer& performer);

}  // namespace tendon::clinical::screening
