// What a step on one referral does to its parent and children, in the same transaction.
#pragma once

#include "services/referral/handlers/move.h"

namespace tendon::referral {

// What the step has added to the facts of the patient since `before` (FactsOf) is added to the open children too, and
// each is screened again: whoever treats there must know.
absl::Status TellChildren(Step& step, const v1::Referral& before);

// After the step was written: open children of a treatment that ended are cancelled, or asked to stop where they have
// begun; a child that came to its end tells its parent what came of it.
absl::Status ReachRelatives(Step& step);

// The parent and its ancestors, from the nearest on.
absl::StatusOr<std::vector<v1::Referral>> AncestorsOf(Transaction& transaction, const v1::Referral& referral);

// Writes a new referral of the caller's organisation, or of the one that it is written for, and sends it. `draft` has
// its referrer and the order.
absl::StatusOr<v1::Referral> CreateAndSend(Step& step, const v1::Referral& draft);

}  // namespace tendon::referral
