#include "services/clinical/screening/scope.h"

namespace tendon::clinical::screening {
namespace {

ScopeAnswer AnswerOf(Scope scope) {
  if (scope == Scope::kYes) return ScopeAnswer::kInScope;
  return scope == Scope::kNo ? ScopeAnswer::kOutOfScope : ScopeAnswer::kDependsOnState;
}

}  // namespace

ScopeDecision ScopeOf(const KnowledgeBase& knowledge, size_t technique, const Performer& performer) {
  if (!performer.discipline.has_value()) return {};
  for (const ScopeOverride& row : knowledge.scope_overrides) {
    if (row.technique != technique || row.discipline != *performer.discipline || row.state != performer.state) continue;
    return {row.allowed ? ScopeAnswer::kInScope : ScopeAnswer::kOutOfScope, &row};
  }
  return {AnswerOf(knowledge.techniques[technique].scope[static_cast<size_t>(*performer.discipline)]), nullptr};
}

}  // namespace tendon::clinical::screening
