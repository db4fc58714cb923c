// Sessions and episodes. See proto/tendon/outcomes/v1/session_service.proto.
#ifndef TENDON_CLIENTS_CPP_SESSION_CLIENT_H_
#define TENDON_CLIENTS_CPP_SESSION_CLIENT_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cpp/connection.h"
#include "clients/cpp/session_import.h"
#include "tendon/outcomes/v1/amendment_service.grpc.pb.h"
#include "tendon/outcomes/v1/session_service.grpc.pb.h"

namespace tendon::client {

// Thread-safe. Errors as in ReferralClient.
class SessionClient {
 public:
  explicit SessionClient(std::shared_ptr<Connection> connection);

  absl::StatusOr<outcomes::v1::Session> Record(outcomes::v1::RecordSessionRequest request,
                                               const CallOptions& call = {});
  absl::StatusOr<outcomes::v1::Session> Get(outcomes::v1::GetSessionRequest request, const CallOptions& call = {});
  // Makes a new version; ABORTED when the etag is not the present one.
  absl::StatusOr<outcomes::v1::Session> Amend(outcomes::v1::AmendSessionRequest request, const CallOptions& call = {});
  // Every version, the newest first.
  absl::StatusOr<outcomes::v1::ListSessionVersionsResponse> ListVersions(
      outcomes::v1::ListSessionVersionsRequest request, const CallOptions& call = {});
  absl::StatusOr<outcomes::v1::ListSessionsResponse> List(outcomes::v1::ListSessionsRequest request,
                                                          const CallOptions& call = {});
  absl::StatusOr<outcomes::v1::Episode> GetEpisode(outcomes::v1::GetEpisodeRequest request,
                                                   const CallOptions& call = {});
  // Records many; see session_import.h.
  absl::Status Import(std::vector<outcomes::v1::ImportSessionsRequest> records, const ImportOptions& options,
                      const OnImportResult& on_result);

 private:
  std::shared_ptr<Connection> connection_;
  std::shared_ptr<outcomes::v1::SessionService::StubInterface> stub_;
  std::shared_ptr<outcomes::v1::AmendmentService::StubInterface> amendments_;
};

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_SESSION_CLIENT_H_
