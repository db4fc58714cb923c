// The handlers of ScreeningService: reads only. Each gets the engine of this server.
#pragma once

#include "services/referral/handlers/handlers.h"
#include "services/referral/screening/current.h"
#include "tendon/referral/v1/screening_service.pb.h"

namespace tendon::referral {

absl::Status Screen(const ScreeningKnowledge& knowledge, Call& call, Reader& reader, const v1::ScreenRequest& request,
                    v1::ScreenResponse* response);
absl::Status SuggestTechniques(const ScreeningKnowledge& knowledge, Call& call, Reader& reader,
                               const v1::SuggestTechniquesRequest& request, v1::SuggestTechniquesResponse* response);
absl::Status GetKnowledge(const ScreeningKnowledge& knowledge, Call& call, Reader& reader,
                          const v1::GetKnowledgeRequest& request, v1::Knowledge* response);
absl::Status ListRules(const ScreeningKnowledge& knowledge, Call& call, Reader& reader,
                       const v1::ListRulesRequest& request, v1::ListRulesResponse* response);
absl::Status ListTechniques(const ScreeningKnowledge& knowledge, Call& call, Reader& reader,
                            const v1::ListTechniquesRequest& request, v1::ListTechniquesResponse* response);

}  // namespace tendon::referral
