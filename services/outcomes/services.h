// The gRPC services of the outcomes server: which handler answers which method. Wiring only.
#pragma once

#include <google/protobuf/descriptor.h>
#include <grpcpp/grpcpp.h>

#include <vector>

#include "services/clinical/scoring/read.h"
#include "services/outcomes/recorder.h"
#include "tendon/outcomes/v1/amendment_service.grpc.pb.h"
#include "tendon/outcomes/v1/measure_service.grpc.pb.h"
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

class AmendmentServiceImpl final : public v1::AmendmentService::CallbackService {
 public:
  AmendmentServiceImpl(OutcomesCalls* calls, const clinical::scoring::ScoringOptions& scoring)
      : calls_(calls), scoring_(scoring) {}

  grpc::ServerUnaryReactor* AmendSession(grpc::CallbackServerContext*, const v1::AmendSessionRequest*,
                                         v1::Session*) override;
  grpc::ServerUnaryReactor* ListSessionVersions(grpc::CallbackServerContext*, const v1::ListSessionVersionsRequest*,
                                                v1::ListSessionVersionsResponse*) override;

 private:
  OutcomesCalls* const calls_;
  const clinical::scoring::ScoringOptions scoring_;
};

class MeasureServiceImpl final : public v1::MeasureService::CallbackService {
 public:
  MeasureServiceImpl(OutcomesCalls* calls, const clinical::scoring::ScoringOptions& scoring)
      : calls_(calls), scoring_(scoring) {}

  grpc::ServerUnaryReactor* ScoreInstrument(grpc::CallbackServerContext*, const v1::ScoreInstrumentRequest*,
                                            v1::ScoreInstrumentResponse*) override;
  grpc::ServerUnaryReactor* ListMeasures(grpc::CallbackServerContext*, const v1::ListMeasuresRequest*,
                                         v1::ListMeasuresResponse*) override;
  grpc::ServerUnaryReactor* GetMeasure(grpc::CallbackServerContext*, const v1::GetMeasureRequest*,
                                       v1::Measure*) override;

 private:
  OutcomesCalls* const calls_;
  const clinical::scoring::ScoringOptions scoring_;
};

}  // namespace tendon::outcomes
