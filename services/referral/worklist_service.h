// The gRPC service of worklists. Wiring only.
#pragma once

#include "services/referral/services.h"
#include "tendon/referral/v1/worklist_service.grpc.pb.h"

namespace tendon::referral {

class WorklistServiceImpl final : public v1::WorklistService::CallbackService {
 public:
  explicit WorklistServiceImpl(ReferralCalls* calls) : calls_(calls) {}
  Unary* ListWorklist(Context*, const v1::ListWorklistRequest*, v1::ListWorklistResponse*) override;
  Unary* ListOverdue(Context*, const v1::ListOverdueRequest*, v1::ListOverdueResponse*) override;
  Unary* ListPatientReferrals(Context*, const v1::ListPatientReferralsRequest*,
                              v1::ListPatientReferralsResponse*) override;

 private:
  ReferralCalls* const calls_;
};

}  // namespace tendon::referral
