// What follows from a state, whatever event led to it: what stops waiting, what is over, what is owed. Pure.
#pragma once

#include "services/referral/lifecycle/apply.h"
#include "services/referral/lifecycle/referral_record.h"

namespace tendon::referral {

// `record` is in its new state already; `from` is the one before.
void Settle(ReferralEvent event, ReferralState from, const Act& act, ReferralRecord* record);

}  // namespace tendon::referral
