// When the plan is to be looked at (TR22 to TR26). Pure.
#pragma once

#include <vector>

#include "services/clinical/advice/facts.h"
#include "services/clinical/trajectory/rules.h"

namespace tendon::clinical::advice {

// In the order of time. Empty before the first visit.
std::vector<outcomes::v1::Checkpoint> CheckpointsOf(const EpisodeFacts& facts, const trajectory::RuleBook& rules);

}  // namespace tendon::clinical::advice
