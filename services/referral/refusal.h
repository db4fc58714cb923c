// How the state machine says no: with the state, the event, the role, what is allowed instead, and the version.
#pragma once

#include "absl/status/status.h"
#include "services/referral/lifecycle/table.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::referral {

// FAILED_PRECONDITION with TransitionRefused.
absl::Status Refusal(const v1::Referral& referral, ReferralEvent event, RoleSet roles);

}  // namespace tendon::referral
