#include "services/referral/lifecycle/settle.h"

#include "services/referral/lifecycle/appointments.h"
#include "services/referral/lifecycle/proposals.h"
#include "services/referral/lifecycle/questions.h"

namespace tendon::referral {
namespace {

// The treatment by this assignment is over, or never came to be.
constexpr StateSet kTreatmentOver = states::kTerminal | states::kUntreated | states::kCompleted;
constexpr StateSet kAssignmentOver = states::kTerminal | states::kUntreated;

void FollowInAssignment(const Act& act, v1::Referral* referral) {
  v1::Assignment* assignment = CurrentAssignment(referral);
  if (assignment == nullptr) return;
  assignment->set_state(referral->state());
  if (!kAssignmentOver.contains(referral->state()) || assignment->has_end_time()) return;
  *assignment->mutable_end_time() = ToProto(act.time);
  assignment->set_reason_code(act.reason_code);
}

void DropWhatIsOver(v1::Referral* referral) {
  const ReferralState state = referral->state();
  if (state != v1::REFERRAL_STATE_CANCEL_REQUESTED) referral->clear_cancel_request();
  const bool held =
      state == v1::REFERRAL_STATE_ON_HOLD || referral->cancel_request().prior_state() == v1::REFERRAL_STATE_ON_HOLD;
  if (!held) referral->clear_hold();
  if (state != v1::REFERRAL_STATE_WAITLISTED) referral->clear_estimated_date();
  if (!states::kModifiable.contains(state)) referral->set_unacknowledged_modification_version(0);
  if (state == v1::REFERRAL_STATE_ENTERED_IN_ERROR) referral->clear_wrong_patient_claim();
}

void Lapse(ReferralEvent event, const Act& act, ReferralRecord* record) {
  const ReferralState state = record->referral.state();
  if (kTreatmentOver.contains(state)) CancelStanding(act.reason_code, &record->details);
  const bool proposes = event == v1::REFERRAL_EVENT_FORWARD_ONWARD;
  if ((kTreatmentOver.contains(state) && !proposes) || state == v1::REFERRAL_STATE_SENT) {
    LapseProposals(&record->details);
  }
  if (kTreatmentOver.contains(state) || state == v1::REFERRAL_STATE_SENT) LapseQuestions(&record->details);
  if (states::kTerminal.contains(state)) record->details.clear_message_awaits();
}

// A partial summary is owed where sessions took place and the treatment ended early (rows 25, 28, 30, 40, 44e).
void Owe(v1::Referral* referral) {
  const bool owed = states::kEndedEarly.contains(referral->state()) && !referral->has_closing_summary() &&
                    referral->progress().sessions_completed() > 0;
  referral->set_summary_owed(owed);
}

void Mirror(const Act& act, ReferralRecord* record) {
  v1::Referral* referral = &record->referral;
  referral->set_open_questions(OpenQuestions(record->details));
  referral->set_open_proposals(OpenProposals(record->details));
  referral->clear_next_appointment_time();
  const absl::Time next = NextAppointment(record->details, act.time);
  if (next != absl::InfiniteFuture()) *referral->mutable_next_appointment_time() = ToProto(next);
}

}  // namespace

void Settle(ReferralEvent event, ReferralState from, const Act& act, ReferralRecord* record) {
  v1::Referral* referral = &record->referral;
  FollowInAssignment(act, referral);
  DropWhatIsOver(referral);
  if (event == v1::REFERRAL_EVENT_ACCEPT) {
    LapseQuestions(&record->details);
    referral->set_unacknowledged_modification_version(0);
  }
  if (referral->state() != from || states::kTerminal.contains(from)) Lapse(event, act, record);
  Owe(referral);
  Mirror(act, record);
}

}  // namespace tendon::referral
