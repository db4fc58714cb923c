// Working time, by hand on a calendar of November 2026: the 23rd is a Monday.
#include "services/referral/lifecycle/calendar.h"

#include <gtest/gtest.h>

namespace tendon::referral {
namespace {

absl::Time At(const char* time) {
  absl::Time parsed;
  std::string error;
  EXPECT_TRUE(absl::ParseTime("%Y-%m-%d %H:%M", time, &parsed, &error)) << error;
  return parsed;
}

TEST(CalendarTest, TimePassesOnWorkingDaysOnly) {
  const WorkingTime usual;
  EXPECT_EQ(AddWorkingTime(usual, At("2026-11-23 09:00"), absl::Hours(24)), At("2026-11-24 09:00"));
  EXPECT_EQ(AddWorkingTime(usual, At("2026-11-27 15:00"), absl::Hours(24)), At("2026-11-30 15:00"));
  EXPECT_EQ(AddWorkingTime(usual, At("2026-11-28 12:00"), absl::Hours(6)), At("2026-11-30 06:00"));
  EXPECT_EQ(AddWorkingTime(usual, At("2026-11-23 09:00"), absl::Hours(5 * 24)), At("2026-11-30 09:00"));
}

TEST(CalendarTest, ClosedDaysAndOtherWeekdaysCount) {
  v1::Organization organization;
  organization.set_time_zone("UTC");
  organization.mutable_calendar()->add_working_weekdays(6);
  organization.mutable_calendar()->add_working_weekdays(1);
  organization.mutable_calendar()->add_closed_dates("2026-11-28");
  const WorkingTime calendar = WorkingTimeOf(organization);
  // Saturday the 28th is closed, so the time goes on on Monday the 30th and Saturday the 5th.
  EXPECT_EQ(AddWorkingTime(calendar, At("2026-11-27 12:00"), absl::Hours(30)), At("2026-12-05 06:00"));
}

TEST(CalendarTest, ADayBeginsInTheOrganisationsTimeZone) {
  v1::Organization organization;
  organization.set_time_zone("America/New_York");
  // Friday 20:00 in New York is Saturday 01:00 UTC: four hours of Friday are left there.
  EXPECT_EQ(AddWorkingTime(WorkingTimeOf(organization), At("2026-11-28 01:00"), absl::Hours(6)),
            At("2026-11-30 07:00"));
}

TEST(CalendarTest, NothingWaitsForEverWhereNobodyWorks) {
  WorkingTime never;
  for (absl::CivilDay day(2026, 1, 1); day < absl::CivilDay(2036, 1, 1); ++day) never.closed.insert(day);
  EXPECT_LT(AddWorkingTime(never, At("2026-11-23 09:00"), absl::Hours(24)), At("2028-11-23 09:00"));
}

}  // namespace
}  // namespace tendon::referral
