#include "services/referral/lifecycle_services.h"

#include "services/referral/handlers/lifecycle_handlers.h"
#include "services/referral/handlers/report_session.h"
#include "services/referral/handlers/screening_answers.h"
#include "tendon/referral/v1/appointment_service.grpc.pb.h"
#include "tendon/referral/v1/course_service.grpc.pb.h"
#include "tendon/referral/v1/history_service.grpc.pb.h"
#include "tendon/referral/v1/order_service.grpc.pb.h"
#include "tendon/referral/v1/proposal_service.grpc.pb.h"
#include "tendon/referral/v1/question_service.grpc.pb.h"
#include "tendon/referral/v1/screening_record_service.grpc.pb.h"

namespace tendon::referral {
namespace {

// A method: its name for the policy table, and its handler.
#define TENDON_METHOD(runs, Service, Method, Response)                                                               \
  Unary* Method(Context* context, const v1::Method##Request* request, v1::Response* response) override {             \
    return calls_->runs(context, "/tendon.referral.v1." #Service "/" #Method, request, response, &referral::Method); \
  }
#define TENDON_TRANSITION(Service, Method) TENDON_METHOD(Write, Service, Method, Referral)
#define TENDON_READ(Service, Method, Response) TENDON_METHOD(Read, Service, Method, Response)

class AppointmentServiceImpl final : public v1::AppointmentService::CallbackService {
 public:
  explicit AppointmentServiceImpl(ReferralCalls* calls) : calls_(calls) {}
  TENDON_TRANSITION(AppointmentService, PutOnWaitlist)
  TENDON_TRANSITION(AppointmentService, ScheduleAppointment)
  TENDON_TRANSITION(AppointmentService, RescheduleAppointment)
  TENDON_TRANSITION(AppointmentService, CancelAppointment)
  TENDON_TRANSITION(AppointmentService, RecordNoShow)
  TENDON_READ(AppointmentService, ListAppointments, ListAppointmentsResponse)

 private:
  ReferralCalls* const calls_;
};

class QuestionServiceImpl final : public v1::QuestionService::CallbackService {
 public:
  explicit QuestionServiceImpl(ReferralCalls* calls) : calls_(calls) {}
  TENDON_TRANSITION(QuestionService, AskQuestions)
  TENDON_TRANSITION(QuestionService, AnswerQuestion)
  TENDON_TRANSITION(QuestionService, AskClarification)
  TENDON_READ(QuestionService, ListQuestions, ListQuestionsResponse)

 private:
  ReferralCalls* const calls_;
};

class CourseServiceImpl final : public v1::CourseService::CallbackService {
 public:
  explicit CourseServiceImpl(ReferralCalls* calls) : calls_(calls) {}
  TENDON_TRANSITION(CourseService, HoldReferral)
  TENDON_TRANSITION(CourseService, ResumeReferral)
  TENDON_TRANSITION(CourseService, RequestCancellation)
  TENDON_TRANSITION(CourseService, ConfirmCancellation)
  TENDON_TRANSITION(CourseService, RefuseCancellation)
  TENDON_TRANSITION(CourseService, WithdrawCancellation)
  TENDON_TRANSITION(CourseService, FailReferral)
  TENDON_TRANSITION(CourseService, AddInterimReport)
  TENDON_TRANSITION(CourseService, AddAddendum)
  TENDON_TRANSITION(CourseService, SubmitLateSummary)
  TENDON_TRANSITION(CourseService, CrossBack)

 private:
  ReferralCalls* const calls_;
};

class ProposalServiceImpl final : public v1::ProposalService::CallbackService {
 public:
  explicit ProposalServiceImpl(ReferralCalls* calls) : calls_(calls) {}
  TENDON_TRANSITION(ProposalService, RequestExtension)
  TENDON_TRANSITION(ProposalService, ForwardReferral)
  TENDON_TRANSITION(ProposalService, ProposeChild)
  TENDON_TRANSITION(ProposalService, CreateChildReferral)
  TENDON_TRANSITION(ProposalService, ApproveProposal)
  TENDON_TRANSITION(ProposalService, DenyProposal)
  TENDON_TRANSITION(ProposalService, WithdrawProposal)
  TENDON_READ(ProposalService, ListProposals, ListProposalsResponse)

 private:
  ReferralCalls* const calls_;
};

class OrderServiceImpl final : public v1::OrderService::CallbackService {
 public:
  explicit OrderServiceImpl(ReferralCalls* calls) : calls_(calls) {}
  TENDON_TRANSITION(OrderService, RedirectReferral)
  TENDON_TRANSITION(OrderService, CloseReferral)
  TENDON_TRANSITION(OrderService, RequestMoreSessions)
  TENDON_TRANSITION(OrderService, ModifyReferral)
  TENDON_TRANSITION(OrderService, AcknowledgeModification)
  TENDON_TRANSITION(OrderService, AddSafetyFacts)
  TENDON_TRANSITION(OrderService, MarkEnteredInError)
  TENDON_TRANSITION(OrderService, ReportWrongPatient)
  TENDON_TRANSITION(OrderService, LinkDuplicate)

 private:
  ReferralCalls* const calls_;
};

class ScreeningRecordServiceImpl final : public v1::ScreeningRecordService::CallbackService {
 public:
  explicit ScreeningRecordServiceImpl(ReferralCalls* calls) : calls_(calls) {}
  TENDON_TRANSITION(ScreeningRecordService, AttestOverride)
  TENDON_TRANSITION(ScreeningRecordService, AttachClearance)
  TENDON_METHOD(Write, ScreeningRecordService, ReportSession, ReportSessionResponse)

 private:
  ReferralCalls* const calls_;
};

class HistoryServiceImpl final : public v1::HistoryService::CallbackService {
 public:
  explicit HistoryServiceImpl(ReferralCalls* calls) : calls_(calls) {}
  TENDON_READ(HistoryService, GetReferralVersion, Referral)
  TENDON_READ(HistoryService, ListReferralVersions, ListReferralVersionsResponse)
  TENDON_READ(HistoryService, ExplainReferral, ExplainReferralResponse)
  TENDON_READ(HistoryService, ListReasonCodes, ListReasonCodesResponse)
  TENDON_READ(HistoryService, ListStateMappings, ListStateMappingsResponse)

 private:
  ReferralCalls* const calls_;
};

#undef TENDON_READ
#undef TENDON_TRANSITION
#undef TENDON_METHOD

}  // namespace

std::vector<std::unique_ptr<grpc::Service>> MakeLifecycleServices(ReferralCalls* calls) {
  std::vector<std::unique_ptr<grpc::Service>> services;
  services.push_back(std::make_unique<AppointmentServiceImpl>(calls));
  services.push_back(std::make_unique<QuestionServiceImpl>(calls));
  services.push_back(std::make_unique<CourseServiceImpl>(calls));
  services.push_back(std::make_unique<ProposalServiceImpl>(calls));
  services.push_back(std::make_unique<OrderServiceImpl>(calls));
  services.push_back(std::make_unique<HistoryServiceImpl>(calls));
  services.push_back(std::make_unique<ScreeningRecordServiceImpl>(calls));
  return services;
}

std::vector<const google::protobuf::ServiceDescriptor*> LifecycleServiceDescriptors() {
  return {v1::PutOnWaitlistRequest::descriptor()->file()->service(0),
          v1::AskQuestionsRequest::descriptor()->file()->service(0),
          v1::HoldReferralRequest::descriptor()->file()->service(0),
          v1::RequestExtensionRequest::descriptor()->file()->service(0),
          v1::RedirectReferralRequest::descriptor()->file()->service(0),
          v1::GetReferralVersionRequest::descriptor()->file()->service(0),
          v1::AttestOverrideRequest::descriptor()->file()->service(0)};
}

}  // namespace tendon::referral
