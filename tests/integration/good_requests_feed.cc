// Good requests of feeds and worklists.
#include "tests/integration/good_requests.h"

namespace tendon::testing {

const GoodRequestTable& FeedRequests() {
  static const auto* table = new GoodRequestTable{
      {"FeedCursorService/AcknowledgeEvents",
       [](GoodRequests& t) {
         auto request = Named<pb::AcknowledgeEventsRequest>(t.river->organization() + "/cursors/ehr");
         request.set_request_id(NewRequestId());
         return CaseOf(*t.river, request);
       }},
      {"FeedCursorService/GetFeedCursor",
       [](GoodRequests& t) { return CaseOf(*t.river, Named<pb::GetFeedCursorRequest>(t.Acknowledged())); }},
      {"FeedCursorService/ListFeedCursors",
       [](GoodRequests& t) {
         pb::ListFeedCursorsRequest request;
         request.set_parent(t.river->organization());
         return CaseOf(*t.river, request);
       }},
      {"FeedCursorService/DeleteFeedCursor",
       [](GoodRequests& t) {
         auto request = Named<pb::DeleteFeedCursorRequest>(t.Acknowledged());
         request.set_request_id(NewRequestId());
         return CaseOf(*t.river, request);
       }},
      {"WorklistService/ListWorklist",
       [](GoodRequests& t) {
         pb::ListWorklistRequest request;
         request.set_parent(t.river->organization());
         request.set_worklist(pb::WORKLIST_OUTBOX);
         return CaseOf(*t.river, request);
       }},
      {"WorklistService/ListOverdue",
       [](GoodRequests& t) {
         pb::ListOverdueRequest request;
         request.set_parent(t.river->organization());
         return CaseOf(*t.river, request);
       }},
      {"WorklistService/ListPatientReferrals",
       [](GoodRequests& t) {
         pb::ListPatientReferralsRequest request;
         request.set_parent(t.river->organization());
         request.mutable_identifier()->set_system("urn:river:mrn");
         request.mutable_identifier()->set_value("1001");
         return CaseOf(*t.river, request);
       }},
      {"EventService/ListEvents",
       [](GoodRequests& t) {
         pb::ListEventsRequest request;
         request.set_parent(t.river->organization());
         return CaseOf(*t.river, request);
       }},
      {"EventService/WatchEvents",
       [](GoodRequests& t) {
         t.Draft();
         pb::WatchEventsRequest request;
         request.set_parent(t.river->organization());
         return CaseOf(*t.river, request);
       }},
  };
  return *table;
}

}  // namespace tendon::testing
