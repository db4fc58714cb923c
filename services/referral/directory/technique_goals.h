// Which techniques serve which goals of treatment.
#pragma once

#include <string>
#include <vector>

#include "tendon/clinical/v1/coding.pb.h"

namespace tendon::referral {

// The ids of the techniques that serve the goal, in the order of bytes; none for a goal that is not said. Source:
// column `goals` of the catalogue of techniques that this process screens with.
std::vector<std::string> TechniquesServing(clinical::v1::TreatmentGoal goal);

}  // namespace tendon::referral
