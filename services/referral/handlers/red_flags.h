// A red flag: the session stops, the responsible physician is asked at once and as fast as the rule says, the referral
// is halted until cleared (rows 22, 23), and so is its parent.
#pragma once

#include "services/referral/handlers/move.h"
#include "services/referral/screening/judgement.h"

namespace tendon::referral {

// A session is about to begin and these findings were made. Where they make a red flag hit: they are kept, the referral
// is halted with reason red-flag, and everybody is told. False where none hits; nothing has changed then.
absl::StatusOr<bool> StopForRedFlag(Call& call, Transaction& transaction, const v1::StartSessionRequest& request,
                                    v1::Referral* response);

// The same by the exchange itself, after facts were added that a referral which is being treated did not have: nothing
// where no red flag hits that was not among `before`. `referral` is what it is afterwards.
absl::Status HaltForNewRedFlags(Call& call, Transaction& transaction, const RedFlags& before, v1::Referral* referral);

// Those of `after` that were not among `before`.
RedFlags NewRedFlags(const RedFlags& before, const RedFlags& after);

// Asks the responsible physician to see the patient.
void AskPhysician(const Act& act, const RedFlags& flags, v1::Referral* referral);

}  // namespace tendon::referral
