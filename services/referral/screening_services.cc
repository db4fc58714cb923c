#include "services/referral/screening_services.h"

namespace tendon::referral {
namespace {

// A handler with the knowledge put in.
template <class Request, class Response>
auto With(const std::shared_ptr<const ScreeningKnowledge>& knowledge,
          absl::Status (*handler)(const ScreeningKnowledge&, Call&, Reader&, const Request&, Response*)) {
  return [knowledge, handler](Call& call, Reader& reader, const Request& request, Response* response) {
    return handler(*knowledge, call, reader, request, response);
  };
}

}  // namespace

Unary* ScreeningServiceImpl::Screen(Context* context, const v1::ScreenRequest* request, v1::ScreenResponse* response) {
  return calls_->Read(context, "/tendon.referral.v1.ScreeningService/Screen", request, response,
                      With(knowledge_, &referral::Screen));
}
Unary* ScreeningServiceImpl::SuggestTechniques(Context* context, const v1::SuggestTechniquesRequest* request,
                                               v1::SuggestTechniquesResponse* response) {
  return calls_->Read(context, "/tendon.referral.v1.ScreeningService/SuggestTechniques", request, response,
                      With(knowledge_, &referral::SuggestTechniques));
}
Unary* ScreeningServiceImpl::GetKnowledge(Context* context, const v1::GetKnowledgeRequest* request,
                                          v1::Knowledge* response) {
  return calls_->Read(context, "/tendon.referral.v1.ScreeningService/GetKnowledge", request, response,
                      With(knowledge_, &referral::GetKnowledge));
}
Unary* ScreeningServiceImpl::ListRules(Context* context, const v1::ListRulesRequest* request,
                                       v1::ListRulesResponse* response) {
  return calls_->Read(context, "/tendon.referral.v1.ScreeningService/ListRules", request, response,
                      With(knowledge_, &referral::ListRules));
}
Unary* ScreeningServiceImpl::ListTechniques(Context* context, const v1::ListTechniquesRequest* request,
                                            v1::ListTechniquesResponse* response) {
  return calls_->Read(context, "/tendon.referral.v1.ScreeningService/ListTechniques", request, response,
                      With(knowledge_, &referral::ListTechniques));
}

}  // namespace tendon::referral
