// Good requests of measures, measures of one's own, and cohorts.
#include "tendon/outcomes/v1/measure_definition.grpc.pb.h"
#include "tests/integration/good_requests.h"

namespace tendon::testing {

const GoodRequestTable& MeasureRequests() {
  static const auto* table = new GoodRequestTable{
      {"MeasureService/ScoreInstrument",
       [](GoodRequests& t) {
         out::ScoreInstrumentRequest request;
         for (auto* side : {request.mutable_observation(), request.mutable_other_side()}) {
           *side = FullSession(absl::Now()).observations(0);
           side->set_measure("CIRCUMFERENCE");
           side->set_unit("cm");
           side->mutable_items(0)->set_value(30);
           side->set_value(30);
         }
         request.set_age_years(40);
         return CaseOf(*t.hand, request);
       }},
      {"MeasureService/ListMeasures", [](GoodRequests& t) { return CaseOf(*t.hand, out::ListMeasuresRequest()); }},
      {"MeasureService/GetMeasure",
       [](GoodRequests& t) {
         out::GetMeasureRequest request;
         request.set_measure("NPRS");
         return CaseOf(*t.hand, request);
       }},
      {"MeasureDefinitionService/DeclareMeasure", [](GoodRequests& t) { return CaseOf(*t.hand, Declaration()); }},
      {"MeasureDefinitionService/GetMeasureDefinition",
       [](GoodRequests& t) {
         const auto stub = out::MeasureDefinitionService::NewStub(t.exchange->outcomes().channel());
         const auto declared = t.Must(
             Call(stub.get(), &out::MeasureDefinitionService::Stub::DeclareMeasure, t.hand->caller, Declaration()));
         return CaseOf(*t.hand, Named<out::GetMeasureDefinitionRequest>(declared.name()));
       }},
      {"MeasureDefinitionService/ListMeasureDefinitions",
       [](GoodRequests& t) {
         out::ListMeasureDefinitionsRequest request;
         request.set_parent(t.hand->organization());
         return CaseOf(*t.hand, request);
       }},
      {"CohortService/QueryCohort",
       [](GoodRequests& t) {
         out::QueryCohortRequest request;
         request.set_parent(t.hand->organization());
         request.set_measure("NPRS");
         *request.mutable_filter() = FullFilter();
         request.mutable_baseline()->mutable_days()->set_minimum(0);
         request.mutable_follow_up()->mutable_days()->set_maximum(400);
         auto* arm = request.add_arms();
         arm->set_label("one");
         *arm->mutable_filter() = FullFilter();
         request.mutable_threshold()->set_percent(30);
         request.add_covariates()->set_measure("NPRS");
         request.set_confidence_level(0.9);
         return CaseOf(*t.hand, request);
       }},
      {"CohortService/ExportCohort",
       [](GoodRequests& t) {
         out::ExportCohortRequest request;
         request.set_parent(t.hand->organization());
         *request.mutable_filter() = FullFilter();
         request.add_measures("NPRS");
         return CaseOf(*t.hand, request);
       }},
  };
  return *table;
}

}  // namespace tendon::testing
