// What is to be done. See proto/tendon/referral/v1/worklist_service.proto.
#ifndef TENDON_CLIENTS_CPP_WORKLIST_CLIENT_H_
#define TENDON_CLIENTS_CPP_WORKLIST_CLIENT_H_

#include <memory>

#include "absl/status/statusor.h"
#include "clients/cpp/connection.h"
#include "tendon/referral/v1/worklist_service.grpc.pb.h"

namespace tendon::client {

// Thread-safe. Errors as in ReferralClient.
class WorklistClient {
 public:
  explicit WorklistClient(std::shared_ptr<Connection> connection);

  absl::StatusOr<referral::v1::ListWorklistResponse> List(referral::v1::ListWorklistRequest request,
                                                          const CallOptions& call = {});
  absl::StatusOr<referral::v1::ListOverdueResponse> ListOverdue(referral::v1::ListOverdueRequest request,
                                                                const CallOptions& call = {});
  absl::StatusOr<referral::v1::ListPatientReferralsResponse> ListOfPatient(
      referral::v1::ListPatientReferralsRequest request, const CallOptions& call = {});

 private:
  std::shared_ptr<Connection> connection_;
  std::shared_ptr<referral::v1::WorklistService::StubInterface> stub_;
};

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_WORKLIST_CLIENT_H_
