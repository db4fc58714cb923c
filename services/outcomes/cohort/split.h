// The groups that a cohort falls into by what its episodes have. Pure.
#pragma once

#include <vector>

#include "services/outcomes/cohort/members.h"
#include "services/outcomes/cohort/tabulate.h"

namespace tendon::outcomes {

// A group for each value; an episode with several values is in several groups, one with none in none.
std::vector<CohortSelection> SplitBy(v1::CohortDimension dimension, const CohortMembers& members,
                                     const CohortSelection& all);

}  // namespace tendon::outcomes
