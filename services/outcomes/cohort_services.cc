#include "services/outcomes/cohort_services.h"

#include <memory>
#include <utility>

#include "services/outcomes/cohort/query.h"
#include "services/outcomes/cohort_export.h"
#include "services/outcomes/handlers/handlers.h"
#include "services/runtime/limits.h"

namespace tendon::outcomes {

grpc::ServerUnaryReactor* MeasureDefinitionServiceImpl::DeclareMeasure(grpc::CallbackServerContext* context,
                                                                       const v1::DeclareMeasureRequest* request,
                                                                       v1::MeasureDefinition* response) {
  return calls_->Write(context, "/tendon.outcomes.v1.MeasureDefinitionService/DeclareMeasure", request, response,
                       &outcomes::DeclareMeasure);
}

grpc::ServerUnaryReactor* MeasureDefinitionServiceImpl::GetMeasureDefinition(
    grpc::CallbackServerContext* context, const v1::GetMeasureDefinitionRequest* request,
    v1::MeasureDefinition* response) {
  return calls_->Read(context, "/tendon.outcomes.v1.MeasureDefinitionService/GetMeasureDefinition", request, response,
                      &outcomes::GetMeasureDefinition);
}

grpc::ServerUnaryReactor* MeasureDefinitionServiceImpl::ListMeasureDefinitions(
    grpc::CallbackServerContext* context, const v1::ListMeasureDefinitionsRequest* request,
    v1::ListMeasureDefinitionsResponse* response) {
  return calls_->Read(context, "/tendon.outcomes.v1.MeasureDefinitionService/ListMeasureDefinitions", request, response,
                      &outcomes::ListMeasureDefinitions);
}

CohortServiceImpl::CohortServiceImpl(OutcomesCalls* calls)
    : calls_(calls),
      queries_(runtime::kCohortThreads, runtime::kMaxCohortQueue),
      exports_(runtime::kExportThreads, runtime::kMaxExportQueue) {}

grpc::ServerUnaryReactor* CohortServiceImpl::QueryCohort(grpc::CallbackServerContext* context,
                                                         const v1::QueryCohortRequest* request, v1::Cohort* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  auto admitted = calls_->Admit(context, "/tendon.outcomes.v1.CohortService/QueryCohort", request);
  if (!admitted.ok()) return OutcomesCalls::Refuse(reactor, admitted.status());
  const bool queued = queries_.Submit([this, context, reactor, call = *std::move(admitted), request, response] {
    absl::Status status;
    {
      auto reader = calls_->store().Read();
      status =
          reader.ok() ? CountCohort(**reader, call->principal.organization_id, *request, response) : reader.status();
    }
    call->revision = response->revision();
    calls_->Finish(context, reactor, *call, status, response);
  });
  return queued ? reactor : OutcomesCalls::Refuse(reactor, runtime::Overloaded());
}

grpc::ServerWriteReactor<v1::ExportCohortResponse>* CohortServiceImpl::ExportCohort(
    grpc::CallbackServerContext* context, const v1::ExportCohortRequest* request) {
  auto admitted = calls_->Admit(context, "/tendon.outcomes.v1.CohortService/ExportCohort", request);
  if (!admitted.ok()) return CohortExport::Refuse(admitted.status());
  return CohortExport::Start(&calls_->store(), &exports_, *std::move(admitted), *request);
}

}  // namespace tendon::outcomes
