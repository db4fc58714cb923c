#include "services/referral/lifecycle/timers.h"

#include <algorithm>

#include "services/referral/lifecycle/apply.h"
#include "services/referral/lifecycle/appointments.h"
#include "services/referral/lifecycle/dates.h"
#include "services/referral/lifecycle/proposals.h"
#include "services/referral/lifecycle/turn.h"

namespace tendon::referral {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);
constexpr absl::Duration kWeek = absl::Hours(7 * 24);
// A first visit that did not take place is noticed a day after its time.
constexpr absl::Duration kAfterVisit = kDay;

// The date that a turn waits for. A referral that names none gets the schedule timer's time, so that its clock runs.
absl::Time DateOf(std::string_view timer, const ReferralRecord& record, absl::Time since, const WorkingTime& calendar,
                  const TimerTable& timers) {
  const v1::Referral& referral = record.referral;
  absl::Time date = absl::InfiniteFuture();
  if (timer == "waitlist") date = EndOf(referral.estimated_date());
  if (timer == "first-visit") {
    date = std::min(EndOf(referral.authorization().latest_start_date()),
                    NextAppointment(record.details, since) + kAfterVisit);
  }
  if (date != absl::InfiniteFuture()) return date;
  return DueTime(*FindTimer("schedule"), referral.priority(), since, calendar, timers);
}

// The validity's own clocks (rows 40, 41), whoever's turn it is.
absl::Time ValidityEnd(const v1::Referral& referral) {
  if (states::kBeforeSession.contains(referral.state()) && referral.progress().sessions_completed() == 0) {
    return EndOf(referral.authorization().latest_start_date());
  }
  if (states::kUnderWay.contains(referral.state()) && !referral.authorization_over()) {
    return EndOf(referral.authorization().end_date());
  }
  return absl::InfiniteFuture();
}

absl::Time TurnEnd(const v1::Referral& referral) {
  const v1::Turn& turn = referral.turn();
  const bool runs = states::kNonTerminal.contains(referral.state()) && turn.has_due_time() && !turn.has_escalate_time();
  return runs ? ToTime(turn.due_time()) : absl::InfiniteFuture();
}

absl::Time ProposalEnd(const ReferralRecord& record) {
  const bool open = states::kOpen.contains(record.referral.state());
  return open ? FirstProposalEnd(record.details) : absl::InfiniteFuture();
}

TimerStep Step(std::string_view rule, TimerEffect effect, std::string_view reason_code) {
  return {FindRow(rule, v1::REFERRAL_EVENT_TIMER), effect, reason_code};
}

std::string_view ReasonOf(std::string_view rule) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kReasons = {
      {{"4", "expired-draft"}, {"11", "info-not-supplied"}, {"28", "no-response"}, {"34", "no-response"}}};
  for (const auto& [row, reason] : kReasons) {
    if (row == rule) return reason;
  }
  return "no-response";
}

TimerStep TurnStep(const ReferralRecord& record) {
  const v1::Referral& referral = record.referral;
  const TimerRow* timer = FindTimer(ExpectationOf(record).timer);
  if (timer == nullptr) return Step("R6", TimerEffect::kEscalate, "escalated");
  if (referral.turn().reminders() < timer->reminders) return Step("R6", TimerEffect::kRemind, "reminder");
  const TransitionRow* row = FindRow(timer->rule, v1::REFERRAL_EVENT_TIMER);
  const bool applies = row->from.contains(referral.state());
  const bool held_open =
      timer->rule == "34" && (referral.closing_summary().urgent() || referral.open_children_size() > 0);
  if (timer->rule == "R6" || !applies || held_open) {
    return Step("R6", TimerEffect::kEscalate, timer->name == "session-gap" ? "stalled" : "escalated");
  }
  return Step(timer->rule, TimerEffect::kEnd, ReasonOf(timer->rule));
}

