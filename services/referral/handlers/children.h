// Children of a referral, shared by those who order and those who propose.
#pragma once

#include <string>

#include "services/referral/handlers/move.h"

namespace tendon::referral {

// FAILED_PRECONDITION where the child would be too deep, or would come back to an organisation on its path.
absl::Status CheckPath(Step& step, const v1::Referral& asked);

// Makes and sends the child of the step's referral, ordered by the recipient or by who approves its proposal; gives its
// name.
absl::StatusOr<std::string> SendChild(Step& step, const v1::Referral& asked);

}  // namespace tendon::referral
