// The verbs of `tendon referral` for the course of a referral: waiting list and appointments, questions, holds,
// cancelling by agreement, failing and reports.
#include "clients/cli/referral_commands.h"
#include "clients/cli/referral_verbs.h"

namespace tendon::cli {
namespace {

namespace pb = referral::v1;
using client::LifecycleClient;

const VerbOption kReason = {"--reason", "reason_code", "The reason code: see `tendon referral reasons`", true};
const VerbOption kComment = {"--comment", "comment", "The reason in words"};
const VerbOption kSummary = {"--summary", "closing_summary.text", "What was done and what came of it"};
const VerbOption kDischarge = {"--discharge-reason", "closing_summary.discharge_reason", "GOALS_MET, PLATEAU, …"};
const VerbOption kNeededSummary = {"--summary", "closing_summary.text", "What was done and what came of it", true};
const VerbOption kNeededDischarge = {"--discharge-reason", "closing_summary.discharge_reason", "GOALS_MET, PLATEAU, …",
                                     true};
constexpr char kWhen[] = "When: 2026-11-23T15:00:00Z";

void AddAppointments(CLI::App& group, Context& context) {
  AddVerb<pb::PutOnWaitlistRequest>(
      group, context,
      {"waitlist",
       "Accepted, and no place yet",
       "",
       {{"--until", "estimated_date", "About when there will be a place: 2026-12-24", true}, kComment}},
      &LifecycleClient::PutOnWaitlist);
  AddVerb<pb::ScheduleAppointmentRequest>(
      group, context,
      {"schedule",
       "Book an appointment",
       "",
       {{"--start", "appointment.start_time", kWhen, true},
        {"--minutes", "appointment.duration_minutes", "How long"},
        {"--with", "appointment.clinician", "With whom", false, ValueKind::kClinician},
        {"--site", "appointment.site_id", "Where: a site of yours"}}},
      &LifecycleClient::ScheduleAppointment);
  AddVerb<pb::RescheduleAppointmentRequest>(
      group, context,
      {"reschedule",
       "Move an appointment",
       "appointments",
       {{"--start", "start_time", kWhen, true}, {"--minutes", "duration_minutes", "How long"}, kComment}},
      &LifecycleClient::RescheduleAppointment);
  AddVerb<pb::CancelAppointmentRequest>(
      group, context, {"cancel-appointment", "An appointment is off", "appointments", {kReason, kComment}},
      &LifecycleClient::CancelAppointment);
  AddVerb<pb::RecordNoShowRequest>(
      group, context,
      {"no-show", "The patient did not come", "appointments", {{"--reason", "reason_code", "Why"}, kComment}},
      &LifecycleClient::RecordNoShow);
}

void AddQuestions(CLI::App& group, Context& context) {
  AddVerb<pb::AskQuestionsRequest>(
      group, context,
      {"ask",
       "Ask the referrer; several questions from a file",
       "",
       {{"--question", "questions.0.text", "The question"},
        {"VALUE", "questions.0.kind", "", false, ValueKind::kConstant},
        {"--kind", "questions.0.kind", "VALUE, DOCUMENT or CLEARANCE"},
        {"--mandatory", "questions.0.mandatory", "Nothing goes on without the answer", false, ValueKind::kFlag}},
       "questions"},
      &LifecycleClient::AskQuestions);
  AddVerb<pb::AnswerQuestionRequest>(
      group, context,
      {"answer",
       "Answer a question",
       "questions",
       {{"--text", "answer.text", "In words"},
        {"--cleared", "answer.cleared", "The clearance is given", false, ValueKind::kFlag}},
       "answer"},
      &LifecycleClient::AnswerQuestion);
  AddVerb<pb::AskClarificationRequest>(
      group, context, {"clarify", "Ask about the outcome", "", {{"--text", "text", "The question", true}}},
      &LifecycleClient::AskClarification);
}

void AddHolds(CLI::App& group, Context& context) {
  AddVerb<pb::HoldReferralRequest>(group, context, {"hold", "Halt it", "", {kReason, kComment}},
                                   &LifecycleClient::HoldReferral);
  AddVerb<pb::ResumeReferralRequest>(
      group, context,
      {"resume",
       "Go on after a hold; a safety hold ends once nothing stands in the way",
       "",
       {kComment,
        {"--finding", "findings",
         "What was found, as often as needed: RF_SADDLE=no when the sign is gone, BP=128mm[Hg],82mm[Hg]", false,
         ValueKind::kFindings}}},
      &LifecycleClient::ResumeReferral);
  AddVerb<pb::RequestCancellationRequest>(
      group, context, {"request-cancel", "Ask to stop after treatment has begun", "", {kReason, kComment}},
      &LifecycleClient::RequestCancellation);
  AddVerb<pb::ConfirmCancellationRequest>(
      group, context,
      {"confirm-cancel", "Stop as the referrer asked", "", {kComment, kSummary, kDischarge}, "closing_summary"},
      &LifecycleClient::ConfirmCancellation);
  AddVerb<pb::RefuseCancellationRequest>(group, context, {"refuse-cancel", "Do not stop", "", {kReason, kComment}},
                                         &LifecycleClient::RefuseCancellation);
  AddVerb<pb::WithdrawCancellationRequest>(group, context,
                                           {"withdraw-cancel", "Take the wish to stop back", "", {kComment}},
                                           &LifecycleClient::WithdrawCancellation);
}

void AddEnds(CLI::App& group, Context& context) {
  AddVerb<pb::FailReferralRequest>(
      group, context,
      {"fail", "The treatment could not be done", "", {kReason, kComment, kSummary, kDischarge}, "closing_summary"},
      &LifecycleClient::FailReferral);
  AddVerb<pb::AddInterimReportRequest>(
      group, context, {"report", "Report before the end", "", {{"--text", "text", "The report", true}}},
      &LifecycleClient::AddInterimReport);
  AddVerb<pb::AddAddendumRequest>(group, context,
                                  {"addendum", "Add to the summary", "", {{"--text", "text", "What is added", true}}},
                                  &LifecycleClient::AddAddendum);
  AddVerb<pb::SubmitLateSummaryRequest>(
      group, context,
      {"late-summary", "Hand in the summary that is owed", "", {kNeededSummary, kNeededDischarge}, "closing_summary"},
      &LifecycleClient::SubmitLateSummary);
  AddVerb<pb::CrossBackRequest>(
      group, context,
      {"cross-back",
       "Send the patient back with urgency",
       "",
       {kReason,
        kComment,
        kNeededSummary,
        kNeededDischarge,
        {"--completed", "completed", "The treatment has reached what it can", false, ValueKind::kFlag},
        {"--halt-parent", "halt_parent", "The finding applies to the parent too", false, ValueKind::kFlag},
        {"--recheck", "recheck", "A physician must see the patient", false, ValueKind::kFlag},
        {"--refer-urgency", "refer_urgency",
         "How soon, with --recheck: EMERGENCY, URGENT_SAME_DAY (when left out) or ROUTINE"}},
       "closing_summary"},
      &LifecycleClient::CrossBack);
}

}  // namespace

void AddReferralCourse(CLI::App& group, Context& context) {
  AddAppointments(group, context);
  AddQuestions(group, context);
  AddHolds(group, context);
  AddEnds(group, context);
}

}  // namespace tendon::cli
