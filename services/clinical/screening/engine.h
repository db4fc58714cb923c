// Contraindication screening: pure, deterministic, fails safe. See services/README.md for the semantics and their
// source. Thread-safe; the knowledge base outlives its answers.
#pragma once

#include <memory>
#include <vector>

#include "services/clinical/screening/facts.h"
#include "services/clinical/screening/model.h"
#include "services/clinical/screening/result.h"
#include "services/clinical/screening/rule_index.h"

namespace tendon::clinical::screening {

class Engine {
 public:
  explicit Engine(std::shared_ptr<const KnowledgeBase> knowledge);

  const KnowledgeBase& knowledge() const { return *knowledge_; }

  // The verdict for every technique on every place. Adding a diagnosis, a medication or a positive finding, or
  // forgetting a date, never lowers a verdict; the order of facts does not matter.
  Screening Screen(const ScreeningQuestion& question) const;

  // The techniques for the question's goals on its first plan's places (the plan's technique does not matter) that are
  // safe without clearance and within the performer's scope: the best first. Safe is: no rule hit, or a precaution.
  std::vector<Suggestion> Suggest(const ScreeningQuestion& question) const;

 private:
  std::shared_ptr<const KnowledgeBase> knowledge_;
  RuleIndex index_;
};

}  // namespace tendon::clinical::screening
