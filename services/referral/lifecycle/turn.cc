#include "services/referral/lifecycle/turn.h"

#include <algorithm>
#include <array>
#include <string>

#include "services/referral/lifecycle/proposals.h"
#include "services/referral/lifecycle/questions.h"
#include "services/referral/lifecycle/timers.h"

namespace tendon::referral {
namespace {

using clinical::v1::ReferUrgency;
using v1::PARTY_ROLE_RECIPIENT;
using v1::PARTY_ROLE_REFERRER;
using v1::PARTY_ROLE_RESPONSIBLE_PHYSICIAN;

constexpr Expectation kDischarge = {PARTY_ROLE_RECIPIENT, "discharge, or ask for an extension", "discharge"};

bool IsIn(const ReferralRecord& record, StateSet states) { return states.contains(record.referral.state()); }
bool HoldIs(const ReferralRecord& record, std::string_view code) {
  return IsIn(record, states::kOnHold) && record.referral.hold().reason_code() == code;
}

bool IsHaltedForSafety(const ReferralRecord& record) {
  return IsIn(record, states::kOnHold) && IsSafetyHold(record.referral.hold());
}
bool IsUnsafe(const ReferralRecord& record) {
  return IsIn(record, states::kUnanswered | states::kBegun) && record.referral.unsafe();
}

// How soon a physician must see the patient: by what has halted the referral, and by what makes it unsafe. A red flag
// of which nobody says how urgent it is, is for today.
ReferUrgency UrgencyOf(const ReferralRecord& record) {
  const v1::Referral& referral = record.referral;
  ReferUrgency greatest = clinical::v1::REFER_URGENCY_UNSPECIFIED;
  if (IsHaltedForSafety(record)) {
    for (const v1::RecheckRequest& request : referral.recheck_requests()) {
      const bool of_this_hold = ToTime(request.request_time()) >= ToTime(referral.hold().hold_time());
      if (of_this_hold) greatest = std::max(greatest, request.refer_urgency());
    }
  }
  const bool by_hand = greatest == clinical::v1::REFER_URGENCY_UNSPECIFIED;
  if (by_hand && HoldIs(record, "red-flag")) greatest = clinical::v1::REFER_URGENCY_URGENT_SAME_DAY;
  if (!referral.unsafe()) return greatest;
  for (const auto& technique : referral.screening().techniques()) {
    for (const auto& hit : technique.hits()) greatest = std::max(greatest, hit.refer_urgency());
  }
  return greatest;
}

// The clock of a turn that is about safety: `usual` unless a rule wants the patient seen sooner.
std::string_view SafetyTimer(const ReferralRecord& record, std::string_view usual) {
  switch (UrgencyOf(record)) {
    case clinical::v1::REFER_URGENCY_EMERGENCY:
      return "emergency";
    case clinical::v1::REFER_URGENCY_URGENT_SAME_DAY:
      return "same-day";
    default:
      return usual;
  }
}

bool IsUsedUp(const v1::Referral& referral) {
  return referral.progress().sessions_completed() >= referral.authorization().sessions();
}

// What overrides the expectation of the state; the first that applies.
struct Special {
  bool (*applies)(const ReferralRecord&);
  Expectation expectation;
};

constexpr std::array<Special, 13> kSpecial = {{
    // What may harm the patient comes before what is asked and proposed.
    {IsHaltedForSafety, {PARTY_ROLE_RESPONSIBLE_PHYSICIAN, "clear the hold, or end the treatment", "hold"}},
    {IsUnsafe, {PARTY_ROLE_REFERRER, "change the plan, or answer what screening holds against it", "question"}},
    {[](const ReferralRecord& r) { return IsIn(r, states::kClosed) && r.referral.acknowledgement().unread(); },
     {PARTY_ROLE_REFERRER, "read the outcome", ""}},
    {[](const ReferralRecord& r) { return IsIn(r, states::kTerminal) && r.referral.summary_owed(); },
     {PARTY_ROLE_RECIPIENT, "hand in the summary that is owed", ""}},
    {[](const ReferralRecord& r) {
       return IsIn(r, states::kOpen) && r.details.message_awaits() == PARTY_ROLE_REFERRER;
     },
     {PARTY_ROLE_REFERRER, "answer the message", "question"}},
    {[](const ReferralRecord& r) {
       return IsIn(r, states::kOpen) && r.details.message_awaits() == PARTY_ROLE_RECIPIENT;
     },
     {PARTY_ROLE_RECIPIENT, "answer the message", "question"}},
    {[](const ReferralRecord& r) { return IsIn(r, states::kBegun) && OpenQuestions(r.details) > 0; },
     {PARTY_ROLE_REFERRER, "answer the questions", "question"}},
    {[](const ReferralRecord& r) { return IsIn(r, states::kBegun) && OpenProposals(r.details) > 0; },
     {PARTY_ROLE_REFERRER, "decide on the proposal", "proposal"}},
    {[](const ReferralRecord& r) {
       return (IsIn(r, states::kUnderWay) && r.referral.authorization_over()) ||
              (IsIn(r, states::kInProgress) && IsUsedUp(r.referral));
     },
     kDischarge},
    {[](const ReferralRecord& r) { return HoldIs(r, "awaiting-information") || HoldIs(r, "info-needed"); },
     {PARTY_ROLE_REFERRER, "supply the information", "hold"}},
    {[](const ReferralRecord& r) { return IsIn(r, states::kCancelRequested) && r.referral.cancel_request().refused(); },
     {PARTY_ROLE_REFERRER, "withdraw the wish to stop, or let its time run out", "cancel"}},
    {[](const ReferralRecord& r) {
       return IsIn(r, states::kAccepted | states::kInProgress) && r.referral.unacknowledged_modification_version() != 0;
     },
     {PARTY_ROLE_RECIPIENT, "acknowledge the change of the order", "triage"}},
    {[](const ReferralRecord& r) { return IsIn(r, states::kDeclined) && OpenProposals(r.details) > 0; },
     {PARTY_ROLE_REFERRER, "decide on the recipient proposed, redirect or close", "redirect"}},
}};

struct StateRow {
  ReferralState state;
  Expectation expectation;
};

constexpr std::array<StateRow, 13> kOfState = {{
    {v1::REFERRAL_STATE_DRAFT, {PARTY_ROLE_REFERRER, "send or discard the draft", "draft"}},
    {v1::REFERRAL_STATE_SENT, {PARTY_ROLE_RECIPIENT, "look at the referral", "ack"}},
    {v1::REFERRAL_STATE_RECEIVED, {PARTY_ROLE_RECIPIENT, "accept or decline", "triage"}},
    {v1::REFERRAL_STATE_INFO_REQUESTED, {PARTY_ROLE_REFERRER, "answer the questions", "info"}},
    {v1::REFERRAL_STATE_ACCEPTED, {PARTY_ROLE_RECIPIENT, "schedule or start the first session", "schedule"}},
    {v1::REFERRAL_STATE_WAITLISTED, {PARTY_ROLE_RECIPIENT, "schedule the first session", "waitlist"}},
    {v1::REFERRAL_STATE_SCHEDULED, {PARTY_ROLE_RECIPIENT, "start the first session", "first-visit"}},
    {v1::REFERRAL_STATE_IN_PROGRESS, {PARTY_ROLE_RECIPIENT, "go on with the sessions, then complete", "session-gap"}},
    {v1::REFERRAL_STATE_ON_HOLD, {PARTY_ROLE_RECIPIENT, "resolve the hold", "hold"}},
    {v1::REFERRAL_STATE_CANCEL_REQUESTED, {PARTY_ROLE_RECIPIENT, "confirm or refuse the cancellation", "cancel"}},
    {v1::REFERRAL_STATE_COMPLETED, {PARTY_ROLE_REFERRER, "read and acknowledge the outcome", "loop-ack"}},
    {v1::REFERRAL_STATE_DECLINED, {PARTY_ROLE_REFERRER, "redirect or close", "redirect"}},
    {v1::REFERRAL_STATE_FAILED, {PARTY_ROLE_REFERRER, "redirect or close", "redirect"}},
}};

Expectation UsualIn(ReferralState state) {
  for (const StateRow& row : kOfState) {
    if (row.state == state) return row.expectation;
  }
  return {};
}

bool IsOfCourse(std::string_view timer) { return timer == "session-gap" || timer == kDischarge.timer; }

// What FollowSessions() needs: a later session moves the clock, and may be the last.
void SetCourseTimes(const TimerTable& timers, v1::Referral* referral) {
  *referral->mutable_turn()->mutable_session_gap() = ToProto(SessionGap(*referral, timers));
  *referral->mutable_turn()->mutable_discharge_time() = ToProto(DischargeTime(*referral, timers));
}

void SetDue(absl::Time since, std::string_view timer, const Calendars& calendars, ReferralRecord* record) {
  const absl::Time due = DueTime(timer, *record, since, calendars);
  if (due == absl::InfiniteFuture()) {
    record->referral.mutable_turn()->clear_due_time();
  } else {
    *record->referral.mutable_turn()->mutable_due_time() = ToProto(due);
  }
  if (IsOfCourse(timer)) SetCourseTimes(calendars.timers, &record->referral);
}

// As the turn has it; one that was stored without has the defaults.
absl::Duration CourseTime(const v1::Referral& referral, bool discharge) {
  const v1::Turn& turn = referral.turn();
  if (discharge) {
    return turn.has_discharge_time() ? ToDuration(turn.discharge_time()) : DischargeTime(referral, {});
  }
  return turn.has_session_gap() ? ToDuration(turn.session_gap()) : SessionGap(referral, {});
}

void CountFromLastSession(v1::Referral* referral) {
  const Expectation usual = UsualIn(v1::REFERRAL_STATE_IN_PROGRESS);
  v1::Turn* turn = referral->mutable_turn();
  if (turn->expectation() != usual.text && turn->expectation() != kDischarge.text) return;
  const absl::Time last = ToTime(referral->progress().last_session_time());
  const absl::Time since = std::max(last, ToTime(turn->since_time()));
  const bool discharge = IsUsedUp(*referral) || referral->authorization_over();
  if (turn->has_escalate_time() && last > ToTime(turn->escalate_time())) turn->clear_escalate_time();
  turn->set_expectation(std::string(discharge ? kDischarge.text : usual.text));
  *turn->mutable_since_time() = ToProto(since);
  *turn->mutable_due_time() = ToProto(since + CourseTime(*referral, discharge));
}

void OweSummary(v1::Referral* referral) {
  if (referral->has_closing_summary() || referral->progress().sessions_completed() == 0) return;
  referral->set_summary_owed(true);
  if (referral->has_turn()) return;
  const ReferralRecord record{*referral, {}};
  const Expectation expectation = ExpectationOf(record);
  referral->mutable_turn()->set_party(expectation.party);
  referral->mutable_turn()->set_expectation(std::string(expectation.text));
  *referral->mutable_turn()->mutable_since_time() = referral->progress().last_session_time();
}

}  // namespace

Expectation ExpectationOf(const ReferralRecord& record) {
  for (const Special& special : kSpecial) {
    if (!special.applies(record)) continue;
    Expectation expectation = special.expectation;
    if (IsHaltedForSafety(record) || IsUnsafe(record)) {
      expectation.timer = SafetyTimer(record, expectation.timer);
    }
    return expectation;
  }
  return UsualIn(record.referral.state());
}

void PassTurn(absl::Time now, const Calendars& calendars, ReferralRecord* record) {
  const Expectation expectation = ExpectationOf(*record);
  if (expectation.party == v1::PARTY_ROLE_UNSPECIFIED) {
    record->referral.clear_turn();
    return;
  }
  const v1::Turn& turn = record->referral.turn();
  const bool kept = turn.party() == expectation.party && turn.expectation() == expectation.text;
  if (!kept) {
    RestartTurn(now, calendars, record);
  } else if (turn.reminders() == 0 && !turn.has_escalate_time()) {
    SetDue(ToTime(turn.since_time()), expectation.timer, calendars, record);
  }
}

void RestartTurn(absl::Time now, const Calendars& calendars, ReferralRecord* record) {
  const Expectation expectation = ExpectationOf(*record);
  v1::Turn* turn = record->referral.mutable_turn();
  turn->Clear();
  turn->set_party(expectation.party);
  turn->set_expectation(std::string(expectation.text));
  *turn->mutable_since_time() = ToProto(now);
  SetDue(now, expectation.timer, calendars, record);
}

void FollowSessions(v1::Referral* referral) {
  if (!referral->progress().has_last_session_time()) return;
  if (states::kEndedEarly.contains(referral->state())) OweSummary(referral);
  if (referral->state() == v1::REFERRAL_STATE_IN_PROGRESS) CountFromLastSession(referral);
}

}  // namespace tendon::referral
