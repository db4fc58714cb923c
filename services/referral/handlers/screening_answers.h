// The mutations of ScreeningRecordService by people: see its proto.
#pragma once

#include "services/referral/handlers/move.h"
#include "tendon/referral/v1/screening_record_service.pb.h"

namespace tendon::referral {

absl::Status AttestOverride(Call& call, Transaction& transaction, const v1::AttestOverrideRequest& request,
                            v1::Referral* response);
absl::Status AttachClearance(Call& call, Transaction& transaction, const v1::AttachClearanceRequest& request,
                             v1::Referral* response);

}  // namespace tendon::referral