// What the effect does beyond the state.
void PrepareEffect(TimerEffect effect, std::string_view rule, absl::Time now, ReferralRecord* record) {
  if (effect == TimerEffect::kExpireProposals) ExpireProposals(now, &record->details);
  if (effect == TimerEffect::kEndValidity) record->referral.set_authorization_over(true);
  if (rule == "34") record->referral.mutable_acknowledgement()->set_unread(true);
}

}  // namespace

absl::Time DueTime(const TimerRow& timer, v1::Priority priority, absl::Time since, const WorkingTime& calendar,
                   const TimerTable& timers) {
  const absl::Duration time = kDay * timers.Amount(timer, priority);
  return timer.unit == TimerUnit::kBusinessDays ? AddWorkingTime(calendar, since, time) : since + time;
}

absl::Time DueTime(std::string_view name, const ReferralRecord& record, absl::Time since, const Calendars& calendars) {
  const TimerRow* timer = FindTimer(name);
  if (timer == nullptr) return absl::InfiniteFuture();
  const v1::Referral& referral = record.referral;
  const bool of_recipient = ExpectationOf(record).party == v1::PARTY_ROLE_RECIPIENT;
  const WorkingTime& calendar = of_recipient ? calendars.recipient : calendars.referrer;
  if (timer->unit == TimerUnit::kIntervals) return since + SessionGap(referral, calendars.timers);
  if (timer->unit == TimerUnit::kReferralDate) return DateOf(name, record, since, calendar, calendars.timers);
  return DueTime(*timer, referral.priority(), since, calendar, calendars.timers);
}

absl::Duration SessionGap(const v1::Referral& referral, const TimerTable& timers) {
  const double per_week = referral.authorization().sessions_per_week();
  return kWeek * (timers.Amount(*FindTimer("session-gap"), referral.priority()) / (per_week > 0 ? per_week : 1));
}

absl::Duration DischargeTime(const v1::Referral& referral, const TimerTable& timers) {
  return kDay * timers.Amount(*FindTimer("discharge"), referral.priority());
}

absl::Time NextTimer(const ReferralRecord& record) {
  return std::min({ValidityEnd(record.referral), ProposalEnd(record), TurnEnd(record.referral)});
}

std::optional<TimerStep> DueStep(const ReferralRecord& record, absl::Time now) {
  const v1::Referral& referral = record.referral;
  if (ValidityEnd(referral) <= now) {
    if (!states::kUnderWay.contains(referral.state())) return Step("40", TimerEffect::kEnd, "validity-passed");
    return Step("41", TimerEffect::kEndValidity, "validity-passed");
  }
  if (ProposalEnd(record) <= now) return Step("R6", TimerEffect::kExpireProposals, "expired");
  if (TurnEnd(referral) <= now) return TurnStep(record);
  return std::nullopt;
}

void ApplyTimer(const TimerStep& step, absl::Time now, const Calendars& calendars, ReferralRecord* record) {
  Act act;
  act.time = now;
  act.reason_code = std::string(step.reason_code);
  const Expectation before = ExpectationOf(*record);
  const int reminders = record->referral.turn().reminders();
  const absl::Time since = ToTime(record->referral.turn().since_time());
  PrepareEffect(step.effect, step.row->rule, now, record);
  if (step.effect == TimerEffect::kEscalate) *record->referral.mutable_turn()->mutable_escalate_time() = ToProto(now);
  ApplyTransition({step.row, record->referral.state(), v1::PARTY_ROLE_SYSTEM, false}, act, calendars, record);
  if (step.effect != TimerEffect::kRemind || ExpectationOf(*record).text != before.text) return;
  v1::Turn* turn = record->referral.mutable_turn();
  turn->set_reminders(reminders + 1);
  *turn->mutable_since_time() = ToProto(since);
  *turn->mutable_due_time() = ToProto(DueTime(before.timer, *record, now, calendars));
}

}  // namespace tendon::referral
