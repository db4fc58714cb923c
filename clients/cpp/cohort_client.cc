#include "clients/cpp/cohort_client.h"

#include <utility>

#include "clients/cpp/error_detail.h"

namespace tendon::client {

using CohortStub = outcomes::v1::CohortService::StubInterface;
using MeasureDefinitionStub = outcomes::v1::MeasureDefinitionService::StubInterface;

CohortClient::CohortClient(std::shared_ptr<Connection> connection)
    : connection_(std::move(connection)),
      stub_(outcomes::v1::CohortService::NewStub(connection_->outcomes_channel())) {}

absl::StatusOr<outcomes::v1::Cohort> CohortClient::Query(outcomes::v1::QueryCohortRequest request,
                                                         const CallOptions& call) {
  return connection_->Call(*stub_, &CohortStub::QueryCohort, std::move(request), call);
}

absl::Status CohortClient::Export(const outcomes::v1::ExportCohortRequest& request,
                                  const std::function<void(const outcomes::v1::ExportCohortResponse&)>& on_part) {
  grpc::ClientContext context;
  connection_->Prepare(context);
  const auto stream = stub_->ExportCohort(&context, request);
  outcomes::v1::ExportCohortResponse part;
  while (stream->Read(&part)) on_part(part);
  return StatusFromGrpc(stream->Finish());
}

MeasureDefinitionClient::MeasureDefinitionClient(std::shared_ptr<Connection> connection)
    : connection_(std::move(connection)),
      stub_(outcomes::v1::MeasureDefinitionService::NewStub(connection_->outcomes_channel())) {}

absl::StatusOr<outcomes::v1::MeasureDefinition> MeasureDefinitionClient::Declare(
    outcomes::v1::DeclareMeasureRequest request, const CallOptions& call) {
  return connection_->Call(*stub_, &MeasureDefinitionStub::DeclareMeasure, std::move(request), call);
}

absl::StatusOr<outcomes::v1::MeasureDefinition> MeasureDefinitionClient::Get(
    outcomes::v1::GetMeasureDefinitionRequest request, const CallOptions& call) {
  return connection_->Call(*stub_, &MeasureDefinitionStub::GetMeasureDefinition, std::move(request), call);
}

absl::StatusOr<outcomes::v1::ListMeasureDefinitionsResponse> MeasureDefinitionClient::List(
    outcomes::v1::ListMeasureDefinitionsRequest request, const CallOptions& call) {
  return connection_->Call(*stub_, &MeasureDefinitionStub::ListMeasureDefinitions, std::move(request), call);
}

}  // namespace tendon::client
