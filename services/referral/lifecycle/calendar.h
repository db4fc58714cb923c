// Working time of an organisation: it passes on working days only, all 24 hours of them, so that a quarter of a
// business day is six hours and one from Friday afternoon ends on Monday afternoon.
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/referral/lifecycle/timer_table.h"
#include "tendon/referral/v1/directory.pb.h"

namespace tendon::referral {

struct WorkingTime {
  absl::TimeZone time_zone = absl::UTCTimeZone();
  uint8_t weekdays = 0b0011111;  // bit 0 is Monday; none set is read as all
  std::set<absl::CivilDay> closed = {};
};

// By which a referral's clocks run: the working time of its two parties, and how long each timer runs.
struct Calendars {
  WorkingTime referrer = {};
  WorkingTime recipient = {};
  TimerTable timers = {};
};

// An organisation's calendar; Monday to Friday in UTC where it says nothing, or a time zone that is not known here.
WorkingTime WorkingTimeOf(const v1::Organization& organization);

// When so much working time has passed.
absl::Time AddWorkingTime(const WorkingTime& calendar, absl::Time from, absl::Duration time);

}  // namespace tendon::referral
