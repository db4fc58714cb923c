// FHIR dates of the order against the clock: days are UTC, and a date may name a month or a year.
#pragma once

#include <string>

#include "absl/time/time.h"

namespace tendon::referral {

// "2026-11-23".
std::string Today(absl::Time now);
// The first and last day that a date names; ISO dates compare as strings once they are whole.
std::string FirstDayOf(const std::string& date);
std::string LastDayOf(const std::string& date);
// The moment when the last day of a date is over; InfiniteFuture for "" and for what is no date.
absl::Time EndOf(const std::string& date);

}  // namespace tendon::referral
