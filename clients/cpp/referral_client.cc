#include "clients/cpp/referral_client.h"

#include <utility>

namespace tendon::client {

using ReferralStub = referral::v1::ReferralService::StubInterface;

ReferralClient::ReferralClient(std::shared_ptr<Connection> connection)
    : connection_(std::move(connection)),
      stub_(referral::v1::ReferralService::NewStub(connection_->referral_channel())) {}

absl::StatusOr<referral::v1::Referral> ReferralClient::Create(referral::v1::CreateReferralRequest request,
                                                              const CallOptions& call) {
  return connection_->Call(*stub_, &ReferralStub::CreateReferral, std::move(request), call);
}

absl::StatusOr<referral::v1::Referral> ReferralClient::Get(referral::v1::GetReferralRequest request,
                                                           const CallOptions& call) {
  return connection_->Call(*stub_, &ReferralStub::GetReferral, std::move(request), call);
}

absl::StatusOr<referral::v1::Referral> ReferralClient::Update(referral::v1::UpdateReferralRequest request,
                                                              const CallOptions& call) {
  return connection_->Call(*stub_, &ReferralStub::UpdateReferral, std::move(request), call);
}

absl::StatusOr<referral::v1::Referral> ReferralClient::Send(referral::v1::SendReferralRequest request,
                                                            const CallOptions& call) {
  return connection_->Call(*stub_, &ReferralStub::SendReferral, std::move(request), call);
}

absl::StatusOr<referral::v1::Referral> ReferralClient::Receive(referral::v1::ReceiveReferralRequest request,
                                                               const CallOptions& call) {
  return connection_->Call(*stub_, &ReferralStub::ReceiveReferral, std::move(request), call);
}

absl::StatusOr<referral::v1::Referral> ReferralClient::Accept(referral::v1::AcceptReferralRequest request,
                                                              const CallOptions& call) {
  return connection_->Call(*stub_, &ReferralStub::AcceptReferral, std::move(request), call);
}

absl::StatusOr<referral::v1::Referral> ReferralClient::Decline(referral::v1::DeclineReferralRequest request,
                                                               const CallOptions& call) {
  return connection_->Call(*stub_, &ReferralStub::DeclineReferral, std::move(request), call);
}

absl::StatusOr<referral::v1::Referral> ReferralClient::StartSession(referral::v1::StartSessionRequest request,
                                                                    const CallOptions& call) {
  return connection_->Call(*stub_, &ReferralStub::StartSession, std::move(request), call);
}

absl::StatusOr<referral::v1::Referral> ReferralClient::Cancel(referral::v1::CancelReferralRequest request,
                                                              const CallOptions& call) {
  return connection_->Call(*stub_, &ReferralStub::CancelReferral, std::move(request), call);
}

absl::StatusOr<referral::v1::Referral> ReferralClient::Complete(referral::v1::CompleteReferralRequest request,
                                                                const CallOptions& call) {
  return connection_->Call(*stub_, &ReferralStub::CompleteReferral, std::move(request), call);
}

absl::StatusOr<referral::v1::Referral> ReferralClient::Acknowledge(referral::v1::AcknowledgeReferralRequest request,
                                                                   const CallOptions& call) {
  return connection_->Call(*stub_, &ReferralStub::AcknowledgeReferral, std::move(request), call);
}

absl::StatusOr<referral::v1::ListReferralsResponse> ReferralClient::List(referral::v1::ListReferralsRequest request,
                                                                         const CallOptions& call) {
  return connection_->Call(*stub_, &ReferralStub::ListReferrals, std::move(request), call);
}

absl::StatusOr<referral::v1::GetAllowedActionsResponse> ReferralClient::GetAllowedActions(
    referral::v1::GetAllowedActionsRequest request, const CallOptions& call) {
  return connection_->Call(*stub_, &ReferralStub::GetAllowedActions, std::move(request), call);
}

absl::StatusOr<referral::v1::ListTransitionRulesResponse> ReferralClient::ListTransitionRules(const CallOptions& call) {
  return connection_->Call(*stub_, &ReferralStub::ListTransitionRules, referral::v1::ListTransitionRulesRequest(),
                           call);
}

}  // namespace tendon::client
