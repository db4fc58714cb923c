#include "clients/cpp/session_client.h"

#include <utility>

namespace tendon::client {

using SessionStub = outcomes::v1::SessionService::StubInterface;

SessionClient::SessionClient(std::shared_ptr<Connection> connection)
    : connection_(std::move(connection)),
      stub_(outcomes::v1::SessionService::NewStub(connection_->outcomes_channel())),
      amendments_(outcomes::v1::AmendmentService::NewStub(connection_->outcomes_channel())) {}

absl::StatusOr<outcomes::v1::Session> SessionClient::Amend(outcomes::v1::AmendSessionRequest request,
                                                           const CallOptions& call) {
  return connection_->Call(*amendments_, &outcomes::v1::AmendmentService::StubInterface::AmendSession,
                           std::move(request), call);
}

absl::StatusOr<outcomes::v1::ListSessionVersionsResponse> SessionClient::ListVersions(
    outcomes::v1::ListSessionVersionsRequest request, const CallOptions& call) {
  return connection_->Call(*amendments_, &outcomes::v1::AmendmentService::StubInterface::ListSessionVersions,
                           std::move(request), call);
}

absl::StatusOr<outcomes::v1::Session> SessionClient::Record(outcomes::v1::RecordSessionRequest request,
                                                            const CallOptions& call) {
  return connection_->Call(*stub_, &SessionStub::RecordSession, std::move(request), call);
}

absl::StatusOr<outcomes::v1::Session> SessionClient::Get(outcomes::v1::GetSessionRequest request,
                                                         const CallOptions& call) {
  return connection_->Call(*stub_, &SessionStub::GetSession, std::move(request), call);
}

absl::StatusOr<outcomes::v1::ListSessionsResponse> SessionClient::List(outcomes::v1::ListSessionsRequest request,
                                                                       const CallOptions& call) {
  return connection_->Call(*stub_, &SessionStub::ListSessions, std::move(request), call);
}

absl::StatusOr<outcomes::v1::Episode> SessionClient::GetEpisode(outcomes::v1::GetEpisodeRequest request,
                                                                const CallOptions& call) {
  return connection_->Call(*stub_, &SessionStub::GetEpisode, std::move(request), call);
}

absl::Status SessionClient::Import(std::vector<outcomes::v1::ImportSessionsRequest> records,
                                   const ImportOptions& options, const OnImportResult& on_result) {
  return SessionImport(*connection_, *stub_, std::move(records), options, on_result).Run();
}

}  // namespace tendon::client
