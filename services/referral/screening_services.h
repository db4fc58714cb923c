// The gRPC service of screening: which handler answers which method. Wiring only; see services.h.
#pragma once

#include <memory>

#include "services/referral/handlers/screening.h"
#include "services/referral/services.h"
#include "tendon/referral/v1/screening_service.grpc.pb.h"

namespace tendon::referral {

class ScreeningServiceImpl final : public v1::ScreeningService::CallbackService {
 public:
  ScreeningServiceImpl(ReferralCalls* calls, std::shared_ptr<const ScreeningKnowledge> knowledge)
      : calls_(calls), knowledge_(std::move(knowledge)) {}
  Unary* Screen(Context*, const v1::ScreenRequest*, v1::ScreenResponse*) override;
  Unary* SuggestTechniques(Context*, const v1::SuggestTechniquesRequest*, v1::SuggestTechniquesResponse*) override;
  Unary* GetKnowledge(Context*, const v1::GetKnowledgeRequest*, v1::Knowledge*) override;
  Unary* ListRules(Context*, const v1::ListRulesRequest*, v1::ListRulesResponse*) override;
  Unary* ListTechniques(Context*, const v1::ListTechniquesRequest*, v1::ListTechniquesResponse*) override;

 private:
  ReferralCalls* const calls_;
  const std::shared_ptr<const ScreeningKnowledge> knowledge_;
};

}  // namespace tendon::referral
