// Referrals: writing, sending, answering, closing. Each method takes the proto's request and gives the resource back; a
// mutation may be repeated safely with the same request_id, which is made here when the caller gives none. See
// proto/tendon/referral/v1.
#ifndef TENDON_CLIENTS_CPP_REFERRAL_CLIENT_H_
#define TENDON_CLIENTS_CPP_REFERRAL_CLIENT_H_

#include <memory>

#include "absl/status/statusor.h"
#include "clients/cpp/connection.h"
#include "tendon/referral/v1/referral_service.grpc.pb.h"

namespace tendon::client {

// Thread-safe. Errors are the proto's, with ErrorDetail; UNAVAILABLE and DEADLINE_EXCEEDED once the retries are used
// up: then the mutation may or may not have taken effect, and repeating it with the same request_id settles it.
class ReferralClient {
 public:
  explicit ReferralClient(std::shared_ptr<Connection> connection);

  using Referral = referral::v1::Referral;
  absl::StatusOr<Referral> Create(referral::v1::CreateReferralRequest request, const CallOptions& call = {});
  absl::StatusOr<Referral> Get(referral::v1::GetReferralRequest request, const CallOptions& call = {});
  absl::StatusOr<referral::v1::ListReferralsResponse> List(referral::v1::ListReferralsRequest request,
                                                           const CallOptions& call = {});
  absl::StatusOr<Referral> Update(referral::v1::UpdateReferralRequest request, const CallOptions& call = {});
  absl::StatusOr<Referral> Send(referral::v1::SendReferralRequest request, const CallOptions& call = {});
  absl::StatusOr<Referral> Receive(referral::v1::ReceiveReferralRequest request, const CallOptions& call = {});
  absl::StatusOr<Referral> Accept(referral::v1::AcceptReferralRequest request, const CallOptions& call = {});
  absl::StatusOr<Referral> Decline(referral::v1::DeclineReferralRequest request, const CallOptions& call = {});
  absl::StatusOr<Referral> StartSession(referral::v1::StartSessionRequest request, const CallOptions& call = {});
  absl::StatusOr<Referral> Cancel(referral::v1::CancelReferralRequest request, const CallOptions& call = {});
  absl::StatusOr<Referral> Complete(referral::v1::CompleteReferralRequest request, const CallOptions& call = {});
  absl::StatusOr<Referral> Acknowledge(referral::v1::AcknowledgeReferralRequest request, const CallOptions& call = {});
  absl::StatusOr<referral::v1::GetAllowedActionsResponse> GetAllowedActions(
      referral::v1::GetAllowedActionsRequest request, const CallOptions& call = {});
  absl::StatusOr<referral::v1::ListTransitionRulesResponse> ListTransitionRules(const CallOptions& call = {});

 private:
  std::shared_ptr<Connection> connection_;
  std::shared_ptr<referral::v1::ReferralService::StubInterface> stub_;
};

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_REFERRAL_CLIENT_H_
