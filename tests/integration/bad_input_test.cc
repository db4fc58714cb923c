// Bad input on every method of every service: refused, the field named, the server up, nothing changed. Methods are
// found by reflection; one without a case here fails the test.
#include <map>

#include "absl/strings/str_cat.h"
#include "google/protobuf/unknown_field_set.h"
#include "tendon/outcomes/v1/cohort_service.grpc.pb.h"
#include "tendon/outcomes/v1/measure_definition.grpc.pb.h"
#include "tests/integration/fixture.h"
#include "tests/integration/lifecycle_cases.h"
#include "tests/testing/bad_variants.h"
#include "tests/testing/proto_types.h"
#include "tests/testing/raw_call.h"

namespace tendon::testing {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using ::testing::IsEmpty;

std::string PathOf(const MethodDescriptor* method) {
  return absl::StrCat("/", method->service()->full_name(), "/", method->name());
}

std::vector<const MethodDescriptor*> AllMethods() {
  std::vector<const MethodDescriptor*> methods;
  for (const auto* service : AllServices()) {
    for (int i = 0; i < service->method_count(); ++i) methods.push_back(service->method(i));
  }
  return methods;
}

class BadInput : public ExchangeTest, public ::testing::WithParamInterface<const MethodDescriptor*> {
 protected:
  // A caller and a request that is good, and holds every message that it can hold.
  using Case = GoodCase;
  using Builder = Case (*)(BadInput&);
  static const std::map<std::string, Builder>& Builders();

  // Without a request for a method that has no case.
  Case GoodOf(const MethodDescriptor* method) {
    const std::string name = absl::StrCat(method->service()->name(), "/", method->name());
    if (const auto builder = Builders().find(name); builder != Builders().end()) return builder->second(*this);
    const auto found = LifecycleCases().find(name);
    return found == LifecycleCases().end() ? Case() : found->second(*exchange);
  }

  static Case Make(const Party& party, const Message& request) {
    Case made{party.caller, std::unique_ptr<Message>(request.New())};
    made.request->CopyFrom(request);
    return made;
  }
  template <class Request>
  static Request Named(const std::string& name) {
    Request request;
    request.set_name(name);
    return request;
  }
  template <class Request>
  static Request On(const pb::Referral& referral) {
    auto request = Named<Request>(referral.name());
    request.set_etag(referral.etag());
    request.set_request_id(NewRequestId());
    return request;
  }

  // A measure of one's own with everything that a caller may say of it.
  static out::DeclareMeasureRequest Declaration() {
    out::DeclareMeasureRequest request;
    request.set_parent(OrganizationName(kHandWork));
    request.set_measure_id("diary-score");
    auto* definition = request.mutable_measure_definition();
    definition->set_display_name("Diary score");
    definition->set_unit("{score}");
    definition->set_maximum(10);
    definition->set_direction(out::DIRECTION_LOWER_BETTER);
    definition->set_minimal_important_change(2);
    definition->add_categories()->set_label("none");
    definition->set_source("A diary");
    request.set_request_id(NewRequestId());
    return request;
  }

  static out::CohortFilter FullFilter() {
    out::CohortFilter filter;
    filter.add_techniques("DEEP_TISSUE");
    filter.add_disciplines(clinical::v1::DISCIPLINE_MASSAGE_THERAPIST);
    filter.add_conditions("M54");
    filter.add_regions("lumbar");
    filter.add_goals(clinical::v1::TREATMENT_GOAL_PAIN_RELIEF);
    filter.mutable_sessions()->set_minimum(1);
    filter.mutable_minutes()->set_maximum(600);
    *filter.mutable_begin_from_time() = ToProto(absl::Now() - absl::Hours(24));
    *filter.mutable_begin_before_time() = ToProto(absl::Now());
    auto* reading = filter.add_readings();
    reading->set_measure("NPRS");
    reading->mutable_range()->set_minimum(1);
    return filter;
  }

  // A message of the recipient's in the thread of a new referral.
  pb::Message Posted() { return Must(hand->Post(Sent().name(), "A text")); }

