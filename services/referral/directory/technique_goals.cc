#include "services/referral/directory/technique_goals.h"

#include <algorithm>

#include "services/referral/screening/current.h"

namespace tendon::referral {

std::vector<std::string> TechniquesServing(clinical::v1::TreatmentGoal goal) {
  std::vector<std::string> techniques;
  if (goal == clinical::v1::TREATMENT_GOAL_UNSPECIFIED) return techniques;
  const auto knowledge = CurrentScreeningKnowledge();
  for (const auto& technique : knowledge->engine.knowledge().techniques) {
    const auto bit = static_cast<size_t>(goal);
    if (bit < technique.goals.size() && technique.goals.test(bit)) techniques.push_back(technique.id);
  }
  std::sort(techniques.begin(), techniques.end());
  return techniques;
}

}  // namespace tendon::referral
