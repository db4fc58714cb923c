// How the state machine says no: with the state, the event, the role, what is allowed instead, and the version.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "services/referral/lifecycle/guards.h"
#include "services/referral/lifecycle/table.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::referral {

// FAILED_PRECONDITION with TransitionRefused: the table does not allow it. What is allowed instead is what no guard
// stops either.
absl::Status Refusal(const Situation& situation, ReferralEvent event);

// The table allows it and a guard does not: INCOMPLETE with what is missing, AUTHORIZATION_USED_UP, or
// TransitionRefused that names `rule`, or the row.
absl::Status GuardRefused(const Situation& situation, ReferralEvent event, const TransitionRow& row,
                          const GuardRefusal& refusal, const std::string& rule = "");

}  // namespace tendon::referral
