#include "tests/unit/referral/perform.h"

#include "services/referral/handlers/screening_answers.h"
#include "services/referral/lifecycle/reasons.h"
#include "services/referral/record.h"

namespace tendon::referral {
namespace {

struct Attempt {
  Desk& desk;
  const security::Principal& who;
  const ReferralRecord& on;
  const Choice& choice;
  ReferralEvent event;

  std::string Name() const { return on.referral.name(); }
};
using Performer = std::function<absl::StatusOr<v1::Referral>(const Attempt&)>;

// The last part of the referral's own that an event can be about, standing or not.
template <class Items>
std::string LastOf(const Attempt& attempt, const Items& items, const char* collection) {
  return items.empty() ? attempt.Name() + "/" + collection + "/1" : items.Get(items.size() - 1).name();
}
std::string Appointment(const Attempt& a) { return LastOf(a, a.on.details.appointments(), "appointments"); }
std::string Question(const Attempt& a) { return LastOf(a, a.on.details.questions(), "questions"); }
std::string Proposal(const Attempt& a) { return LastOf(a, a.on.details.proposals(), "proposals"); }

// A reason code that the table has for the event and somebody of these roles; else any of the event.
std::string GoodReason(ReferralEvent event, RoleSet roles) {
  std::string any;
  for (const ReasonRow& row : kReasons) {
    if (row.event != event) continue;
    if (!(row.by & roles).empty()) return std::string(row.code);
    any = std::string(row.code);
  }
  return any;
}

template <class Request>
void Fill(const Attempt& attempt, Request* request) {
  request->set_etag(attempt.choice.etag.empty() ? attempt.on.referral.etag() : attempt.choice.etag);
  if constexpr (requires { request->set_reason_code(""); }) {
    const RoleSet roles = RolesOf(attempt.on.referral, attempt.who);
    request->set_reason_code(attempt.choice.reason_code.empty() ? GoodReason(attempt.event, roles)
                                                                : attempt.choice.reason_code);
  }
  if constexpr (requires { request->set_comment(""); }) request->set_comment(attempt.choice.comment);
}

template <class Request>
Performer By(Desk::Handler<Request, v1::Referral> handler,
             std::function<void(const Attempt&, Request*)> more = nullptr) {
  return [handler, more](const Attempt& attempt) {
    Request request;
    request.set_name(attempt.Name());
    Fill(attempt, &request);
    if (more != nullptr) more(attempt, &request);
    return attempt.desk.Run(attempt.who, handler, request, attempt.choice.keep);
  };
}

v1::ClosingSummary Summary() {
  v1::ClosingSummary summary;
  summary.set_text("what was done");
  summary.set_discharge_reason(v1::DISCHARGE_REASON_GOALS_MET);
  return summary;
}

v1::Referral ChildOrder(const Attempt& attempt) {
  v1::Referral child = Order("elm", 0);
  child.clear_patient();
  child.clear_informed_parties();
  child.set_recipient(attempt.choice.elsewhere);
  child.mutable_authorization()->set_sessions(4);
  return child;
}

absl::StatusOr<v1::Referral> Edit(const Attempt& attempt) {
  v1::UpdateReferralRequest request;
  request.mutable_referral()->set_name(attempt.Name());
  request.mutable_referral()->set_etag(attempt.choice.etag.empty() ? attempt.on.referral.etag() : attempt.choice.etag);
  request.mutable_referral()->set_note("changed");
  request.mutable_update_mask()->add_paths("note");
  return attempt.desk.Run(attempt.who, &UpdateReferral, request, attempt.choice.keep);
}

absl::StatusOr<v1::Referral> Modify(const Attempt& attempt) {
  v1::ModifyReferralRequest request;
  request.mutable_referral()->set_name(attempt.Name());
  request.mutable_referral()->set_etag(attempt.choice.etag.empty() ? attempt.on.referral.etag() : attempt.choice.etag);
  request.mutable_referral()->set_note("changed after sending");
  request.mutable_update_mask()->add_paths("note");
  return attempt.desk.Run(attempt.who, &ModifyReferral, request, attempt.choice.keep);
}

google::protobuf::Timestamp Later(const Attempt& attempt, absl::Duration duration) {
  return ToProto(attempt.desk.now + duration);
}

const std::map<ReferralEvent, Performer>& Performers() {
  static const auto* const performers = new std::map<ReferralEvent, Performer>{
      {v1::REFERRAL_EVENT_EDIT, Edit},
      {v1::REFERRAL_EVENT_MODIFY, Modify},
      {v1::REFERRAL_EVENT_DISCARD, By<v1::CancelReferralRequest>(&CancelReferral)},
      {v1::REFERRAL_EVENT_SEND, By<v1::SendReferralRequest>(&SendReferral)},
      {v1::REFERRAL_EVENT_RECEIVE, By<v1::ReceiveReferralRequest>(&ReceiveReferral)},
      {v1::REFERRAL_EVENT_ACCEPT, By<v1::AcceptReferralRequest>(&AcceptReferral)},
      {v1::REFERRAL_EVENT_DECLINE, By<v1::DeclineReferralRequest>(&DeclineReferral)},
      {v1::REFERRAL_EVENT_ASK_INFO, By<v1::AskQuestionsRequest>(&AskQuestions,
                                                                [](const Attempt&, auto* request) {
                                                                  auto* question = request->add_questions();
                                                                  question->set_kind(v1::QUESTION_KIND_VALUE);
                                                                  question->set_text("is anticoagulation current?");
                                                                  question->set_mandatory(true);
                                                                })},
      {v1::REFERRAL_EVENT_ANSWER_INFO, By<v1::AnswerQuestionRequest>(&AnswerQuestion,
                                                                     [](const Attempt& a, auto* request) {
                                                                       request->set_name(Question(a));
                                                                       request->mutable_answer()->set_text("no");
                                                                     })},
      {v1::REFERRAL_EVENT_ASK_CLARIFICATION,
       By<v1::AskClarificationRequest>(&AskClarification,
                                       [](const Attempt&, auto* request) { request->set_text("which exercises?"); })},
      {v1::REFERRAL_EVENT_ANSWER_CLARIFICATION, By<v1::AnswerQuestionRequest>(&AnswerQuestion,
                                                                              [](const Attempt& a, auto* request) {
                                                                                request->set_name(Question(a));
                                                                                request->mutable_answer()->set_text(
                                                                                    "these");
                                                                              })},
      {v1::REFERRAL_EVENT_PUT_ON_WAITLIST,
       By<v1::PutOnWaitlistRequest>(&PutOnWaitlist,
                                    [](const Attempt&, auto* request) { request->set_estimated_date("2027-03-01"); })},
      {v1::REFERRAL_EVENT_SCHEDULE,
       By<v1::ScheduleAppointmentRequest>(&ScheduleAppointment,
                                          [](const Attempt& a, auto* request) {
                                            *request->mutable_appointment()->mutable_start_time() =
                                                Later(a, absl::Hours(240));
                                          })},
      {v1::REFERRAL_EVENT_RESCHEDULE, By<v1::RescheduleAppointmentRequest>(&RescheduleAppointment,
                                                                           [](const Attempt& a, auto* request) {
                                                                             request->set_name(Appointment(a));
                                                                             *request->mutable_start_time() =
                                                                                 Later(a, absl::Hours(480));
                                                                           })},
      {v1::REFERRAL_EVENT_CANCEL_APPOINTMENT,
       By<v1::CancelAppointmentRequest>(&CancelAppointment,
                                        [](const Attempt& a, auto* request) { request->set_name(Appointment(a)); })},
      {v1::REFERRAL_EVENT_NO_SHOW,
       By<v1::RecordNoShowRequest>(&RecordNoShow,
                                   [](const Attempt& a, auto* request) { request->set_name(Appointment(a)); })},
      {v1::REFERRAL_EVENT_START_SESSION, By<v1::StartSessionRequest>(&StartSession)},
      {v1::REFERRAL_EVENT_INTERIM_REPORT,
       By<v1::AddInterimReportRequest>(&AddInterimReport,
                                       [](const Attempt&, auto* request) { request->set_text("so far"); })},
      {v1::REFERRAL_EVENT_HOLD, By<v1::HoldReferralRequest>(&HoldReferral)},
      {v1::REFERRAL_EVENT_RESUME, By<v1::ResumeReferralRequest>(&ResumeReferral)},
      {v1::REFERRAL_EVENT_CANCEL, By<v1::CancelReferralRequest>(&CancelReferral)},
      {v1::REFERRAL_EVENT_REQUEST_CANCEL, By<v1::RequestCancellationRequest>(&RequestCancellation)},
      {v1::REFERRAL_EVENT_CONFIRM_CANCEL, By<v1::ConfirmCancellationRequest>(&ConfirmCancellation)},
      {v1::REFERRAL_EVENT_REFUSE_CANCEL, By<v1::RefuseCancellationRequest>(&RefuseCancellation)},
      {v1::REFERRAL_EVENT_WITHDRAW_CANCEL, By<v1::WithdrawCancellationRequest>(&WithdrawCancellation)},
      {v1::REFERRAL_EVENT_COMPLETE,
       By<v1::CompleteReferralRequest>(&CompleteReferral,
                                       [](const Attempt&, auto* r) { *r->mutable_closing_summary() = Summary(); })},
      {v1::REFERRAL_EVENT_CROSS_BACK, By<v1::CrossBackRequest>(&CrossBack,
                                                               [](const Attempt& a, auto* r) {
                                                                 *r->mutable_closing_summary() = Summary();
                                                                 r->set_completed(a.choice.flag);
                                                                 r->set_halt_parent(a.choice.flag);
                                                                 r->set_recheck(true);
                                                               })},
      {v1::REFERRAL_EVENT_FAIL, By<v1::FailReferralRequest>(&FailReferral)},
      {v1::REFERRAL_EVENT_ADDENDUM,
       By<v1::AddAddendumRequest>(&AddAddendum, [](const Attempt&, auto* request) { request->set_text("also"); })},
      {v1::REFERRAL_EVENT_LATE_SUMMARY,
       By<v1::SubmitLateSummaryRequest>(&SubmitLateSummary,
                                        [](const Attempt&, auto* r) { *r->mutable_closing_summary() = Summary(); })},
      {v1::REFERRAL_EVENT_ACKNOWLEDGE, By<v1::AcknowledgeReferralRequest>(&AcknowledgeReferral)},
      {v1::REFERRAL_EVENT_MORE_SESSIONS,
       By<v1::RequestMoreSessionsRequest>(
           &RequestMoreSessions, [](const Attempt&, auto* r) { r->mutable_authorization()->set_sessions(3); })},
      {v1::REFERRAL_EVENT_REDIRECT,
       By<v1::RedirectReferralRequest>(&RedirectReferral,
                                       [](const Attempt& a, auto* r) { r->set_recipient(a.choice.elsewhere); })},
      {v1::REFERRAL_EVENT_FORWARD_ONWARD,
       By<v1::ForwardReferralRequest>(&ForwardReferral,
                                      [](const Attempt& a, auto* r) { r->set_recipient(a.choice.elsewhere); })},
      {v1::REFERRAL_EVENT_CLOSE_WITHOUT, By<v1::CloseReferralRequest>(&CloseReferral)},
      {v1::REFERRAL_EVENT_REQUEST_EXTENSION,
       By<v1::RequestExtensionRequest>(&RequestExtension,
                                       [](const Attempt&, auto* r) { r->mutable_authorization()->set_sessions(10); })},
      {v1::REFERRAL_EVENT_PROPOSE_CHILD, By<v1::ProposeChildRequest>(&ProposeChild,
                                                                     [](const Attempt& a, auto* r) {
                                                                       r->clear_reason_code();
                                                                       *r->mutable_child() = ChildOrder(a);
                                                                     })},
      {v1::REFERRAL_EVENT_CREATE_CHILD,
       By<v1::CreateChildReferralRequest>(&CreateChildReferral,
                                          [](const Attempt& a, auto* r) { *r->mutable_child() = ChildOrder(a); })},
      {v1::REFERRAL_EVENT_APPROVE_PROPOSAL,
       By<v1::ApproveProposalRequest>(&ApproveProposal, [](const Attempt& a, auto* r) { r->set_name(Proposal(a)); })},
      {v1::REFERRAL_EVENT_DENY_PROPOSAL,
       By<v1::DenyProposalRequest>(&DenyProposal, [](const Attempt& a, auto* r) { r->set_name(Proposal(a)); })},
      {v1::REFERRAL_EVENT_WITHDRAW_PROPOSAL,
       By<v1::WithdrawProposalRequest>(&WithdrawProposal, [](const Attempt& a, auto* r) { r->set_name(Proposal(a)); })},
      {v1::REFERRAL_EVENT_ACK_MODIFICATION, By<v1::AcknowledgeModificationRequest>(&AcknowledgeModification)},
      {v1::REFERRAL_EVENT_ADD_SAFETY_FACT,
       By<v1::AddSafetyFactsRequest>(&AddSafetyFacts,
                                     [](const Attempt&, auto* r) { r->add_conditions()->set_icd10cm("I82.40"); })},
      {v1::REFERRAL_EVENT_ATTEST_OVERRIDE, By<v1::AttestOverrideRequest>(&AttestOverride,
                                                                         [](const Attempt& a, auto* r) {
                                                                           r->set_rule("CI001");
                                                                           *r->mutable_expire_time() =
                                                                               Later(a, absl::Hours(24));
                                                                         })},
      {v1::REFERRAL_EVENT_ATTACH_CLEARANCE, By<v1::AttachClearanceRequest>(&AttachClearance,
                                                                           [](const Attempt&, auto* r) {
                                                                             r->set_technique("CUPPING_OF_OUR_OWN");
                                                                             r->set_clearing_clinician("Dr Ada");
                                                                             r->set_clear_date("2026-11-01");
                                                                             r->set_text("may be done");
                                                                           })},
      {v1::REFERRAL_EVENT_ENTERED_IN_ERROR, By<v1::MarkEnteredInErrorRequest>(&MarkEnteredInError)},
      {v1::REFERRAL_EVENT_WRONG_PATIENT, By<v1::ReportWrongPatientRequest>(&ReportWrongPatient)},
      {v1::REFERRAL_EVENT_LINK_DUPLICATE,
       By<v1::LinkDuplicateRequest>(&LinkDuplicate,
                                    [](const Attempt& a, auto* r) { r->set_duplicate_of(a.choice.other_referral); })},
  };
  return *performers;
}

}  // namespace

bool IsPerformable(ReferralEvent event) { return Performers().contains(event); }

absl::StatusOr<v1::Referral> Perform(Desk& desk, ReferralEvent event, const security::Principal& who,
                                     const ReferralRecord& on, const Choice& choice) {
  const auto performer = Performers().find(event);
  if (performer == Performers().end()) return absl::InvalidArgumentError("no method of these handlers makes it");
  return performer->second({desk, who, on, choice, event});
}

}  // namespace tendon::referral
