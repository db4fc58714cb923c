// What must be so outside the referral before an event takes effect: the directory, duplicates, screening. The one
// place where a transition asks others; a further check is a further row in checks.cc.
#pragma once

#include "services/referral/handlers/move.h"

namespace tendon::referral {

// Runs every check of the step's event, after its effect and before anything is written. A check may change the
// record: a screening is stored with the version that it was made for.
absl::Status RunChecks(Step& step);

}  // namespace tendon::referral
