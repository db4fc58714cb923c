// A session that took place, as the outcomes server tells it.
#pragma once

#include "services/referral/handlers/handlers.h"
#include "tendon/referral/v1/screening_record_service.pb.h"

namespace tendon::referral {

// Screens what was done and found, with the facts of the referral, as of the session's beginning. What must not have
// been done is recorded once for each session and technique; a red flag halts what is being treated.
absl::Status ReportSession(Call& call, Transaction& transaction, const v1::ReportSessionRequest& request,
                           v1::ReportSessionResponse* response);

}  // namespace tendon::referral
