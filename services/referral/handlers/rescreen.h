// Open referrals are screened again after new knowledge was loaded.
#pragma once

#include <string>

#include "services/referral/handlers/handlers.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::referral {

// Whether the referral is open, was screened by other knowledge than the present, and is less safe by the present: it
// objects to what it did not. Pure but for the present knowledge; cheap enough for every open referral.
bool IsNewlyUnsafe(const v1::Referral& referral, absl::Time now);

// Whether other knowledge found the referral unsafe and the present objects to nothing in it. Never of one on hold.
bool IsNoLongerUnsafe(const v1::Referral& referral, absl::Time now);

// Screens the referral (id) again and, where it is newly unsafe, stores the snapshot, makes it the referrer's turn and
// tells its audience at once; where it is no longer unsafe, the turn is again what it would have been (row 44h).
// Nothing is written otherwise; so it happens once in effect, however often it is called. `call` has the system's
// scope.
absl::Status Rescreen(Call& call, Transaction& transaction, const std::string& referral_id);

}  // namespace tendon::referral
