#include "services/referral/lifecycle/dates.h"

#include "absl/time/civil_time.h"

namespace tendon::referral {
namespace {

// The last day of a month or year, as "month" stands for its first day.
absl::CivilDay LastCivilDay(const std::string& date, absl::CivilDay first) {
  if (date.size() == 4) return absl::CivilDay(absl::CivilYear(first) + 1) - 1;
  return date.size() == 7 ? absl::CivilDay(absl::CivilMonth(first) + 1) - 1 : first;
}

bool Parse(const std::string& date, absl::CivilDay* first) { return absl::ParseCivilTime(FirstDayOf(date), first); }

}  // namespace

std::string Today(absl::Time now) { return absl::FormatCivilTime(absl::ToCivilDay(now, absl::UTCTimeZone())); }

std::string FirstDayOf(const std::string& date) {
  if (date.size() == 4) return date + "-01-01";
  return date.size() == 7 ? date + "-01" : date;
}

std::string LastDayOf(const std::string& date) {
  absl::CivilDay first;
  return Parse(date, &first) ? absl::FormatCivilTime(LastCivilDay(date, first)) : date;
}

absl::Time EndOf(const std::string& date) {
  absl::CivilDay first;
  if (!Parse(date, &first)) return absl::InfiniteFuture();
  return absl::FromCivil(LastCivilDay(date, first) + 1, absl::UTCTimeZone());
}

}  // namespace tendon::referral
