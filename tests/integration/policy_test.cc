// Which role may call which method, through the servers, against a table written by hand.
#include <map>

#include "tests/integration/fixture.h"
#include "tests/testing/proto_types.h"
#include "tests/testing/raw_call.h"

namespace tendon::testing {
namespace {

using ::testing::AllOf;
using ::testing::IsEmpty;
using Policy = ExchangeTest;

constexpr const char* kRoles[] = {"operator",          "administrator", "physician", "physical_therapist",
                                  "massage_therapist", "system_client", "service"};

// One letter for each role above: 'y' allowed, '-' PERMISSION_DENIED.
//                                  o a p t m c s
constexpr char kEverybody[] = "yyyyyyy";
constexpr char kOperatorOnly[] = "y------";
constexpr char kOwnDirectory[] = "-y---y-";
constexpr char kReadReferrals[] = "-yyyyyy";
constexpr char kActOnReferrals[] = "--yyyy-";
constexpr char kReadSessions[] = "-yyyyy-";
constexpr char kClinical[] = "--yyyy-";
constexpr char kServiceOnly[] = "------y";

const std::map<std::string, std::string> kTable = {
    {"/tendon.referral.v1.DirectoryService/CreateOrganization", kOperatorOnly},
    {"/tendon.referral.v1.DirectoryService/GetOrganization", kEverybody},
    {"/tendon.referral.v1.DirectoryService/ListOrganizations", kEverybody},
    {"/tendon.referral.v1.DirectoryService/CreateClinician", kOwnDirectory},
    {"/tendon.referral.v1.DirectoryService/GetClinician", kEverybody},
    {"/tendon.referral.v1.DirectoryService/ListClinicians", kEverybody},
    {"/tendon.referral.v1.DirectoryUpdateService/UpdateOrganization", kOwnDirectory},
    {"/tendon.referral.v1.DirectoryUpdateService/UpdateClinician", kOwnDirectory},
    {"/tendon.referral.v1.DirectorySearchService/SearchClinicians", kEverybody},
    {"/tendon.referral.v1.DirectorySearchService/CheckRecipient", kReadReferrals},
    {"/tendon.referral.v1.ReferralService/CreateReferral", kActOnReferrals},
    {"/tendon.referral.v1.ReferralService/GetReferral", kReadReferrals},
    {"/tendon.referral.v1.ReferralService/ListReferrals", kReadReferrals},
    {"/tendon.referral.v1.ReferralService/UpdateReferral", kActOnReferrals},
    {"/tendon.referral.v1.ReferralService/SendReferral", kActOnReferrals},
    {"/tendon.referral.v1.ReferralService/ReceiveReferral", kActOnReferrals},
    {"/tendon.referral.v1.ReferralService/AcceptReferral", kActOnReferrals},
    {"/tendon.referral.v1.ReferralService/DeclineReferral", kActOnReferrals},
    {"/tendon.referral.v1.ReferralService/StartSession", kActOnReferrals},
    {"/tendon.referral.v1.ReferralService/CancelReferral", kActOnReferrals},
    {"/tendon.referral.v1.ReferralService/CompleteReferral", kActOnReferrals},
    {"/tendon.referral.v1.ReferralService/AcknowledgeReferral", kActOnReferrals},
    {"/tendon.referral.v1.ReferralService/GetAllowedActions", kReadReferrals},
    {"/tendon.referral.v1.ReferralService/ListTransitionRules", kEverybody},
    {"/tendon.referral.v1.ReferralService/ReportProgress", kServiceOnly},
    {"/tendon.referral.v1.AppointmentService/PutOnWaitlist", kActOnReferrals},
    {"/tendon.referral.v1.AppointmentService/ScheduleAppointment", kActOnReferrals},
    {"/tendon.referral.v1.AppointmentService/RescheduleAppointment", kActOnReferrals},
    {"/tendon.referral.v1.AppointmentService/CancelAppointment", kActOnReferrals},
    {"/tendon.referral.v1.AppointmentService/RecordNoShow", kActOnReferrals},
    {"/tendon.referral.v1.QuestionService/AskQuestions", kActOnReferrals},
    {"/tendon.referral.v1.QuestionService/AnswerQuestion", kActOnReferrals},
    {"/tendon.referral.v1.QuestionService/AskClarification", kActOnReferrals},
    {"/tendon.referral.v1.CourseService/HoldReferral", kActOnReferrals},
    {"/tendon.referral.v1.CourseService/ResumeReferral", kActOnReferrals},
    {"/tendon.referral.v1.CourseService/RequestCancellation", kActOnReferrals},
    {"/tendon.referral.v1.CourseService/ConfirmCancellation", kActOnReferrals},
    {"/tendon.referral.v1.CourseService/RefuseCancellation", kActOnReferrals},
    {"/tendon.referral.v1.CourseService/WithdrawCancellation", kActOnReferrals},
    {"/tendon.referral.v1.CourseService/FailReferral", kActOnReferrals},
    {"/tendon.referral.v1.CourseService/AddInterimReport", kActOnReferrals},
    {"/tendon.referral.v1.CourseService/AddAddendum", kActOnReferrals},
    {"/tendon.referral.v1.CourseService/SubmitLateSummary", kActOnReferrals},
    {"/tendon.referral.v1.CourseService/CrossBack", kActOnReferrals},
    {"/tendon.referral.v1.ProposalService/RequestExtension", kActOnReferrals},
    {"/tendon.referral.v1.ProposalService/ForwardReferral", kActOnReferrals},
    {"/tendon.referral.v1.ProposalService/ProposeChild", kActOnReferrals},
    {"/tendon.referral.v1.ProposalService/CreateChildReferral", kActOnReferrals},
    {"/tendon.referral.v1.ProposalService/ApproveProposal", kActOnReferrals},
    {"/tendon.referral.v1.ProposalService/DenyProposal", kActOnReferrals},
    {"/tendon.referral.v1.ProposalService/WithdrawProposal", kActOnReferrals},
    {"/tendon.referral.v1.OrderService/RedirectReferral", kActOnReferrals},
    {"/tendon.referral.v1.OrderService/CloseReferral", kActOnReferrals},
    {"/tendon.referral.v1.OrderService/RequestMoreSessions", kActOnReferrals},
    {"/tendon.referral.v1.OrderService/ModifyReferral", kActOnReferrals},
    {"/tendon.referral.v1.OrderService/AcknowledgeModification", kActOnReferrals},
    {"/tendon.referral.v1.OrderService/AddSafetyFacts", kActOnReferrals},
    {"/tendon.referral.v1.OrderService/MarkEnteredInError", kActOnReferrals},
    {"/tendon.referral.v1.OrderService/ReportWrongPatient", kActOnReferrals},
    {"/tendon.referral.v1.OrderService/LinkDuplicate", kActOnReferrals},
    {"/tendon.referral.v1.AppointmentService/ListAppointments", kReadReferrals},
    {"/tendon.referral.v1.QuestionService/ListQuestions", kReadReferrals},
    {"/tendon.referral.v1.ProposalService/ListProposals", kReadReferrals},
    {"/tendon.referral.v1.HistoryService/GetReferralVersion", kReadReferrals},
    {"/tendon.referral.v1.HistoryService/ListReferralVersions", kReadReferrals},
    {"/tendon.referral.v1.HistoryService/ExplainReferral", kReadReferrals},
    {"/tendon.referral.v1.HistoryService/ListReasonCodes", kEverybody},
    {"/tendon.referral.v1.HistoryService/ListStateMappings", kEverybody},
    {"/tendon.referral.v1.MessageService/PostMessage", kActOnReferrals},
    {"/tendon.referral.v1.MessageService/GetMessage", kReadReferrals},
    {"/tendon.referral.v1.MessageService/ListMessages", kReadReferrals},
    {"/tendon.referral.v1.MessageService/MarkMessagesRead", kActOnReferrals},
    {"/tendon.referral.v1.AttachmentService/CreateAttachment", kActOnReferrals},
    {"/tendon.referral.v1.AttachmentService/UploadAttachment", kActOnReferrals},
    {"/tendon.referral.v1.AttachmentService/GetAttachment", kReadReferrals},
    {"/tendon.referral.v1.AttachmentService/ListAttachments", kReadReferrals},
    {"/tendon.referral.v1.AttachmentService/DownloadAttachment", kReadReferrals},
    {"/tendon.referral.v1.FeedCursorService/AcknowledgeEvents", kReadReferrals},
    {"/tendon.referral.v1.FeedCursorService/GetFeedCursor", kReadReferrals},
    {"/tendon.referral.v1.FeedCursorService/ListFeedCursors", kReadReferrals},
    {"/tendon.referral.v1.FeedCursorService/DeleteFeedCursor", kReadReferrals},
    {"/tendon.referral.v1.WorklistService/ListWorklist", kReadReferrals},
    {"/tendon.referral.v1.WorklistService/ListOverdue", kReadReferrals},
    {"/tendon.referral.v1.WorklistService/ListPatientReferrals", kReadReferrals},
    {"/tendon.referral.v1.EventService/ListEvents", kReadReferrals},
    {"/tendon.referral.v1.EventService/WatchEvents", kReadReferrals},
    {"/tendon.referral.v1.ScreeningService/Screen", kClinical},
    {"/tendon.referral.v1.ScreeningService/SuggestTechniques", kClinical},
    {"/tendon.referral.v1.ScreeningService/GetKnowledge", kClinical},
    {"/tendon.referral.v1.ScreeningService/ListRules", kClinical},
    {"/tendon.referral.v1.ScreeningService/ListTechniques", kClinical},
    {"/tendon.referral.v1.ScreeningRecordService/AttestOverride", kActOnReferrals},
    {"/tendon.referral.v1.ScreeningRecordService/AttachClearance", kActOnReferrals},
    {"/tendon.referral.v1.ScreeningRecordService/ReportSession", kServiceOnly},
    {"/tendon.outcomes.v1.SessionService/RecordSession", kActOnReferrals},
    {"/tendon.outcomes.v1.SessionService/GetSession", kReadSessions},
    {"/tendon.outcomes.v1.SessionService/ListSessions", kReadSessions},
    {"/tendon.outcomes.v1.SessionService/ImportSessions", kActOnReferrals},
    {"/tendon.outcomes.v1.SessionService/GetEpisode", kReadSessions},
    {"/tendon.outcomes.v1.AmendmentService/AmendSession", kActOnReferrals},
    {"/tendon.outcomes.v1.AmendmentService/ListSessionVersions", kReadSessions},
    {"/tendon.outcomes.v1.MeasureService/ScoreInstrument", kActOnReferrals},
    {"/tendon.outcomes.v1.MeasureService/ListMeasures", kActOnReferrals},
    {"/tendon.outcomes.v1.MeasureService/GetMeasure", kActOnReferrals},
    {"/tendon.outcomes.v1.MeasureDefinitionService/DeclareMeasure", kActOnReferrals},
    {"/tendon.outcomes.v1.MeasureDefinitionService/GetMeasureDefinition", kReadSessions},
    {"/tendon.outcomes.v1.MeasureDefinitionService/ListMeasureDefinitions", kReadSessions},
    {"/tendon.outcomes.v1.CohortService/QueryCohort", kActOnReferrals},
    {"/tendon.outcomes.v1.CohortService/ExportCohort", kActOnReferrals},
};

Caller WithRole(const std::string& role) {
  return role == "operator" || role == "service" ? Caller{"", "", role} : SystemOf(kRiver, role);
}

// The requests are empty: permission comes before validity, so that whoever may gets past it to INVALID_ARGUMENT (or to
// an answer, where nothing is required).
TEST_F(Policy, EveryMethodForEveryRole) {
  size_t methods = 0;
  for (const auto* service_type : AllServices()) {
    for (int i = 0; i < service_type->method_count(); ++i) {
      const std::string method = "/" + service_type->full_name() + "/" + service_type->method(i)->name();
      const auto row = kTable.find(method);
      ASSERT_NE(row, kTable.end()) << method << " is not in the table";
      ++methods;
      const bool of_outcomes = service_type->file()->package() == "tendon.outcomes.v1";
      const auto& channel = (of_outcomes ? exchange->outcomes() : exchange->referral()).channel();
      for (size_t role = 0; role < std::size(kRoles); ++role) {
        const grpc::Status status = CallRaw(channel, method, WithRole(kRoles[role]), {""}).status;
        if (row->second[role] == '-') {
          EXPECT_THAT(status, AllOf(StatusIs(grpc::StatusCode::PERMISSION_DENIED), HasReason("PERMISSION_DENIED")))
              << method << " as " << kRoles[role];
        } else {
          EXPECT_TRUE(status.ok() || status.error_code() == grpc::StatusCode::INVALID_ARGUMENT)
              << method << " as " << kRoles[role] << ": " << Describe(status);
        }
      }
    }
  }
  EXPECT_EQ(methods, kTable.size());
}

TEST_F(Policy, WithoutAnIdentityNothingIsAnswered) {
  const std::vector<Caller> nobodies = {
      {},
      {OrganizationName(kRiver), "", ""},
      {OrganizationName(kRiver), "", "king"},
      {"", "", "physician"},
      {kRiver, "", "physician"},
      {"organizations/-", "", "physician"},
      {"organizations/RIVER", "", "physician"},
      {OrganizationName(kRiver), OrganizationName(kHandWork) + "/clinicians/" + kMassageTherapist, "physician"},
      {OrganizationName(kRiver), "ada", "physician"},
      {"", OrganizationName(kRiver) + "/clinicians/" + kPhysician, "operator"},
  };
  for (const auto& [method, roles] : kTable) {
    const bool of_outcomes = method.rfind("/tendon.outcomes", 0) == 0;
    const auto& channel = (of_outcomes ? exchange->outcomes() : exchange->referral()).channel();
    for (const Caller& nobody : nobodies) {
      EXPECT_THAT(CallRaw(channel, method, nobody, {""}).status,
                  AllOf(StatusIs(grpc::StatusCode::UNAUTHENTICATED), HasReason("UNAUTHENTICATED")))
          << method;
    }
  }
}

TEST_F(Policy, AnIdentityThatIsGivenTwiceIsNone) {
  grpc::ClientContext context;
  Prepare(river->caller, {}, &context);
  context.AddMetadata("tendon-role", "operator");
  pb::ListOrganizationsResponse response;
  EXPECT_THAT(river->directory()->ListOrganizations(&context, pb::ListOrganizationsRequest(), &response),
              StatusIs(grpc::StatusCode::UNAUTHENTICATED));
}

}  // namespace
}  // namespace tendon::testing
