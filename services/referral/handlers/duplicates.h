// Two open referrals for the same patient, recipient, service and reason, of the same referrer.
#pragma once

#include "services/referral/handlers/move.h"

namespace tendon::referral {

// ALREADY_EXISTS with the first one's name, unless the step says in its comment why it is none.
absl::Status CheckDuplicate(Step& step);

// Keeps the fingerprints of a referral from sending or redirecting until its recipient has finished with it.
absl::Status KeepDuplicateKeys(Transaction& transaction, const v1::Referral& referral);

}  // namespace tendon::referral
