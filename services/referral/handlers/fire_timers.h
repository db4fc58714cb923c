// What time makes of a referral: the one function that a timer engine calls.
#pragma once

#include <string>

#include "services/referral/handlers/handlers.h"

namespace tendon::referral {

// Applies every timer of the referral (id) whose time has come by `call.now`, the most decisive first: each makes a
// version with its event, and an EVENT_TYPE_ESCALATION where others are to be told; children are reached. Nothing
// happens, and nothing is written, where nothing is due: so a timer fires once in effect, however often and by however
// many replicas it is called. `call` has the system's scope and role kService; its revision and feeds are set.
absl::Status FireTimers(Call& call, Transaction& transaction, const std::string& referral_id);

}  // namespace tendon::referral
