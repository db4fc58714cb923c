#include "services/referral/lifecycle/apply.h"

#include "services/referral/lifecycle/outcomes.h"
#include "services/referral/lifecycle/settle.h"
#include "services/referral/lifecycle/turn.h"

namespace tendon::referral {
namespace {

// Stays the reason until the hold is over.
constexpr std::string_view kRedFlag = "red-flag";

void RecordTransition(const Decision& decision, ReferralState to, const Act& act, v1::Referral* referral) {
  v1::Transition* transition = referral->mutable_last_transition();
  transition->Clear();
  transition->set_event(decision.row->event);
  transition->set_rule(std::string(decision.no_op ? "47" : decision.row->rule));
  transition->set_from_state(referral->state());
  transition->set_to_state(to);
  transition->set_actor_role(decision.role);
  transition->set_organization(act.organization);
  transition->set_clinician(act.clinician);
  transition->set_reason_code(act.reason_code);
  transition->set_comment(act.comment);
  transition->set_no_op(decision.no_op);
  transition->set_subject(act.subject);
  *transition->mutable_transition_time() = ToProto(act.time);
}

void AddText(const Act& act, const std::string& text, v1::Addendum* added) {
  added->set_text(text);
  *added->mutable_add_time() = ToProto(act.time);
  added->set_clinician(act.clinician);
}

}  // namespace

std::string EtagOf(int64_t version) { return "v" + std::to_string(version); }

void ApplyTransition(const Decision& decision, const Act& act, const Calendars& calendars, ReferralRecord* record) {
  v1::Referral* referral = &record->referral;
  const ReferralState from = referral->state();
  const ReferralState to = decision.no_op ? from : ResolveOutcome(*decision.row, *record, decision.role, act.subject);
  RecordTransition(decision, to, act, referral);
  referral->set_version(referral->version() + 1);
  referral->set_etag(EtagOf(referral->version()));
  *referral->mutable_update_time() = ToProto(act.time);
  referral->set_state(to);
  if (!decision.no_op) Settle(decision.row->event, from, act, record);
  PassTurn(act.time, calendars, record);
}

void OpenAssignment(const Act& act, v1::Referral* referral) {
  const int number = referral->assignments_size() + 1;
  v1::Assignment* assignment = referral->add_assignments();
  assignment->set_name(referral->name() + "/assignments/" + std::to_string(number));
  assignment->set_recipient(referral->recipient());
  *assignment->mutable_send_time() = ToProto(act.time);
}

void RedirectAssignment(const Act& act, const std::string& recipient, const std::string& clinician,
                        v1::Referral* referral) {
  v1::Assignment* ended = CurrentAssignment(referral);
  ended->set_state(v1::REFERRAL_STATE_REDIRECTED);
  ended->set_end_version(referral->version());
  ended->set_sessions_completed(referral->progress().sessions_completed());
  if (!ended->has_end_time()) *ended->mutable_end_time() = ToProto(act.time);
  referral->clear_progress();
  referral->mutable_progress()->set_sessions_authorized(referral->authorization().sessions());
  referral->clear_closing_summary();
  referral->clear_interim_reports();
  referral->set_summary_owed(false);
  referral->set_recipient(recipient);
  referral->set_recipient_clinician(clinician);
  OpenAssignment(act, referral);
}

void AcceptAssignment(const Act& act, const std::string& clinician, v1::Referral* referral) {
  v1::Assignment* assignment = CurrentAssignment(referral);
  assignment->set_clinician(clinician);
  *assignment->mutable_accept_time() = ToProto(act.time);
  assignment->set_episode(referral->name() + "/episodes/" + std::to_string(referral->assignments_size()));
}

void StartHold(PartyRole party, const Act& act, v1::Referral* referral) {
  v1::Hold next;
  next.set_party(party);
  next.set_reason_code(act.reason_code);
  *next.mutable_hold_time() = ToProto(act.time);
  if (referral->state() != v1::REFERRAL_STATE_ON_HOLD) {
    next.set_prior_state(referral->state());
    *referral->mutable_hold() = next;
  } else if (IsSafetyHold(next)) {
    next.set_prior_state(referral->hold().prior_state());
    if (referral->hold().reason_code() == kRedFlag) next.set_reason_code(std::string(kRedFlag));
    *referral->mutable_hold() = next;
  }
}

void StartCancelRequest(const Act& act, v1::Referral* referral) {
  v1::CancelRequest* request = referral->mutable_cancel_request();
  request->set_reason_code(act.reason_code);
  request->set_prior_state(referral->state());
  request->set_refused(false);
  *request->mutable_request_time() = ToProto(act.time);
}

void StoreSummary(const Act& act, const v1::ClosingSummary& summary, bool partial, v1::Referral* referral) {
  *referral->mutable_closing_summary() = summary;
  referral->mutable_closing_summary()->set_partial(partial);
  *referral->mutable_closing_summary()->mutable_complete_time() = ToProto(act.time);
  referral->set_summary_owed(false);
}

void AppendAddendum(const Act& act, const std::string& text, v1::Referral* referral) {
  AddText(act, text, referral->mutable_closing_summary()->add_addenda());
}

void AppendInterimReport(const Act& act, const std::string& text, v1::Referral* referral) {
  AddText(act, text, referral->add_interim_reports());
}

void StoreAcknowledgement(const Act& act, v1::Referral* referral) {
  v1::Acknowledgement* acknowledgement = referral->mutable_acknowledgement();
  acknowledgement->set_clinician(act.clinician);
  acknowledgement->set_unread(false);
  *acknowledgement->mutable_acknowledge_time() = ToProto(act.time);
}

}  // namespace tendon::referral
