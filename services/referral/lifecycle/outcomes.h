// Where a transition leads when the table alone does not say: pure functions of the referral once the event's effects
// are in it.
#pragma once

#include <string_view>

#include "services/referral/lifecycle/referral_record.h"
#include "services/referral/lifecycle/table.h"

namespace tendon::referral {

// The state after. `role` is the actor's; `subject` the part of the referral that the event was about, or "".
ReferralState ResolveOutcome(const TransitionRow& row, const ReferralRecord& record, PartyRole role,
                             std::string_view subject);

// Every state that the row may lead to from one of its states; empty where the state never changes.
StateSet PossibleOutcomes(const TransitionRow& row);

}  // namespace tendon::referral
