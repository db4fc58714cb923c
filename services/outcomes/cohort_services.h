// The gRPC services of cohorts and of measures of one's own: which handler answers which method. Wiring only. Cohorts
// have threads of their own, so that counting one delays no other read.
#pragma once

#include <grpcpp/grpcpp.h>

#include "services/outcomes/recorder.h"
#include "services/runtime/thread_pool.h"
#include "tendon/outcomes/v1/cohort_service.grpc.pb.h"
#include "tendon/outcomes/v1/measure_definition.grpc.pb.h"

namespace tendon::outcomes {

class MeasureDefinitionServiceImpl final : public v1::MeasureDefinitionService::CallbackService {
 public:
  explicit MeasureDefinitionServiceImpl(OutcomesCalls* calls) : calls_(calls) {}

  grpc::ServerUnaryReactor* DeclareMeasure(grpc::CallbackServerContext*, const v1::DeclareMeasureRequest*,
                                           v1::MeasureDefinition*) override;
  grpc::ServerUnaryReactor* GetMeasureDefinition(grpc::CallbackServerContext*, const v1::GetMeasureDefinitionRequest*,
                                                 v1::MeasureDefinition*) override;
  grpc::ServerUnaryReactor* ListMeasureDefinitions(grpc::CallbackServerContext*,
                                                   const v1::ListMeasureDefinitionsRequest*,
                                                   v1::ListMeasureDefinitionsResponse*) override;

 private:
  OutcomesCalls* const calls_;
};

class CohortServiceImpl final : public v1::CohortService::CallbackService {
 public:
  explicit CohortServiceImpl(OutcomesCalls* calls);

  grpc::ServerUnaryReactor* QueryCohort(grpc::CallbackServerContext*, const v1::QueryCohortRequest*,
                                        v1::Cohort*) override;
  grpc::ServerWriteReactor<v1::ExportCohortResponse>* ExportCohort(grpc::CallbackServerContext*,
                                                                   const v1::ExportCohortRequest*) override;

 private:
  OutcomesCalls* const calls_;
  runtime::ThreadPool queries_;
  runtime::ThreadPool exports_;
};

}  // namespace tendon::outcomes
