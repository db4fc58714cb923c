#include "clients/cpp/worklist_client.h"

#include <utility>

namespace tendon::client {

using WorklistStub = referral::v1::WorklistService::StubInterface;

WorklistClient::WorklistClient(std::shared_ptr<Connection> connection)
    : connection_(std::move(connection)),
      stub_(referral::v1::WorklistService::NewStub(connection_->referral_channel())) {}

absl::StatusOr<referral::v1::ListWorklistResponse> WorklistClient::List(referral::v1::ListWorklistRequest request,
                                                                        const CallOptions& call) {
  return connection_->Call(*stub_, &WorklistStub::ListWorklist, std::move(request), call);
}

absl::StatusOr<referral::v1::ListOverdueResponse> WorklistClient::ListOverdue(referral::v1::ListOverdueRequest request,
                                                                              const CallOptions& call) {
  return connection_->Call(*stub_, &WorklistStub::ListOverdue, std::move(request), call);
}

absl::StatusOr<referral::v1::ListPatientReferralsResponse> WorklistClient::ListOfPatient(
    referral::v1::ListPatientReferralsRequest request, const CallOptions& call) {
  return connection_->Call(*stub_, &WorklistStub::ListPatientReferrals, std::move(request), call);
}

}  // namespace tendon::client
