// Good requests of sessions and their amendments.
#include "absl/time/clock.h"
#include "tests/integration/good_requests.h"

namespace tendon::testing {

const GoodRequestTable& SessionRequests() {
  static const auto* table = new GoodRequestTable{
      {"SessionService/RecordSession",
       [](GoodRequests& t) {
         out::RecordSessionRequest request;
         request.set_parent(t.InProgress().name());
         *request.mutable_session() = FullSession(absl::Now());
         request.set_request_id(NewRequestId());
         return CaseOf(*t.hand, request);
       }},
      {"SessionService/GetSession",
       [](GoodRequests& t) {
         const auto session = t.Must(t.hand->Record(t.InProgress().name(), SmallSession(absl::Now(), 5, 4)));
         return CaseOf(*t.hand, Named<out::GetSessionRequest>(session.name()));
       }},
      {"SessionService/ListSessions",
       [](GoodRequests& t) {
         const auto session = t.Must(t.hand->Record(t.InProgress().name(), SmallSession(absl::Now(), 5, 4)));
         out::ListSessionsRequest request;
         request.set_parent(session.name().substr(0, session.name().find("/sessions/")));
         return CaseOf(*t.hand, request);
       }},
      {"SessionService/ImportSessions",
       [](GoodRequests& t) {
         out::ImportSessionsRequest request;
         request.set_record_number(1);
         request.set_parent(t.InProgress().name());
         *request.mutable_session() = FullSession(absl::Now());
         request.set_request_id(NewRequestId());
         return CaseOf(*t.hand, request);
       }},
      {"SessionService/GetEpisode",
       [](GoodRequests& t) {
         const auto session = t.Must(t.hand->Record(t.InProgress().name(), SmallSession(absl::Now(), 5, 4)));
         auto request = Named<out::GetEpisodeRequest>(session.episode());
         out::ReliabilityReference* reference = request.add_references();
         reference->set_measure("NPRS");
         reference->set_baseline_sd(2.1);
         reference->set_reliability(0.8);
         return CaseOf(*t.hand, request);
       }},
      {"AmendmentService/AmendSession",
       [](GoodRequests& t) {
         const auto session = t.Must(t.hand->Record(t.InProgress().name(), SmallSession(absl::Now(), 5, 4)));
         out::AmendSessionRequest request;
         *request.mutable_session() = FullSession(absl::Now());
         request.mutable_session()->set_name(session.name());
         request.mutable_session()->set_etag(session.etag());
         request.set_reason("The pain was read from the wrong line");
         request.set_request_id(NewRequestId());
         return CaseOf(*t.hand, request);
       }},
      {"AmendmentService/ListSessionVersions",
       [](GoodRequests& t) {
         const auto session = t.Must(t.hand->Record(t.InProgress().name(), SmallSession(absl::Now(), 5, 4)));
         out::ListSessionVersionsRequest request;
         request.set_parent(session.name());
         return CaseOf(*t.hand, request);
       }},
  };
  return *table;
}

}  // namespace tendon::testing
