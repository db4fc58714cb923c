#include "services/outcomes/services.h"

#include <utility>

#include "services/outcomes/import.h"
#include "services/runtime/errors.h"
#include "tendon/outcomes/v1/cohort_service.pb.h"
#include "tendon/outcomes/v1/measure_definition.pb.h"

namespace tendon::outcomes {

std::vector<const google::protobuf::ServiceDescriptor*> ServiceDescriptors() {
  return {v1::RecordSessionRequest::descriptor()->file()->service(0),
          v1::ScoreInstrumentRequest::descriptor()->file()->service(0),
          v1::AmendSessionRequest::descriptor()->file()->service(0),
          v1::DeclareMeasureRequest::descriptor()->file()->service(0),
          v1::QueryCohortRequest::descriptor()->file()->service(0)};
}

grpc::ServerUnaryReactor* SessionServiceImpl::RecordSession(grpc::CallbackServerContext* context,
                                                            const v1::RecordSessionRequest* request,
                                                            v1::Session* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  auto admitted = calls_->Admit(context, "/tendon.outcomes.v1.SessionService/RecordSession", request);
  if (!admitted.ok()) return OutcomesCalls::Refuse(reactor, admitted.status());
  const std::shared_ptr<Call> call = *std::move(admitted);
  recorder_->Record({call,
                     {response, request->request_id(), request->validate_only()},
                     request->parent(),
                     &request->session(),
                     OnTakenNumber::kRefuse},
                    [this, context, reactor, call, response](const absl::Status& status) {
                      calls_->Finish(context, reactor, *call, status, response);
                    });
  return reactor;
}

grpc::ServerUnaryReactor* SessionServiceImpl::GetSession(grpc::CallbackServerContext* context,
                                                         const v1::GetSessionRequest* request, v1::Session* response) {
  return calls_->Read(context, "/tendon.outcomes.v1.SessionService/GetSession", request, response,
                      &outcomes::GetSession);
}

grpc::ServerUnaryReactor* SessionServiceImpl::ListSessions(grpc::CallbackServerContext* context,
                                                           const v1::ListSessionsRequest* request,
                                                           v1::ListSessionsResponse* response) {
  return calls_->Read(context, "/tendon.outcomes.v1.SessionService/ListSessions", request, response,
                      &outcomes::ListSessions);
}

grpc::ServerBidiReactor<v1::ImportSessionsRequest, v1::ImportSessionsResponse>* SessionServiceImpl::ImportSessions(
    grpc::CallbackServerContext* context) {
  auto admitted = calls_->Admit(context, "/tendon.outcomes.v1.SessionService/ImportSessions", nullptr);
  if (!admitted.ok()) return SessionImport::Refuse(admitted.status());
  return SessionImport::Start(recorder_, *std::move(admitted));
}

grpc::ServerUnaryReactor* SessionServiceImpl::GetEpisode(grpc::CallbackServerContext* context,
                                                         const v1::GetEpisodeRequest* request, v1::Episode* response) {
  return calls_->Read(context, "/tendon.outcomes.v1.SessionService/GetEpisode", request, response,
                      &outcomes::GetEpisode);
}

grpc::ServerUnaryReactor* AmendmentServiceImpl::AmendSession(grpc::CallbackServerContext* context,
                                                             const v1::AmendSessionRequest* request,
                                                             v1::Session* response) {
  return calls_->Write(context, "/tendon.outcomes.v1.AmendmentService/AmendSession", request, response,
                       [this](Call& call, Transaction& transaction, const auto& amendment, auto* answer) {
                         return outcomes::AmendSession(call, transaction, amendment, scoring_, answer);
                       });
}

grpc::ServerUnaryReactor* AmendmentServiceImpl::ListSessionVersions(grpc::CallbackServerContext* context,
                                                                    const v1::ListSessionVersionsRequest* request,
                                                                    v1::ListSessionVersionsResponse* response) {
  return calls_->Read(context, "/tendon.outcomes.v1.AmendmentService/ListSessionVersions", request, response,
                      &outcomes::ListSessionVersions);
}

grpc::ServerUnaryReactor* MeasureServiceImpl::ScoreInstrument(grpc::CallbackServerContext* context,
                                                              const v1::ScoreInstrumentRequest* request,
                                                              v1::ScoreInstrumentResponse* response) {
  return calls_->Read(context, "/tendon.outcomes.v1.MeasureService/ScoreInstrument", request, response,
                      [this](Call&, Reader&, const auto& query, auto* answer) {
                        return outcomes::ScoreInstrument(query, scoring_, answer);
                      });
}

grpc::ServerUnaryReactor* MeasureServiceImpl::ListMeasures(grpc::CallbackServerContext* context,
                                                           const v1::ListMeasuresRequest* request,
                                                           v1::ListMeasuresResponse* response) {
  return calls_->Read(context, "/tendon.outcomes.v1.MeasureService/ListMeasures", request, response,
                      [this](Call&, Reader& reader, const auto& query, auto* answer) {
                        return outcomes::ListMeasures(reader, query, scoring_, answer);
                      });
}

grpc::ServerUnaryReactor* MeasureServiceImpl::GetMeasure(grpc::CallbackServerContext* context,
                                                         const v1::GetMeasureRequest* request, v1::Measure* response) {
  return calls_->Read(context, "/tendon.outcomes.v1.MeasureService/GetMeasure", request, response,
                      [this](Call&, Reader&, const auto& query, auto* answer) {
                        return outcomes::GetMeasure(query, scoring_, answer);
                      });
}

}  // namespace tendon::outcomes
