// What the timers of the referral exchange's rules R6 do, as pure decisions; timer_table.h has how long they run. A
// timer engine keeps NextTimer() of each referral in an index, and hands those whose time has come to FireTimers()
// (handlers/fire_timers.h).
#pragma once

#include <optional>
#include <string_view>

#include "services/referral/lifecycle/calendar.h"
#include "services/referral/lifecycle/referral_record.h"
#include "services/referral/lifecycle/table.h"
#include "services/referral/lifecycle/timer_table.h"

namespace tendon::referral {

// When the time of a turn that began at `since` runs out; InfiniteFuture for a timer that no row has.
absl::Time DueTime(std::string_view timer, const ReferralRecord& record, absl::Time since, const Calendars& calendars);
// The same for timers that need nothing of the referral but its priority.
absl::Time DueTime(const TimerRow& timer, v1::Priority priority, absl::Time since, const WorkingTime& calendar,
                   const TimerTable& timers);

// How long after the last session a course counts as stalled: twice the planned interval, by default.
absl::Duration SessionGap(const v1::Referral& referral, const TimerTable& timers);
// How long after its last session the recipient has for the discharge.
absl::Duration DischargeTime(const v1::Referral& referral, const TimerTable& timers);

// What a timer makes happen.
enum class TimerEffect {
  kEnd,              // the row's own outcome: expired, declined, cancelled, closed
  kRemind,           // the same turn, its clock begins anew
  kEscalate,         // others are told
  kExpireProposals,  // nobody decided
  kEndValidity,      // row 41
};
struct TimerStep {
  const TransitionRow* row;
  TimerEffect effect;
  std::string_view reason_code;
};

// The next moment at which DueStep() answers; InfiniteFuture when nothing runs.
absl::Time NextTimer(const ReferralRecord& record);

// What is due, the most decisive first; nothing when nothing is.
std::optional<TimerStep> DueStep(const ReferralRecord& record, absl::Time now);

// Applies it: the next version of the referral.
void ApplyTimer(const TimerStep& step, absl::Time now, const Calendars& calendars, ReferralRecord* record);

}  // namespace tendon::referral
