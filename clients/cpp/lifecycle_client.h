// Everything that happens to a referral after it was sent, as the seven services of the proto have it: appointments,
// questions, the course, proposals, the order, answers to screening, the history. Each method takes the proto's request
// and gives the proto's answer, for a transition the referral after it; see ReferralClient for request ids and errors.
#ifndef TENDON_CLIENTS_CPP_LIFECYCLE_CLIENT_H_
#define TENDON_CLIENTS_CPP_LIFECYCLE_CLIENT_H_

#include <memory>

#include "absl/status/statusor.h"
#include "clients/cpp/connection.h"
#include "tendon/referral/v1/appointment_service.grpc.pb.h"
#include "tendon/referral/v1/course_service.grpc.pb.h"
#include "tendon/referral/v1/history_service.grpc.pb.h"
#include "tendon/referral/v1/order_service.grpc.pb.h"
#include "tendon/referral/v1/proposal_service.grpc.pb.h"
#include "tendon/referral/v1/question_service.grpc.pb.h"
#include "tendon/referral/v1/screening_record_service.grpc.pb.h"

namespace tendon::client {

// Thread-safe.
class LifecycleClient {
 public:
  explicit LifecycleClient(std::shared_ptr<Connection> connection);

  using Referral = referral::v1::Referral;

  // The waiting list and appointments.
  absl::StatusOr<Referral> PutOnWaitlist(referral::v1::PutOnWaitlistRequest request, const CallOptions& call = {});
  absl::StatusOr<Referral> ScheduleAppointment(referral::v1::ScheduleAppointmentRequest request,
                                               const CallOptions& call = {});
  absl::StatusOr<Referral> RescheduleAppointment(referral::v1::RescheduleAppointmentRequest request,
                                                 const CallOptions& call = {});
  absl::StatusOr<Referral> CancelAppointment(referral::v1::CancelAppointmentRequest request,
                                             const CallOptions& call = {});
  absl::StatusOr<Referral> RecordNoShow(referral::v1::RecordNoShowRequest request, const CallOptions& call = {});
  absl::StatusOr<referral::v1::ListAppointmentsResponse> ListAppointments(referral::v1::ListAppointmentsRequest request,
                                                                          const CallOptions& call = {});

  // Questions and answers.
  absl::StatusOr<Referral> AskQuestions(referral::v1::AskQuestionsRequest request, const CallOptions& call = {});
  absl::StatusOr<Referral> AnswerQuestion(referral::v1::AnswerQuestionRequest request, const CallOptions& call = {});
  absl::StatusOr<Referral> AskClarification(referral::v1::AskClarificationRequest request,
                                            const CallOptions& call = {});
  absl::StatusOr<referral::v1::ListQuestionsResponse> ListQuestions(referral::v1::ListQuestionsRequest request,
                                                                    const CallOptions& call = {});

  // Holds, cancelling by agreement, failing, reports, cross-back.
  absl::StatusOr<Referral> HoldReferral(referral::v1::HoldReferralRequest request, const CallOptions& call = {});
  absl::StatusOr<Referral> ResumeReferral(referral::v1::ResumeReferralRequest request, const CallOptions& call = {});
  absl::StatusOr<Referral> RequestCancellation(referral::v1::RequestCancellationRequest request,
                                               const CallOptions& call = {});
  absl::StatusOr<Referral> ConfirmCancellation(referral::v1::ConfirmCancellationRequest request,
                                               const CallOptions& call = {});
  absl::StatusOr<Referral> RefuseCancellation(referral::v1::RefuseCancellationRequest request,
                                              const CallOptions& call = {});
  absl::StatusOr<Referral> WithdrawCancellation(referral::v1::WithdrawCancellationRequest request,
                                                const CallOptions& call = {});
  absl::StatusOr<Referral> FailReferral(referral::v1::FailReferralRequest request, const CallOptions& call = {});
  absl::StatusOr<Referral> AddInterimReport(referral::v1::AddInterimReportRequest request,
                                            const CallOptions& call = {});
  absl::StatusOr<Referral> AddAddendum(referral::v1::AddAddendumRequest request, const CallOptions& call = {});
  absl::StatusOr<Referral> SubmitLateSummary(referral::v1::SubmitLateSummaryRequest request,
                                             const CallOptions& call = {});
  absl::StatusOr<Referral> CrossBack(referral::v1::CrossBackRequest request, const CallOptions& call = {});

