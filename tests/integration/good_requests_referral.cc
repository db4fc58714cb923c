// Good requests of the referral and its screening.
#include "absl/time/clock.h"
#include "tests/integration/good_requests.h"

namespace tendon::testing {

const GoodRequestTable& ReferralRequests() {
  static const auto* table = new GoodRequestTable{
      {"ReferralService/CreateReferral",
       [](GoodRequests& t) {
         pb::CreateReferralRequest request;
         *request.mutable_referral() = FullReferral();
         request.set_request_id(NewRequestId());
         return CaseOf(*t.river, request);
       }},
      {"ReferralService/GetReferral",
       [](GoodRequests& t) { return CaseOf(*t.river, Named<pb::GetReferralRequest>(t.Draft().name())); }},
      {"ReferralService/ListReferrals",
       [](GoodRequests& t) {
         pb::ListReferralsRequest request;
         request.set_parent(t.river->organization());
         request.set_box(pb::REFERRAL_BOX_OUTBOX);
         return CaseOf(*t.river, request);
       }},
      {"ReferralService/UpdateReferral",
       [](GoodRequests& t) {
         const pb::Referral draft = t.Draft();
         pb::UpdateReferralRequest request;
         *request.mutable_referral() = FullReferral();
         request.mutable_referral()->set_name(draft.name());
         request.mutable_referral()->set_etag(draft.etag());
         request.mutable_update_mask()->add_paths("*");
         request.set_request_id(NewRequestId());
         return CaseOf(*t.river, request);
       }},
      {"ReferralService/SendReferral",
       [](GoodRequests& t) { return CaseOf(*t.river, On<pb::SendReferralRequest>(t.Draft())); }},
      {"ReferralService/ReceiveReferral",
       [](GoodRequests& t) { return CaseOf(*t.hand, On<pb::ReceiveReferralRequest>(t.Sent())); }},
      {"ReferralService/AcceptReferral",
       [](GoodRequests& t) {
         auto request = On<pb::AcceptReferralRequest>(t.Sent());
         request.set_clinician(t.hand->caller.clinician);
         request.add_acknowledged_rules("CI041");
         return CaseOf(*t.hand, request);
       }},
      {"ReferralService/DeclineReferral",
       [](GoodRequests& t) {
         auto request = On<pb::DeclineReferralRequest>(t.Sent());
         request.set_reason_code("other");
         request.set_comment("A comment");
         return CaseOf(*t.hand, request);
       }},
      {"ReferralService/StartSession",
       [](GoodRequests& t) {
         auto request = On<pb::StartSessionRequest>(t.Accepted());
         *request.add_findings() = KnownFacts().findings(0);
         request.add_acknowledged_rules("CI041");
         return CaseOf(*t.hand, request);
       }},
      {"ReferralService/CancelReferral",
       [](GoodRequests& t) {
         auto request = On<pb::CancelReferralRequest>(t.Accepted());
         request.set_reason_code("other");
         request.set_comment("A comment");
         return CaseOf(*t.river, request);
       }},
      {"ReferralService/CompleteReferral",
       [](GoodRequests& t) {
         auto request = On<pb::CompleteReferralRequest>(t.InProgress());
         *request.mutable_closing_summary() = FullSummary();
         return CaseOf(*t.hand, request);
       }},
      {"ReferralService/AcknowledgeReferral",
       [](GoodRequests& t) { return CaseOf(*t.river, On<pb::AcknowledgeReferralRequest>(t.Completed())); }},
      {"ReferralService/GetAllowedActions",
       [](GoodRequests& t) { return CaseOf(*t.river, Named<pb::GetAllowedActionsRequest>(t.Draft().name())); }},
      {"ReferralService/ListTransitionRules",
       [](GoodRequests& t) { return CaseOf(*t.river, pb::ListTransitionRulesRequest()); }},
      {"ReferralService/ReportProgress",
       [](GoodRequests& t) {
         pb::ReportProgressRequest request;
         request.set_assignment(t.InProgress().name() + "/assignments/1");
         request.set_sessions_completed(1);
         *request.mutable_last_session_time() = ToProto(absl::Now());
         request.set_progress_sequence(1);
         request.set_request_id(NewRequestId());
         return CaseOf(*t.service, request);
       }},
      {"ScreeningService/Screen",
       [](GoodRequests& t) {
         pb::ScreenRequest request;
         request.set_referral(t.Draft().name());
         *request.mutable_patient() = KnownFacts();
         *request.add_techniques() = KnownTechnique();
         request.add_goals(clinical::v1::TREATMENT_GOAL_PAIN_RELIEF);
         request.set_state("NY");
         return CaseOf(*t.river, request);
       }},
      {"ScreeningService/SuggestTechniques",
       [](GoodRequests& t) {
         pb::SuggestTechniquesRequest request;
         request.set_referral(t.Draft().name());
         *request.mutable_patient() = KnownFacts();
         request.add_goals(clinical::v1::TREATMENT_GOAL_PAIN_RELIEF);
         request.mutable_body_site()->set_region("lumbar");
         return CaseOf(*t.river, request);
       }},
      {"ScreeningService/GetKnowledge", [](GoodRequests& t) { return CaseOf(*t.river, pb::GetKnowledgeRequest()); }},
      {"ScreeningService/ListRules", [](GoodRequests& t) { return CaseOf(*t.river, pb::ListRulesRequest()); }},
      {"ScreeningService/ListTechniques",
       [](GoodRequests& t) { return CaseOf(*t.river, pb::ListTechniquesRequest()); }},
  };
  return *table;
}

}  // namespace tendon::testing
