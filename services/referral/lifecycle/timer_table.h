// How long each timer of REFERRAL.md R6 runs: the defaults as data, and what an operator's configuration says instead.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::referral {

enum class TimerUnit : uint8_t {
  kBusinessDays,  // of the party whose turn it is
  kDays,
  kIntervals,     // between sessions as authorised; a week where the order does not say
  kReferralDate,  // a date in the referral
};

// Who may change how long a timer runs.
enum class TimerChange : uint8_t {
  kFree,
  kShortenOnly,  // a rule of screening wants the patient seen within this time
};

struct TimerRow {
  std::string_view name;
  TimerUnit unit;
  double routine;         // also for an unspecified priority
  double urgent;          // urgent, asap and stat
  int reminders;          // as many times the clock begins anew before anything else happens
  std::string_view rule;  // the row that applies then; "R6" tells others and changes nothing
  std::string_view source;
  TimerChange change = TimerChange::kFree;
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
    {"same-day", TimerUnit::kDays, 0.5, 0.5, 0, "R6", "a rule of screening: URGENT_SAME_DAY",
     TimerChange::kShortenOnly},
    {"emergency", TimerUnit::kDays, 1.0 / 24, 1.0 / 24, 0, "R6", "a rule of screening: EMERGENCY",
     TimerChange::kShortenOnly},
    {"cancel", TimerUnit::kDays, 2, 2, 0, "28", "BSeR needs confirmation, gives no limit"},
    {"discharge", TimerUnit::kDays, 7, 7, 0, "R6", "BE"},
    {"loop-ack", TimerUnit::kDays, 7, 2, 2, "34", "AU read acks"},
    {"redirect", TimerUnit::kDays, 3, 1, 0, "R6", "CARE #435: nobody has this patient"},
}};

// Null for a name that no row has.
const TimerRow* FindTimer(std::string_view name);

// How long the timers of one server run. A value; a new one has the defaults.
class TimerTable {
 public:
  TimerTable();

  // In the timer's unit.
  double Amount(const TimerRow& timer, v1::Priority priority) const;

  // Takes a setting "TIMER:PRIORITY=AMOUNT" over: "ack:stat=0.1". INVALID_ARGUMENT tells what is allowed.
  absl::Status Set(std::string_view setting);

 private:
  static constexpr size_t kPriorities = 4;  // those of FHIR's request-priority
  std::array<std::array<double, kPriorities>, kTimers.size()> amounts_;
};

// What may be set, with the defaults, for --help.
std::string TimersHelp();

// The defaults with these settings; of two for the same timer and priority the later one. An empty one is none, as a
// file says that there are none. INVALID_ARGUMENT of the first that is wrong.
absl::StatusOr<TimerTable> MakeTimerTable(const std::vector<std::string>& settings);

}  // namespace tendon::referral