  // Proposals and children.
  absl::StatusOr<Referral> RequestExtension(referral::v1::RequestExtensionRequest request,
                                            const CallOptions& call = {});
  absl::StatusOr<Referral> ForwardReferral(referral::v1::ForwardReferralRequest request, const CallOptions& call = {});
  absl::StatusOr<Referral> ProposeChild(referral::v1::ProposeChildRequest request, const CallOptions& call = {});
  absl::StatusOr<Referral> CreateChildReferral(referral::v1::CreateChildReferralRequest request,
                                               const CallOptions& call = {});
  absl::StatusOr<Referral> ApproveProposal(referral::v1::ApproveProposalRequest request, const CallOptions& call = {});
  absl::StatusOr<Referral> DenyProposal(referral::v1::DenyProposalRequest request, const CallOptions& call = {});
  absl::StatusOr<Referral> WithdrawProposal(referral::v1::WithdrawProposalRequest request,
                                            const CallOptions& call = {});
  absl::StatusOr<referral::v1::ListProposalsResponse> ListProposals(referral::v1::ListProposalsRequest request,
                                                                    const CallOptions& call = {});

  // The order after it was sent, and corrections.
  absl::StatusOr<Referral> RedirectReferral(referral::v1::RedirectReferralRequest request,
                                            const CallOptions& call = {});
  absl::StatusOr<Referral> CloseReferral(referral::v1::CloseReferralRequest request, const CallOptions& call = {});
  absl::StatusOr<Referral> RequestMoreSessions(referral::v1::RequestMoreSessionsRequest request,
                                               const CallOptions& call = {});
  absl::StatusOr<Referral> ModifyReferral(referral::v1::ModifyReferralRequest request, const CallOptions& call = {});
  absl::StatusOr<Referral> AcknowledgeModification(referral::v1::AcknowledgeModificationRequest request,
                                                   const CallOptions& call = {});
  absl::StatusOr<Referral> AddSafetyFacts(referral::v1::AddSafetyFactsRequest request, const CallOptions& call = {});
  absl::StatusOr<Referral> MarkEnteredInError(referral::v1::MarkEnteredInErrorRequest request,
                                              const CallOptions& call = {});
  absl::StatusOr<Referral> ReportWrongPatient(referral::v1::ReportWrongPatientRequest request,
                                              const CallOptions& call = {});
  absl::StatusOr<Referral> LinkDuplicate(referral::v1::LinkDuplicateRequest request, const CallOptions& call = {});

  // Answers to what screening says: decision support, not a decision.
  absl::StatusOr<Referral> AttestOverride(referral::v1::AttestOverrideRequest request, const CallOptions& call = {});
  absl::StatusOr<Referral> AttachClearance(referral::v1::AttachClearanceRequest request, const CallOptions& call = {});

  // What happened, and the codes behind it.
  absl::StatusOr<referral::v1::Referral> GetReferralVersion(referral::v1::GetReferralVersionRequest request,
                                                            const CallOptions& call = {});
  absl::StatusOr<referral::v1::ListReferralVersionsResponse> ListReferralVersions(
      referral::v1::ListReferralVersionsRequest request, const CallOptions& call = {});
  absl::StatusOr<referral::v1::ExplainReferralResponse> ExplainReferral(referral::v1::ExplainReferralRequest request,
                                                                        const CallOptions& call = {});
  absl::StatusOr<referral::v1::ListReasonCodesResponse> ListReasonCodes(referral::v1::ListReasonCodesRequest request,
                                                                        const CallOptions& call = {});
  absl::StatusOr<referral::v1::ListStateMappingsResponse> ListStateMappings(
      referral::v1::ListStateMappingsRequest request, const CallOptions& call = {});

 private:
  std::shared_ptr<Connection> connection_;
  std::shared_ptr<referral::v1::AppointmentService::StubInterface> appointments_;
  std::shared_ptr<referral::v1::QuestionService::StubInterface> questions_;
  std::shared_ptr<referral::v1::CourseService::StubInterface> course_;
  std::shared_ptr<referral::v1::ProposalService::StubInterface> proposals_;
  std::shared_ptr<referral::v1::OrderService::StubInterface> orders_;
  std::shared_ptr<referral::v1::HistoryService::StubInterface> history_;
  std::shared_ptr<referral::v1::ScreeningRecordService::StubInterface> screening_records_;
};

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_LIFECYCLE_CLIENT_H_
