#include "services/referral/lifecycle/calendar.h"

namespace tendon::referral {
namespace {

// No calendar is closed for longer; beyond it every day counts, so that nothing waits for ever.
constexpr int kMaxClosedDays = 400;

bool Works(const WorkingTime& calendar, absl::CivilDay day) {
  if (calendar.closed.contains(day)) return false;
  return calendar.weekdays == 0 || ((calendar.weekdays >> static_cast<int>(absl::GetWeekday(day))) & 1) != 0;
}

}  // namespace

WorkingTime WorkingTimeOf(const v1::Organization& organization) {
  WorkingTime calendar;
  absl::LoadTimeZone(organization.time_zone(), &calendar.time_zone);
  if (organization.time_zone().empty()) calendar.time_zone = absl::UTCTimeZone();
  if (!organization.calendar().working_weekdays().empty()) calendar.weekdays = 0;
  for (const int weekday : organization.calendar().working_weekdays()) {
    if (weekday >= 1 && weekday <= 7) calendar.weekdays |= static_cast<uint8_t>(1 << (weekday - 1));
  }
  for (const std::string& date : organization.calendar().closed_dates()) {
    absl::CivilDay day;
    if (absl::ParseCivilTime(date, &day)) calendar.closed.insert(day);
  }
  return calendar;
}

absl::Time AddWorkingTime(const WorkingTime& calendar, absl::Time from, absl::Duration time) {
  for (int skipped = 0;;) {
    const absl::CivilDay day = absl::ToCivilDay(from, calendar.time_zone);
    const absl::Time end = absl::FromCivil(day + 1, calendar.time_zone);
    if (Works(calendar, day) || skipped >= kMaxClosedDays) {
      if (time <= end - from) return from + time;
      time -= end - from;
      skipped = 0;
    } else {
      ++skipped;
    }
    from = end;
  }
}

}  // namespace tendon::referral