  // The text "abc", announced. FIPS 180-2, appendix B.1.
  static pb::CreateAttachmentRequest SmallAttachment(const std::string& referral) {
    pb::CreateAttachmentRequest request;
    request.set_parent(referral);
    request.mutable_attachment()->set_media_type("text/plain");
    request.mutable_attachment()->set_size_bytes(3);
    request.mutable_attachment()->set_sha256("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    request.set_request_id(NewRequestId());
    return request;
  }
  // The name of the same, complete.
  std::string Attached() {
    const auto announced = Must(river->Do(&Party::AttachmentStub::CreateAttachment, SmallAttachment(Sent().name())));
    grpc::ClientContext context;
    Prepare(river->caller, river->options, &context);
    pb::Attachment response;
    const auto stream = river->attachments()->UploadAttachment(&context, &response);
    pb::UploadAttachmentRequest chunk;
    chunk.set_name(announced.name());
    chunk.set_data("abc");
    chunk.set_request_id(NewRequestId());
    stream->Write(chunk);
    stream->WritesDone();
    EXPECT_TRUE(stream->Finish().ok());
    return announced.name();
  }

  // The name of a cursor that is there.
  std::string Acknowledged() {
    auto request = Named<pb::AcknowledgeEventsRequest>(river->organization() + "/cursors/ehr");
    request.set_request_id(NewRequestId());
    return Must(river->Do(&Party::CursorStub::AcknowledgeEvents, request)).name();
  }

  const std::shared_ptr<grpc::Channel>& channel() {
    const bool of_outcomes = GetParam()->file()->package() == "tendon.outcomes.v1";
    return (of_outcomes ? exchange->outcomes() : exchange->referral()).channel();
  }

  // Calls the method with bytes. A stream of records answers for each record; its one result stands for the call's.
  grpc::Status Try(const Caller& caller, const std::string& bytes) {
    RawOptions options;
    options.stop_after = GetParam()->server_streaming() && !GetParam()->client_streaming() ? 1 : 0;
    const RawAnswer answer = CallRaw(channel(), PathOf(GetParam()), caller, {bytes}, options);
    if (options.stop_after != 0 && !answer.responses.empty()) return grpc::Status::OK;
    const bool answers_each = GetParam()->client_streaming() && GetParam()->server_streaming();
    if (!answers_each || answer.responses.empty()) return answer.status;
    out::ImportSessionsResponse result;
    EXPECT_TRUE(result.ParseFromString(answer.responses[0]));
    return FromResult(result);
  }

  static grpc::Status FromResult(const out::ImportSessionsResponse& result) {
    google::rpc::BadRequest fields;
    fields.add_field_violations()->set_field(result.field());
    google::rpc::Status rich;
    rich.add_details()->PackFrom(fields);
    return {static_cast<grpc::StatusCode>(result.code()), result.message(), rich.SerializeAsString()};
  }

  // All that the servers hold, as far as anybody can see it.
  std::string Snapshot() {
    std::string all = service->Events()->SerializeAsString();
    for (Party* party : {&*river, &*hand, &*step, &*far}) {
      all += party->List(pb::REFERRAL_BOX_INBOX)->SerializeAsString();
      all += party->List(pb::REFERRAL_BOX_OUTBOX)->SerializeAsString();
      pb::ListCliniciansRequest clinicians;
      clinicians.set_parent(party->organization());
      all += party->Do(&Party::DirectoryStub::ListClinicians, clinicians)->SerializeAsString();
    }
    all += river->Do(&Party::DirectoryStub::ListOrganizations, pb::ListOrganizationsRequest())->SerializeAsString();
    const auto boxes = river->List(pb::REFERRAL_BOX_OUTBOX);
    for (const pb::Referral& referral : boxes->referrals()) {
      if (referral.state() == pb::REFERRAL_STATE_DRAFT) continue;
      const auto sessions = river->Sessions(referral.name());
      all += absl::StrCat(sessions->SerializeAsString(), sessions.revision.value_or(-1));
    }
    return all;
  }

  // What was prepared travels between the servers first: referrals one way, the count of sessions the other.
  std::string SnapshotAtRest() {
    const auto has_arrived = [this] {
      const auto outbox = river->List(pb::REFERRAL_BOX_OUTBOX);
      return std::all_of(outbox->referrals().begin(), outbox->referrals().end(), [this](const pb::Referral& referral) {
        const auto sessions = river->Sessions(referral.name());
        const bool is_known = sessions.ok() || referral.state() == pb::REFERRAL_STATE_DRAFT;
        return is_known && referral.progress().sessions_completed() == sessions->sessions_size();
      });
    };
    EXPECT_TRUE(Eventually(has_arrived));
    return Snapshot();
  }

  void ExpectServersServe() {
    for (ServerProcess* server : {&exchange->referral(), &exchange->outcomes()}) {
      EXPECT_TRUE(server->process().IsRunning()) << server->Log();
      EXPECT_THAT(WaitUntilServing(server->address(), absl::Seconds(20)), IsOk());
    }
  }
};

const std::map<std::string, BadInput::Builder>& BadInput::Builders() {
  static const auto* builders = new std::map<std::string, Builder>{
      {"DirectoryService/CreateOrganization",
       [](BadInput& t) {
         pb::CreateOrganizationRequest request;
         request.set_organization_id("new-clinic");
         *request.mutable_organization() = FullOrganization();
         request.set_request_id(NewRequestId());
         return Make(Party(t.exchange.get(), Operator()), request);
       }},
      {"DirectoryService/GetOrganization",
       [](BadInput& t) { return Make(*t.river, Named<pb::GetOrganizationRequest>(OrganizationName(kStep))); }},
      {"DirectoryService/ListOrganizations",
       [](BadInput& t) { return Make(*t.river, pb::ListOrganizationsRequest()); }},
      {"DirectoryService/CreateClinician",
       [](BadInput& t) {
         pb::CreateClinicianRequest request;
         request.set_parent(OrganizationName(kRiver));
         request.set_clinician_id("new-clinician");
         *request.mutable_clinician() = FullClinician(clinical::v1::DISCIPLINE_PHYSICIAN);
         request.set_request_id(NewRequestId());
         return Make(Party(t.exchange.get(), SystemOf(kRiver)), request);
       }},
      {"DirectoryService/GetClinician",
       [](BadInput& t) { return Make(*t.river, Named<pb::GetClinicianRequest>(t.hand->caller.clinician)); }},
      {"DirectoryService/ListClinicians",
       [](BadInput& t) {
         pb::ListCliniciansRequest request;
         request.set_parent(OrganizationName(kStep));
         return Make(*t.river, request);
       }},
      {"DirectoryUpdateService/UpdateOrganization",
       [](BadInput& t) {
         pb::UpdateOrganizationRequest request;
         *request.mutable_organization() = FullOrganization();
         request.mutable_organization()->set_name(OrganizationName(kRiver));
         request.mutable_organization()->set_etag("v1");
         request.mutable_update_mask()->add_paths("*");
         request.set_request_id(NewRequestId());
         return Make(Party(t.exchange.get(), SystemOf(kRiver)), request);
       }},
      {"DirectoryUpdateService/UpdateClinician",
       [](BadInput& t) {
         pb::UpdateClinicianRequest request;
         *request.mutable_clinician() = FullClinician(clinical::v1::DISCIPLINE_PHYSICIAN);
         request.mutable_clinician()->set_name(t.river->caller.clinician);
         request.mutable_clinician()->set_etag("v1");
         request.mutable_update_mask()->add_paths("*");
         request.set_request_id(NewRequestId());
         return Make(Party(t.exchange.get(), SystemOf(kRiver)), request);
       }},
      {"DirectorySearchService/SearchClinicians",
       [](BadInput& t) {
         pb::SearchCliniciansRequest request;
         request.set_language("en");
         request.set_organization(OrganizationName(kStep));
         request.mutable_near()->set_latitude_deg(40.7);
         request.mutable_near()->set_longitude_deg(-74.0);
         return Make(*t.river, request);
       }},
      {"DirectorySearchService/CheckRecipient",
       [](BadInput& t) {
         auto request = Named<pb::CheckRecipientRequest>(t.Draft().name());
         request.set_recipient(OrganizationName(kHandWork));
         request.set_clinician(t.hand->caller.clinician);
         return Make(*t.river, request);
       }},
      {"ReferralService/CreateReferral",
       [](BadInput& t) {
         pb::CreateReferralRequest request;
         *request.mutable_referral() = FullReferral();
         request.set_request_id(NewRequestId());
         return Make(*t.river, request);
       }},
      {"ReferralService/GetReferral",
       [](BadInput& t) { return Make(*t.river, Named<pb::GetReferralRequest>(t.Draft().name())); }},
      {"ReferralService/ListReferrals",
       [](BadInput& t) {
         pb::ListReferralsRequest request;
         request.set_parent(t.river->organization());
         request.set_box(pb::REFERRAL_BOX_OUTBOX);
         return Make(*t.river, request);
       }},
      {"ReferralService/UpdateReferral",
       [](BadInput& t) {
         const pb::Referral draft = t.Draft();
         pb::UpdateReferralRequest request;
         *request.mutable_referral() = FullReferral();
         request.mutable_referral()->set_name(draft.name());
         request.mutable_referral()->set_etag(draft.etag());
         request.mutable_update_mask()->add_paths("*");
         request.set_request_id(NewRequestId());
         return Make(*t.river, request);
       }},
      {"ReferralService/SendReferral",
       [](BadInput& t) { return Make(*t.river, On<pb::SendReferralRequest>(t.Draft())); }},
      {"ReferralService/ReceiveReferral",
       [](BadInput& t) { return Make(*t.hand, On<pb::ReceiveReferralRequest>(t.Sent())); }},
      {"ReferralService/AcceptReferral",
       [](BadInput& t) {
         auto request = On<pb::AcceptReferralRequest>(t.Sent());
         request.set_clinician(t.hand->caller.clinician);
         request.add_acknowledged_rules("CI041");
         return Make(*t.hand, request);
       }},
      {"ReferralService/DeclineReferral",
       [](BadInput& t) {
         auto request = On<pb::DeclineReferralRequest>(t.Sent());
         request.set_reason_code("other");
         request.set_comment("A comment");
         return Make(*t.hand, request);
       }},
      {"ReferralService/StartSession",
       [](BadInput& t) {
         auto request = On<pb::StartSessionRequest>(t.Accepted());
         *request.add_findings() = KnownFacts().findings(0);
         request.add_acknowledged_rules("CI041");
         return Make(*t.hand, request);
       }},
      {"ReferralService/CancelReferral",
       [](BadInput& t) {
         auto request = On<pb::CancelReferralRequest>(t.Accepted());
         request.set_reason_code("other");
         request.set_comment("A comment");
         return Make(*t.river, request);
       }},
      {"ReferralService/CompleteReferral",
       [](BadInput& t) {
         auto request = On<pb::CompleteReferralRequest>(t.InProgress());
         *request.mutable_closing_summary() = FullSummary();
         return Make(*t.hand, request);
       }},
      {"ReferralService/AcknowledgeReferral",
       [](BadInput& t) { return Make(*t.river, On<pb::AcknowledgeReferralRequest>(t.Completed())); }},
      {"ReferralService/GetAllowedActions",
       [](BadInput& t) { return Make(*t.river, Named<pb::GetAllowedActionsRequest>(t.Draft().name())); }},
      {"ReferralService/ListTransitionRules",
       [](BadInput& t) { return Make(*t.river, pb::ListTransitionRulesRequest()); }},
      {"ReferralService/ReportProgress",
       [](BadInput& t) {
         pb::ReportProgressRequest request;
         request.set_assignment(t.InProgress().name() + "/assignments/1");
         request.set_sessions_completed(1);
         *request.mutable_last_session_time() = ToProto(absl::Now());
         request.set_progress_sequence(1);
         request.set_request_id(NewRequestId());
         return Make(*t.service, request);
       }},
      {"MessageService/PostMessage",
       [](BadInput& t) {
         pb::PostMessageRequest request;
         request.set_parent(t.Sent().name());
         request.mutable_message()->set_text("A text");
         request.set_request_id(NewRequestId());
         return Make(*t.river, request);
       }},
      {"MessageService/GetMessage",
       [](BadInput& t) { return Make(*t.river, Named<pb::GetMessageRequest>(t.Posted().name())); }},
      {"MessageService/ListMessages",
       [](BadInput& t) {
         pb::ListMessagesRequest request;
         request.set_parent(t.Sent().name());
         return Make(*t.river, request);
       }},
      {"MessageService/MarkMessagesRead",
       [](BadInput& t) {
         const std::string name = t.Posted().name();
         pb::MarkMessagesReadRequest request;
         request.set_parent(name.substr(0, name.find("/messages/")));
         request.set_read_number(1);
         request.set_request_id(NewRequestId());
         return Make(*t.river, request);
       }},
      {"AttachmentService/CreateAttachment",
       [](BadInput& t) { return Make(*t.river, SmallAttachment(t.Sent().name())); }},
      {"AttachmentService/UploadAttachment",
       [](BadInput& t) {
         pb::UploadAttachmentRequest request;
         request.set_name(
             Must(t.river->Do(&Party::AttachmentStub::CreateAttachment, SmallAttachment(t.Sent().name()))).name());
         request.set_data("abc");
         request.set_request_id(NewRequestId());
         return Make(*t.river, request);
       }},
      {"AttachmentService/GetAttachment",
       [](BadInput& t) { return Make(*t.river, Named<pb::GetAttachmentRequest>(t.Attached())); }},
      {"AttachmentService/ListAttachments",
       [](BadInput& t) {
         pb::ListAttachmentsRequest request;
         request.set_parent(t.Sent().name());
         return Make(*t.river, request);
       }},
      {"AttachmentService/DownloadAttachment",
       [](BadInput& t) { return Make(*t.river, Named<pb::DownloadAttachmentRequest>(t.Attached())); }},
      {"FeedCursorService/AcknowledgeEvents",
       [](BadInput& t) {
         auto request = Named<pb::AcknowledgeEventsRequest>(t.river->organization() + "/cursors/ehr");
         request.set_request_id(NewRequestId());
         return Make(*t.river, request);
       }},
      {"FeedCursorService/GetFeedCursor",
       [](BadInput& t) { return Make(*t.river, Named<pb::GetFeedCursorRequest>(t.Acknowledged())); }},
      {"FeedCursorService/ListFeedCursors",
       [](BadInput& t) {
         pb::ListFeedCursorsRequest request;
         request.set_parent(t.river->organization());
         return Make(*t.river, request);
       }},
      {"FeedCursorService/DeleteFeedCursor",
       [](BadInput& t) {
         auto request = Named<pb::DeleteFeedCursorRequest>(t.Acknowledged());
         request.set_request_id(NewRequestId());
         return Make(*t.river, request);
       }},
      {"WorklistService/ListWorklist",
       [](BadInput& t) {
         pb::ListWorklistRequest request;
         request.set_parent(t.river->organization());
         request.set_worklist(pb::WORKLIST_OUTBOX);
         return Make(*t.river, request);
       }},
      {"WorklistService/ListOverdue",
       [](BadInput& t) {
         pb::ListOverdueRequest request;
         request.set_parent(t.river->organization());
         return Make(*t.river, request);
       }},
      {"WorklistService/ListPatientReferrals",
       [](BadInput& t) {
         pb::ListPatientReferralsRequest request;
         request.set_parent(t.river->organization());
         request.mutable_identifier()->set_system("urn:river:mrn");
         request.mutable_identifier()->set_value("1001");
         return Make(*t.river, request);
       }},
      {"EventService/ListEvents",
       [](BadInput& t) {
         pb::ListEventsRequest request;
         request.set_parent(t.river->organization());
         return Make(*t.river, request);
       }},
      {"EventService/WatchEvents",
       [](BadInput& t) {
         t.Draft();
         pb::WatchEventsRequest request;
         request.set_parent(t.river->organization());
         return Make(*t.river, request);
       }},
      {"ScreeningService/Screen",
       [](BadInput& t) {
         pb::ScreenRequest request;
         request.set_referral(t.Draft().name());
         *request.mutable_patient() = KnownFacts();
         *request.add_techniques() = KnownTechnique();
         request.add_goals(clinical::v1::TREATMENT_GOAL_PAIN_RELIEF);
         request.set_state("NY");
         return Make(*t.river, request);
       }},
      {"ScreeningService/SuggestTechniques",
       [](BadInput& t) {
         pb::SuggestTechniquesRequest request;
         request.set_referral(t.Draft().name());
         *request.mutable_patient() = KnownFacts();
         request.add_goals(clinical::v1::TREATMENT_GOAL_PAIN_RELIEF);
         request.mutable_body_site()->set_region("lumbar");
         return Make(*t.river, request);
       }},
      {"ScreeningService/GetKnowledge", [](BadInput& t) { return Make(*t.river, pb::GetKnowledgeRequest()); }},
      {"ScreeningService/ListRules", [](BadInput& t) { return Make(*t.river, pb::ListRulesRequest()); }},
      {"ScreeningService/ListTechniques", [](BadInput& t) { return Make(*t.river, pb::ListTechniquesRequest()); }},
      {"SessionService/RecordSession",
       [](BadInput& t) {
         out::RecordSessionRequest request;
         request.set_parent(t.InProgress().name());
         *request.mutable_session() = FullSession(absl::Now());
         request.set_request_id(NewRequestId());
         return Make(*t.hand, request);
       }},
      {"SessionService/GetSession",
       [](BadInput& t) {
         const auto session = Must(t.hand->Record(t.InProgress().name(), SmallSession(absl::Now(), 5, 4)));
         return Make(*t.hand, Named<out::GetSessionRequest>(session.name()));
       }},
      {"SessionService/ListSessions",
       [](BadInput& t) {
         const auto session = Must(t.hand->Record(t.InProgress().name(), SmallSession(absl::Now(), 5, 4)));
         out::ListSessionsRequest request;
         request.set_parent(session.name().substr(0, session.name().find("/sessions/")));
         return Make(*t.hand, request);
       }},
      {"SessionService/ImportSessions",
       [](BadInput& t) {
         out::ImportSessionsRequest request;
         request.set_record_number(1);
         request.set_parent(t.InProgress().name());
         *request.mutable_session() = FullSession(absl::Now());
         request.set_request_id(NewRequestId());
         return Make(*t.hand, request);
       }},
      {"SessionService/GetEpisode",
       [](BadInput& t) {
         const auto session = Must(t.hand->Record(t.InProgress().name(), SmallSession(absl::Now(), 5, 4)));
         auto request = Named<out::GetEpisodeRequest>(session.episode());
         out::ReliabilityReference* reference = request.add_references();
         reference->set_measure("NPRS");
         reference->set_baseline_sd(2.1);
         reference->set_reliability(0.8);
         return Make(*t.hand, request);
       }},
      {"AmendmentService/AmendSession",
       [](BadInput& t) {
         const auto session = Must(t.hand->Record(t.InProgress().name(), SmallSession(absl::Now(), 5, 4)));
         out::AmendSessionRequest request;
         *request.mutable_session() = FullSession(absl::Now());
         request.mutable_session()->set_name(session.name());
         request.mutable_session()->set_etag(session.etag());
         request.set_reason("The pain was read from the wrong line");
         request.set_request_id(NewRequestId());
         return Make(*t.hand, request);
       }},
      {"AmendmentService/ListSessionVersions",
       [](BadInput& t) {
         const auto session = Must(t.hand->Record(t.InProgress().name(), SmallSession(absl::Now(), 5, 4)));
         out::ListSessionVersionsRequest request;
         request.set_parent(session.name());
         return Make(*t.hand, request);
       }},
      {"MeasureService/ScoreInstrument",
       [](BadInput& t) {
         out::ScoreInstrumentRequest request;
         for (auto* side : {request.mutable_observation(), request.mutable_other_side()}) {
           *side = FullSession(absl::Now()).observations(0);
           side->set_measure("CIRCUMFERENCE");
           side->set_unit("cm");
           side->mutable_items(0)->set_value(30);
           side->set_value(30);
         }
         request.set_age_years(40);
         return Make(*t.hand, request);
       }},
      {"MeasureService/ListMeasures", [](BadInput& t) { return Make(*t.hand, out::ListMeasuresRequest()); }},
      {"MeasureService/GetMeasure",
       [](BadInput& t) {
         out::GetMeasureRequest request;
         request.set_measure("NPRS");
         return Make(*t.hand, request);
       }},
      {"MeasureDefinitionService/DeclareMeasure", [](BadInput& t) { return Make(*t.hand, t.Declaration()); }},
      {"MeasureDefinitionService/GetMeasureDefinition",
       [](BadInput& t) {
         const auto stub = out::MeasureDefinitionService::NewStub(t.exchange->outcomes().channel());
         const auto declared = Must(
             Call(stub.get(), &out::MeasureDefinitionService::Stub::DeclareMeasure, t.hand->caller, t.Declaration()));
         return Make(*t.hand, Named<out::GetMeasureDefinitionRequest>(declared.name()));
       }},
      {"MeasureDefinitionService/ListMeasureDefinitions",
       [](BadInput& t) {
         out::ListMeasureDefinitionsRequest request;
         request.set_parent(t.hand->organization());
         return Make(*t.hand, request);
       }},
      {"CohortService/QueryCohort",
       [](BadInput& t) {
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
         return Make(*t.hand, request);
       }},
      {"CohortService/ExportCohort",
       [](BadInput& t) {
         out::ExportCohortRequest request;
         request.set_parent(t.hand->organization());
         *request.mutable_filter() = FullFilter();
         request.add_measures("NPRS");
         return Make(*t.hand, request);
       }},
  };
  return *builders;
}

TEST_P(BadInput, IsRefusedByFieldAndChangesNothing) {
  const Case good = GoodOf(GetParam());
  ASSERT_NE(good.request, nullptr) << "a new method: give it a good request in Builders() or LifecycleCases()";
  ASSERT_THAT(AbsentMessages(*good.request), IsEmpty())
      << "the good request leaves messages out, so they are not tried";
  const std::string before = SnapshotAtRest();

  std::vector<BadVariant> variants = BadVariants(*good.request);
  const auto add = [&](const std::string& field, const std::string& path_of_value, const std::string& value) {
    const auto* descriptor = good.request->GetDescriptor()->FindFieldByName(path_of_value);
    if (descriptor != nullptr && descriptor->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING) {
      BadVariant variant{field, value, std::unique_ptr<Message>(good.request->New())};
      variant.request->CopyFrom(*good.request);
      variant.request->GetReflection()->SetString(variant.request.get(), descriptor, value);
      variants.push_back(std::move(variant));
    }
  };
  for (const char* filter :
       {"nonsense", "state", "state = NOWHERE", "state = 1", "state = SENT OR 1 = 1", "state != SENT"}) {
    add("filter", "filter", filter);
  }
  for (const char* token : {"nonsense", "AAAA", "'; DROP TABLE referrals; --"}) add("page_token", "page_token", token);

  for (const BadVariant& variant : variants) {
    SCOPED_TRACE(absl::StrCat(variant.field, ": ", variant.what));
    const grpc::Status status = Try(good.caller, variant.request->SerializeAsString());
    EXPECT_THAT(status, StatusIs(grpc::StatusCode::INVALID_ARGUMENT));
    EXPECT_THAT(status, NamesField(variant.field));
    if (HasFailure()) break;
  }
  RecordProperty("variants", static_cast<int>(variants.size()));
  ExpectServersServe();
  EXPECT_EQ(Snapshot(), before);
  // The refusals were due to what was broken: the request itself is good.
  EXPECT_THAT(Try(good.caller, good.request->SerializeAsString()), IsOk());
}

TEST_P(BadInput, ThatIsNoMessageOrTooLargeIsRefused) {
  const Case good = GoodOf(GetParam());
  ASSERT_NE(good.request, nullptr);
  const std::string before = SnapshotAtRest();
  // A field that nobody knows, of 1 MiB and more: 15 bytes of tag and length before it at most.
  google::protobuf::UnknownFieldSet unknown;
  unknown.AddLengthDelimited(100'000, std::string((1 << 20) + 1, 'x'));
  std::string large;
  unknown.SerializeToString(&large);
  EXPECT_THAT(CallRaw(channel(), PathOf(GetParam()), good.caller, {good.request->SerializeAsString() + large}).status,
              StatusIs(grpc::StatusCode::RESOURCE_EXHAUSTED));
  for (const std::string& garbage :
       {std::string("\xff\xff\xff\xff"), std::string("\x0a\xff"), std::string(1000, '\x07')}) {
    const grpc::Status status = CallRaw(channel(), PathOf(GetParam()), good.caller, {garbage}).status;
    EXPECT_FALSE(status.ok() && !GetParam()->client_streaming()) << "bytes that are no message";
  }
  ExpectServersServe();
  EXPECT_EQ(Snapshot(), before);
}

INSTANTIATE_TEST_SUITE_P(EveryMethod, BadInput, ::testing::ValuesIn(AllMethods()), [](const auto& info) {
  return absl::StrCat(info.param->service()->name(), info.param->name());
});

using BadRequests = ExchangeTest;

TEST_F(BadRequests, AnUpdateMaskNamesFieldsThatACallerMayChange) {
  pb::Referral change = Draft();
  const int64_t revision = Revision();
  for (const char* path : {"no_such_field", "state", "name", "version", "referrer", "patient.no_such_field", "note.x",
                           "goals.kind", "turn.party", "", ".", "note,", "Note"}) {
    const auto refused = river->Update(change, {"note", path});
    EXPECT_THAT(refused, StatusIs(grpc::StatusCode::INVALID_ARGUMENT)) << path;
    EXPECT_THAT(refused, NamesField("update_mask.paths[1]")) << path;
  }
  EXPECT_THAT(river->Update(change, {"*", "note"}), NamesField("update_mask.paths[0]"));
  change.clear_etag();
  EXPECT_THAT(river->Update(change, {"note"}), NamesField("referral.etag"));
  change.set_etag("v1");
  change.clear_name();
  EXPECT_THAT(river->Update(change, {"note"}), NamesField("referral.name"));
  EXPECT_EQ(Revision(), revision);
}

TEST_F(BadRequests, EveryServedMethodIsTried) {
  // grpc.reflection.v1alpha: request { list_services = 7: "" }, response { 6 { service = 1 { name = 1 } } }.
  std::vector<std::string> served;
  for (ServerProcess* server : {&exchange->referral(), &exchange->outcomes()}) {
    const RawAnswer answer =
        CallRaw(server->channel(), "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", {},
                {std::string("\x3a\x00", 2)});
    ASSERT_EQ(answer.responses.size(), 1U);
    google::protobuf::UnknownFieldSet response;
    google::protobuf::UnknownFieldSet list;
    ASSERT_TRUE(response.ParseFromString(answer.responses[0]));
    for (int i = 0; i < response.field_count(); ++i) {
      if (response.field(i).number() != 6) continue;
      ASSERT_TRUE(list.ParseFromString(response.field(i).length_delimited()));
    }
    for (int i = 0; i < list.field_count(); ++i) {
      google::protobuf::UnknownFieldSet entry;
      ASSERT_TRUE(entry.ParseFromString(list.field(i).length_delimited()));
      const std::string name = entry.field(0).length_delimited();
      if (name.rfind("tendon.", 0) == 0) served.push_back(name);
    }
  }
  std::vector<std::string> tried;
  for (const auto* type : AllServices()) tried.push_back(type->full_name());
  EXPECT_THAT(served, ::testing::UnorderedElementsAreArray(tried));
}

}  // namespace
}  // namespace tendon::testing
