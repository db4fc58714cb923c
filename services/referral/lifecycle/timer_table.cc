#include "services/referral/lifecycle/timer_table.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

namespace tendon::referral {
namespace {

// In the order of TimerTable's columns; the words of FHIR's request-priority.
constexpr std::array<const char*, 4> kPriorityWords = {"routine", "urgent", "asap", "stat"};

size_t ColumnOf(v1::Priority priority) {
  switch (priority) {
    case v1::PRIORITY_URGENT:
      return 1;
    case v1::PRIORITY_ASAP:
      return 2;
    case v1::PRIORITY_STAT:
      return 3;
    default:
      return 0;
  }
}

// What an amount may be. Under a quarter of an hour nobody can act; beyond a year nobody would miss the patient; and
// within one interval every course would count as stalled.
struct Bounds {
  double least;
  double most;
  std::string_view unit;
};
Bounds BoundsOf(const TimerRow& timer) {
  const double longest = timer.change == TimerChange::kShortenOnly ? timer.routine : 366;
  switch (timer.unit) {
    case TimerUnit::kBusinessDays:
      return {0.01, longest, "business days"};
    case TimerUnit::kIntervals:
      return {1, 52, "planned intervals between sessions"};
    default:
      return {0.01, longest, "days"};
  }
}

// Rounded down, so that what is told to be allowed is.
std::string Told(double amount) { return absl::StrCat(std::floor(amount * 1e4) / 1e4); }

std::string NamesOfTimers() {
  std::vector<std::string> names;
  for (const TimerRow& timer : kTimers) {
    if (timer.unit != TimerUnit::kReferralDate) names.emplace_back(timer.name);
  }
  return absl::StrJoin(names, ", ");
}

absl::Status Wrong(std::string_view setting, const std::string& why) {
  return absl::InvalidArgumentError(absl::StrFormat("timer \"%s\": %s", std::string(setting), why));
}

std::string AmountRefusal(const TimerRow& timer, double amount) {
  const Bounds bounds = BoundsOf(timer);
  if (std::isfinite(amount) && amount >= bounds.least && amount <= bounds.most) return "";
  if (timer.change == TimerChange::kShortenOnly && amount > bounds.most) {
    return absl::StrFormat(
        "%s may be shortened only, to %s to %s %s: it is how soon a physician must see a patient with a red flag",
        timer.name, Told(bounds.least), Told(bounds.most), bounds.unit);
  }
  return absl::StrFormat("the amount of %s must be a number from %s to %s (%s)", timer.name, Told(bounds.least),
                         Told(bounds.most), bounds.unit);
}

}  // namespace

const TimerRow* FindTimer(std::string_view name) {
  const auto found =
      std::find_if(kTimers.begin(), kTimers.end(), [name](const TimerRow& row) { return row.name == name; });
  return found == kTimers.end() ? nullptr : &*found;
}

TimerTable::TimerTable() {
  for (size_t row = 0; row < kTimers.size(); ++row) {
    amounts_[row].fill(kTimers[row].urgent);
    amounts_[row][ColumnOf(v1::PRIORITY_ROUTINE)] = kTimers[row].routine;
  }
}

double TimerTable::Amount(const TimerRow& timer, v1::Priority priority) const {
  return amounts_[static_cast<size_t>(&timer - kTimers.data())][ColumnOf(priority)];
}

absl::Status TimerTable::Set(std::string_view setting) {
  const size_t colon = setting.find(':');
  const size_t equals = setting.find('=');
  if (colon == std::string_view::npos || equals == std::string_view::npos || equals < colon) {
    return Wrong(setting, "must be TIMER:PRIORITY=AMOUNT, as in ack:stat=0.1");
  }
  const std::string_view name = setting.substr(0, colon);
  const std::string_view priority = setting.substr(colon + 1, equals - colon - 1);
  const std::string_view text = setting.substr(equals + 1);
  const TimerRow* timer = FindTimer(name);
  if (timer == nullptr) return Wrong(setting, absl::StrCat("no such timer; there are ", NamesOfTimers()));
  if (timer->unit == TimerUnit::kReferralDate) {
    return Wrong(setting, absl::StrFormat("%s runs until a date in the referral, so it has no amount; those that have "
                                          "one are %s",
                                          timer->name, NamesOfTimers()));
  }
  const auto column = std::find(kPriorityWords.begin(), kPriorityWords.end(), priority);
  if (column == kPriorityWords.end()) {
    return Wrong(setting, absl::StrCat("no such priority; there are ", absl::StrJoin(kPriorityWords, ", ")));
  }
  double amount = 0;
  if (!absl::SimpleAtod(absl::string_view(text.data(), text.size()), &amount)) amount = std::nan("");
  const std::string refusal = AmountRefusal(*timer, amount);
  if (!refusal.empty()) return Wrong(setting, refusal);
  amounts_[static_cast<size_t>(timer - kTimers.data())][static_cast<size_t>(column - kPriorityWords.begin())] = amount;
  return absl::OkStatus();
}

std::string TimersHelp() {
  std::vector<std::string> defaults;
  for (const TimerRow& timer : kTimers) {
    if (timer.unit == TimerUnit::kReferralDate) continue;
    const bool same = timer.routine == timer.urgent;
    defaults.push_back(absl::StrCat(std::string(timer.name), " ", Told(timer.routine),
                                    same ? "" : absl::StrCat("/", Told(timer.urgent)), " ",
                                    std::string(BoundsOf(timer).unit)));
  }
  return absl::StrCat("Priorities: ", absl::StrJoin(kPriorityWords, ", "),
                      ". Defaults (routine/others): ", absl::StrJoin(defaults, ", "));
}

absl::StatusOr<TimerTable> MakeTimerTable(const std::vector<std::string>& settings) {
  TimerTable table;
  for (const std::string& setting : settings) {
    if (setting.empty()) continue;
    if (absl::Status status = table.Set(setting); !status.ok()) return status;
  }
  return table;
}

}  // namespace tendon::referral
