// The catalogue of measures, and scoring. See proto/tendon/outcomes/v1/measure_service.proto.
#ifndef TENDON_CLIENTS_CPP_MEASURE_CLIENT_H_
#define TENDON_CLIENTS_CPP_MEASURE_CLIENT_H_

#include <memory>

#include "absl/status/statusor.h"
#include "clients/cpp/connection.h"
#include "tendon/outcomes/v1/measure_service.grpc.pb.h"

namespace tendon::client {

// Thread-safe. Errors as in ReferralClient.
class MeasureClient {
 public:
  explicit MeasureClient(std::shared_ptr<Connection> connection);

  absl::StatusOr<outcomes::v1::ScoreInstrumentResponse> Score(outcomes::v1::ScoreInstrumentRequest request,
                                                              const CallOptions& call = {});
  absl::StatusOr<outcomes::v1::ListMeasuresResponse> List(outcomes::v1::ListMeasuresRequest request,
                                                          const CallOptions& call = {});
  absl::StatusOr<outcomes::v1::Measure> Get(outcomes::v1::GetMeasureRequest request, const CallOptions& call = {});

 private:
  std::shared_ptr<Connection> connection_;
  std::shared_ptr<outcomes::v1::MeasureService::StubInterface> stub_;
};

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_MEASURE_CLIENT_H_
