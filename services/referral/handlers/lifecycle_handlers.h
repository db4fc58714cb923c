// The handlers of everything that happens to a referral after it was sent; see handlers.h. One file a group.
#pragma once

#include "services/referral/handlers/handlers.h"
#include "tendon/referral/v1/appointment_service.pb.h"
#include "tendon/referral/v1/course_service.pb.h"
#include "tendon/referral/v1/history_service.pb.h"
#include "tendon/referral/v1/order_service.pb.h"
#include "tendon/referral/v1/proposal_service.pb.h"
#include "tendon/referral/v1/question_service.pb.h"

namespace tendon::referral {

// Answers with the referral after the transition.
template <class Request>
using TransitionHandler = absl::Status(Call& call, Transaction& transaction, const Request& request,
                                       v1::Referral* response);
template <class Request, class Response>
using ReadHandler = absl::Status(Call& call, Reader& reader, const Request& request, Response* response);

// appointments.cc
TransitionHandler<v1::PutOnWaitlistRequest> PutOnWaitlist;
TransitionHandler<v1::ScheduleAppointmentRequest> ScheduleAppointment;
TransitionHandler<v1::RescheduleAppointmentRequest> RescheduleAppointment;
TransitionHandler<v1::CancelAppointmentRequest> CancelAppointment;
TransitionHandler<v1::RecordNoShowRequest> RecordNoShow;
ReadHandler<v1::ListAppointmentsRequest, v1::ListAppointmentsResponse> ListAppointments;

// questions.cc
TransitionHandler<v1::AskQuestionsRequest> AskQuestions;
TransitionHandler<v1::AnswerQuestionRequest> AnswerQuestion;
TransitionHandler<v1::AskClarificationRequest> AskClarification;
ReadHandler<v1::ListQuestionsRequest, v1::ListQuestionsResponse> ListQuestions;

// course.cc
TransitionHandler<v1::HoldReferralRequest> HoldReferral;
TransitionHandler<v1::ResumeReferralRequest> ResumeReferral;
TransitionHandler<v1::RequestCancellationRequest> RequestCancellation;
TransitionHandler<v1::ConfirmCancellationRequest> ConfirmCancellation;
TransitionHandler<v1::RefuseCancellationRequest> RefuseCancellation;
TransitionHandler<v1::WithdrawCancellationRequest> WithdrawCancellation;
TransitionHandler<v1::FailReferralRequest> FailReferral;
TransitionHandler<v1::AddInterimReportRequest> AddInterimReport;
TransitionHandler<v1::AddAddendumRequest> AddAddendum;
TransitionHandler<v1::SubmitLateSummaryRequest> SubmitLateSummary;

// cross_back.cc
TransitionHandler<v1::CrossBackRequest> CrossBack;

// proposals.cc
TransitionHandler<v1::RequestExtensionRequest> RequestExtension;
TransitionHandler<v1::ForwardReferralRequest> ForwardReferral;
TransitionHandler<v1::ProposeChildRequest> ProposeChild;
TransitionHandler<v1::ApproveProposalRequest> ApproveProposal;
TransitionHandler<v1::DenyProposalRequest> DenyProposal;
TransitionHandler<v1::WithdrawProposalRequest> WithdrawProposal;
ReadHandler<v1::ListProposalsRequest, v1::ListProposalsResponse> ListProposals;

// children.cc
TransitionHandler<v1::CreateChildReferralRequest> CreateChildReferral;

// order.cc
TransitionHandler<v1::RedirectReferralRequest> RedirectReferral;
TransitionHandler<v1::CloseReferralRequest> CloseReferral;
TransitionHandler<v1::RequestMoreSessionsRequest> RequestMoreSessions;
TransitionHandler<v1::ModifyReferralRequest> ModifyReferral;
TransitionHandler<v1::AcknowledgeModificationRequest> AcknowledgeModification;

// corrections.cc
TransitionHandler<v1::AddSafetyFactsRequest> AddSafetyFacts;
TransitionHandler<v1::MarkEnteredInErrorRequest> MarkEnteredInError;
TransitionHandler<v1::ReportWrongPatientRequest> ReportWrongPatient;
TransitionHandler<v1::LinkDuplicateRequest> LinkDuplicate;

// history.cc
ReadHandler<v1::GetReferralVersionRequest, v1::Referral> GetReferralVersion;
ReadHandler<v1::ListReferralVersionsRequest, v1::ListReferralVersionsResponse> ListReferralVersions;

// explain.cc
ReadHandler<v1::ExplainReferralRequest, v1::ExplainReferralResponse> ExplainReferral;
ReadHandler<v1::ListReasonCodesRequest, v1::ListReasonCodesResponse> ListReasonCodes;
ReadHandler<v1::ListStateMappingsRequest, v1::ListStateMappingsResponse> ListStateMappings;

}  // namespace tendon::referral
