#include "clients/cpp/lifecycle_client.h"

#include <utility>

namespace tendon::client {

namespace pb = referral::v1;

LifecycleClient::LifecycleClient(std::shared_ptr<Connection> connection)
    : connection_(std::move(connection)),
      appointments_(pb::AppointmentService::NewStub(connection_->referral_channel())),
      questions_(pb::QuestionService::NewStub(connection_->referral_channel())),
      course_(pb::CourseService::NewStub(connection_->referral_channel())),
      proposals_(pb::ProposalService::NewStub(connection_->referral_channel())),
      orders_(pb::OrderService::NewStub(connection_->referral_channel())),
      history_(pb::HistoryService::NewStub(connection_->referral_channel())),
      screening_records_(pb::ScreeningRecordService::NewStub(connection_->referral_channel())) {}

#define TENDON_CALL(stub, Service, Method, Response)                                                           \
  absl::StatusOr<pb::Response> LifecycleClient::Method(pb::Method##Request request, const CallOptions& call) { \
    return connection_->Call(*(stub), &pb::Service::StubInterface::Method, std::move(request), call);          \
  }
TENDON_CALL(appointments_, AppointmentService, PutOnWaitlist, Referral)
TENDON_CALL(appointments_, AppointmentService, ScheduleAppointment, Referral)
TENDON_CALL(appointments_, AppointmentService, RescheduleAppointment, Referral)
TENDON_CALL(appointments_, AppointmentService, CancelAppointment, Referral)
TENDON_CALL(appointments_, AppointmentService, RecordNoShow, Referral)
TENDON_CALL(appointments_, AppointmentService, ListAppointments, ListAppointmentsResponse)
TENDON_CALL(questions_, QuestionService, AskQuestions, Referral)
TENDON_CALL(questions_, QuestionService, AnswerQuestion, Referral)
TENDON_CALL(questions_, QuestionService, AskClarification, Referral)
TENDON_CALL(questions_, QuestionService, ListQuestions, ListQuestionsResponse)
TENDON_CALL(course_, CourseService, HoldReferral, Referral)
TENDON_CALL(course_, CourseService, ResumeReferral, Referral)
TENDON_CALL(course_, CourseService, RequestCancellation, Referral)
TENDON_CALL(course_, CourseService, ConfirmCancellation, Referral)
TENDON_CALL(course_, CourseService, RefuseCancellation, Referral)
TENDON_CALL(course_, CourseService, WithdrawCancellation, Referral)
TENDON_CALL(course_, CourseService, FailReferral, Referral)
TENDON_CALL(course_, CourseService, AddInterimReport, Referral)
TENDON_CALL(course_, CourseService, AddAddendum, Referral)
TENDON_CALL(course_, CourseService, SubmitLateSummary, Referral)
TENDON_CALL(course_, CourseService, CrossBack, Referral)
TENDON_CALL(proposals_, ProposalService, RequestExtension, Referral)
TENDON_CALL(proposals_, ProposalService, ForwardReferral, Referral)
TENDON_CALL(proposals_, ProposalService, ProposeChild, Referral)
TENDON_CALL(proposals_, ProposalService, CreateChildReferral, Referral)
TENDON_CALL(proposals_, ProposalService, ApproveProposal, Referral)
TENDON_CALL(proposals_, ProposalService, DenyProposal, Referral)
TENDON_CALL(proposals_, ProposalService, WithdrawProposal, Referral)
TENDON_CALL(proposals_, ProposalService, ListProposals, ListProposalsResponse)
TENDON_CALL(orders_, OrderService, RedirectReferral, Referral)
TENDON_CALL(orders_, OrderService, CloseReferral, Referral)
TENDON_CALL(orders_, OrderService, RequestMoreSessions, Referral)
TENDON_CALL(orders_, OrderService, ModifyReferral, Referral)
TENDON_CALL(orders_, OrderService, AcknowledgeModification, Referral)
TENDON_CALL(orders_, OrderService, AddSafetyFacts, Referral)
TENDON_CALL(orders_, OrderService, MarkEnteredInError, Referral)
TENDON_CALL(orders_, OrderService, ReportWrongPatient, Referral)
TENDON_CALL(orders_, OrderService, LinkDuplicate, Referral)
TENDON_CALL(history_, HistoryService, GetReferralVersion, Referral)
TENDON_CALL(history_, HistoryService, ListReferralVersions, ListReferralVersionsResponse)
TENDON_CALL(history_, HistoryService, ExplainReferral, ExplainReferralResponse)
TENDON_CALL(history_, HistoryService, ListReasonCodes, ListReasonCodesResponse)
TENDON_CALL(history_, HistoryService, ListStateMappings, ListStateMappingsResponse)

TENDON_CALL(screening_records_, ScreeningRecordService, AttestOverride, Referral)
TENDON_CALL(screening_records_, ScreeningRecordService, AttachClearance, Referral)
#undef TENDON_CALL

}  // namespace tendon::client
