#include "clients/cpp/screening_client.h"

#include <utility>

namespace tendon::client {

namespace pb = referral::v1;
using ScreeningStub = pb::ScreeningService::StubInterface;

ScreeningClient::ScreeningClient(std::shared_ptr<Connection> connection)
    : connection_(std::move(connection)), stub_(pb::ScreeningService::NewStub(connection_->referral_channel())) {}

absl::StatusOr<pb::ScreenResponse> ScreeningClient::Screen(pb::ScreenRequest request, const CallOptions& call) {
  return connection_->Call(*stub_, &ScreeningStub::Screen, std::move(request), call);
}

absl::StatusOr<pb::SuggestTechniquesResponse> ScreeningClient::Suggest(pb::SuggestTechniquesRequest request,
                                                                       const CallOptions& call) {
  return connection_->Call(*stub_, &ScreeningStub::SuggestTechniques, std::move(request), call);
}

absl::StatusOr<pb::Knowledge> ScreeningClient::GetKnowledge(const CallOptions& call) {
  return connection_->Call(*stub_, &ScreeningStub::GetKnowledge, pb::GetKnowledgeRequest(), call);
}

absl::StatusOr<pb::ListRulesResponse> ScreeningClient::ListRules(pb::ListRulesRequest request,
                                                                 const CallOptions& call) {
  return connection_->Call(*stub_, &ScreeningStub::ListRules, std::move(request), call);
}

absl::StatusOr<pb::ListTechniquesResponse> ScreeningClient::ListTechniques(pb::ListTechniquesRequest request,
                                                                           const CallOptions& call) {
  return connection_->Call(*stub_, &ScreeningStub::ListTechniques, std::move(request), call);
}

}  // namespace tendon::client
