// Guards: what must be so before a transition that the table allows. Pure; each answers with what is missing, field by
// field, or with nothing.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/runtime/validator.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::referral {

// Send: what is missing in the referral itself. That the recipient exists is for the handler to look up.
std::vector<runtime::FieldViolation> MissingToSend(const v1::Referral& referral);

// StartSession: why the authorisation does not cover a further session today (UTC); empty when it does.
std::string AuthorizationUsedUp(const v1::Referral& referral, absl::Time now);

}  // namespace tendon::referral
