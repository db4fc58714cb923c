// Cohorts, and measures of one's own. See proto/tendon/outcomes/v1/cohort_service.proto and measure_definition.proto.
#ifndef TENDON_CLIENTS_CPP_COHORT_CLIENT_H_
#define TENDON_CLIENTS_CPP_COHORT_CLIENT_H_

#include <functional>
#include <memory>

#include "absl/status/statusor.h"
#include "clients/cpp/connection.h"
#include "tendon/outcomes/v1/cohort_service.grpc.pb.h"
#include "tendon/outcomes/v1/measure_definition.grpc.pb.h"

namespace tendon::client {

// Thread-safe. Errors as in ReferralClient.
class CohortClient {
 public:
  explicit CohortClient(std::shared_ptr<Connection> connection);

  absl::StatusOr<outcomes::v1::Cohort> Query(outcomes::v1::QueryCohortRequest request, const CallOptions& call = {});
  // Hands each part over as it comes, on this thread. An export is of one snapshot, so one that breaks is not gone on
  // with: its status is returned, and what was handed over is not the whole.
  absl::Status Export(const outcomes::v1::ExportCohortRequest& request,
                      const std::function<void(const outcomes::v1::ExportCohortResponse&)>& on_part);

 private:
  std::shared_ptr<Connection> connection_;
  std::shared_ptr<outcomes::v1::CohortService::StubInterface> stub_;
};

// Thread-safe. Errors as in ReferralClient.
class MeasureDefinitionClient {
 public:
  explicit MeasureDefinitionClient(std::shared_ptr<Connection> connection);

  absl::StatusOr<outcomes::v1::MeasureDefinition> Declare(outcomes::v1::DeclareMeasureRequest request,
                                                          const CallOptions& call = {});
  absl::StatusOr<outcomes::v1::MeasureDefinition> Get(outcomes::v1::GetMeasureDefinitionRequest request,
                                                      const CallOptions& call = {});
  absl::StatusOr<outcomes::v1::ListMeasureDefinitionsResponse> List(outcomes::v1::ListMeasureDefinitionsRequest request,
                                                                    const CallOptions& call = {});

 private:
  std::shared_ptr<Connection> connection_;
  std::shared_ptr<outcomes::v1::MeasureDefinitionService::StubInterface> stub_;
};

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_COHORT_CLIENT_H_
