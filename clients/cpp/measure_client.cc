#include "clients/cpp/measure_client.h"

#include <utility>

namespace tendon::client {

using MeasureStub = outcomes::v1::MeasureService::StubInterface;

MeasureClient::MeasureClient(std::shared_ptr<Connection> connection)
    : connection_(std::move(connection)),
      stub_(outcomes::v1::MeasureService::NewStub(connection_->outcomes_channel())) {}

absl::StatusOr<outcomes::v1::ScoreInstrumentResponse> MeasureClient::Score(outcomes::v1::ScoreInstrumentRequest request,
                                                                           const CallOptions& call) {
  return connection_->Call(*stub_, &MeasureStub::ScoreInstrument, std::move(request), call);
}

absl::StatusOr<outcomes::v1::ListMeasuresResponse> MeasureClient::List(outcomes::v1::ListMeasuresRequest request,
                                                                       const CallOptions& call) {
  return connection_->Call(*stub_, &MeasureStub::ListMeasures, std::move(request), call);
}

absl::StatusOr<outcomes::v1::Measure> MeasureClient::Get(outcomes::v1::GetMeasureRequest request,
                                                         const CallOptions& call) {
  return connection_->Call(*stub_, &MeasureStub::GetMeasure, std::move(request), call);
}

}  // namespace tendon::client
