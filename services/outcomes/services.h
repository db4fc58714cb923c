// The gRPC services of the outcomes server: which handler answers which method. Wiring only.
#pragma once

#include <google/protobuf/descriptor.h>
#include <grpcpp/grpcpp.h>

#include <vector>

#include "services/outcomes/recorder.h"
#include "tendon/outcomes/v1/session_service.grpc.pb.h"

namespace tendon::outcomes {

// The services of this server, for the policy table.
std::vector<const google::protobuf::ServiceDescriptor*> ServiceDescriptors();

class SessionServiceImpl final : public v1::SessionService::CallbackService {
 public:
  SessionServiceImpl(OutcomesCalls* calls, SessionRecorder* recorder) : calls_(calls), recorder_(recorder) {}

  grpc::ServerUnaryReactor* RecordSession(grpc::CallbackServerContext*, const v1::RecordSessionRequest*,
                                          v1::Session*) override;
  grpc::ServerUnaryReactor* GetSession(grpc::CallbackServerContext*, const v1::GetSessionRequest*,
                                       v1::Session*) override;
  grpc::ServerUnaryReactor* ListSessions(grpc::CallbackServerContext*, const v1::ListSessionsRequest*,
                                         v1::ListSessionsResponse*) override;
  grpc::ServerBidiReactor<v1::ImportSessionsRequest, v1::ImportSessionsResponse>* ImportSessions(
      grpc::CallbackServerContext*) override;
  grpc::ServerUnaryReactor* GetEpisode(grpc::CallbackServerContext*, const v1::GetEpisodeRequest*,
                                       v1::Episode*) override;

 private:
  OutcomesCalls* const calls_;
  SessionRecorder* const recorder_;
};

}  // namespace tendon::outcomes
