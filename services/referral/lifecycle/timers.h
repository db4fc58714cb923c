// The timers of the referral exchange's rules R6, as data and pure decisions. A timer engine keeps NextTimer() of each
// referral in an index, and hands those whose time has come to FireTimers() (handlers/fire_timers.h).
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "services/referral/lifecycle/calendar.h"
#include "services/referral/lifecycle/referral_record.h"
#include "services/referral/lifecycle/table.h"

namespace tendon::referral {

enum class TimerUnit {
  kBusinessDays,  // of the party whose turn it is
  kDays,
  kIntervals,     // between sessions as authorised; a week where the order does not say
  kReferralDate,  // a date in the referral
};

struct TimerRow {
  std::string_view name;
  TimerUnit unit;
  double routine;         // also for an unspecified priority
  double urgent;          // urgent, asap and stat
  int reminders;          // as many times the clock begins anew before anything else happens
  std::string_view rule;  // the row that applies then; "R6" tells others and changes nothing
  std::string_view source;
};

// Defaults; where R6 gives none they are ours.
inline constexpr std::array<TimerRow, 17> kTimers = {{
    {"draft", TimerUnit::kDays, 30, 30, 0, "4", "BE expiredDraft"},
    {"ack", TimerUnit::kBusinessDays, 1, 0.25, 0, "R6", "GRAV: polling at least once a business day"},
    {"triage", TimerUnit::kBusinessDays, 3, 1, 0, "R6", "e-RS TriageContactDays"},
    {"info", TimerUnit::kBusinessDays, 5, 1, 2, "11", "COW pre-coordinated period"},
    {"question", TimerUnit::kBusinessDays, 5, 1, 2, "R6", "COW pre-coordinated period"},
    {"proposal", TimerUnit::kBusinessDays, 5, 1, 0, "R6", "as info"},
    {"schedule", TimerUnit::kBusinessDays, 5, 1, 0, "R6", "e-RS DeferToProviderContactDays"},
    {"waitlist", TimerUnit::kReferralDate, 0, 0, 0, "R6", "GRAV capacity"},
    {"first-visit", TimerUnit::kReferralDate, 0, 0, 0, "R6", "360X TQ1-8, RF1-8"},
    {"session-gap", TimerUnit::kIntervals, 2, 2, 0, "R6", "twice the planned interval"},
    {"hold", TimerUnit::kDays, 14, 14, 0, "R6", "AU"},
    {"same-day", TimerUnit::kDays, 0.5, 0.5, 0, "R6", "a rule of screening: URGENT_SAME_DAY"},
    {"emergency", TimerUnit::kDays, 1.0 / 24, 1.0 / 24, 0, "R6", "a rule of screening: EMERGENCY"},
    {"cancel", TimerUnit::kDays, 2, 2, 0, "28", "BSeR needs confirmation, gives no limit"},
    {"discharge", TimerUnit::kDays, 7, 7, 0, "R6", "BE"},
    {"loop-ack", TimerUnit::kDays, 7, 2, 2, "34", "AU read acks"},
    {"redirect", TimerUnit::kDays, 3, 1, 0, "R6", "CARE #435: nobody has this patient"},
}};

// Null for a name that no row has.
const TimerRow* FindTimer(std::string_view name);

// When the time of a turn that began at `since` runs out; InfiniteFuture for a timer that no row has.
absl::Time DueTime(std::string_view timer, const ReferralRecord& record, absl::Time since, const Calendars& calendars);
// The same for timers that need nothing of the referral but its priority.
absl::Time DueTime(const TimerRow& timer, v1::Priority priority, absl::Time since, const WorkingTime& calendar);

// When sessions count as stalled: twice the planned interval after the last one.
absl::Time SessionGapEnd(const v1::Referral& referral, absl::Time last_session);

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
