// Screening and the knowledge base behind it: reads only. See proto/tendon/referral/v1/screening_service.proto.
#ifndef TENDON_CLIENTS_CPP_SCREENING_CLIENT_H_
#define TENDON_CLIENTS_CPP_SCREENING_CLIENT_H_

#include <memory>

#include "absl/status/statusor.h"
#include "clients/cpp/connection.h"
#include "tendon/referral/v1/screening_service.grpc.pb.h"

namespace tendon::client {

// Thread-safe. Errors as in ReferralClient.
class ScreeningClient {
 public:
  explicit ScreeningClient(std::shared_ptr<Connection> connection);

  absl::StatusOr<referral::v1::ScreenResponse> Screen(referral::v1::ScreenRequest request,
                                                      const CallOptions& call = {});
  absl::StatusOr<referral::v1::SuggestTechniquesResponse> Suggest(referral::v1::SuggestTechniquesRequest request,
                                                                  const CallOptions& call = {});
  absl::StatusOr<referral::v1::Knowledge> GetKnowledge(const CallOptions& call = {});
  absl::StatusOr<referral::v1::ListRulesResponse> ListRules(referral::v1::ListRulesRequest request,
                                                            const CallOptions& call = {});
  absl::StatusOr<referral::v1::ListTechniquesResponse> ListTechniques(referral::v1::ListTechniquesRequest request,
                                                                      const CallOptions& call = {});

 private:
  std::shared_ptr<Connection> connection_;
  std::shared_ptr<referral::v1::ScreeningService::StubInterface> stub_;
};

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_SCREENING_CLIENT_H_
