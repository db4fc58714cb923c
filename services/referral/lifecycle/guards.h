// Guards: what must be so before a transition that the table allows. Pure functions of the referral, the actor's roles
// and the time; GetAllowedActions shows what they say, and the handlers refuse by it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "services/referral/lifecycle/referral_record.h"
#include "services/referral/lifecycle/table.h"
#include "services/runtime/validator.h"
#include "tendon/referral/v1/errors.pb.h"

namespace tendon::referral {

// What a guard looks at.
struct Situation {
  const ReferralRecord& record;
  RoleSet roles;  // the actor's
  absl::Time now;
};

// Why a guard says no.
struct GuardRefusal {
  v1::ErrorReason reason = v1::ERROR_REASON_TRANSITION_REFUSED;
  std::string message;                           // for people; no patient data
  std::vector<runtime::FieldViolation> missing;  // of kComplete
};

// The first guard of the set that says no; nothing when all agree.
std::optional<GuardRefusal> CheckGuards(GuardSet guards, const Situation& situation);

// What a guard asks for, for people: "no session has taken place".
std::string_view GuardDescription(Guard guard);

// Send: what is missing in the referral itself. That the recipient exists is for the handler to look up.
std::vector<runtime::FieldViolation> MissingToSend(const v1::Referral& referral);

// StartSession: why the authorisation does not cover a further session today (UTC); empty when it does.
std::string AuthorizationUsedUp(const v1::Referral& referral, absl::Time now);

}  // namespace tendon::referral
