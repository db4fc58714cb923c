// Dates as screening needs them: FHIR dates may be partial, and a rule may hold for a window of time only.
#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace tendon::clinical::screening {

// The days, counted from 1970-01-01, that a FHIR date ("2026", "2026-11", "2026-11-23") may mean.
struct DayRange {
  int first;
  int last;
};

// Empty for no date and for one that is none.
std::optional<DayRange> ParseDate(absl::string_view fhir_date);

// The day in UTC.
int DayOf(absl::Time time);

// `active_within` of a rule.
struct Window {
  bool always = true;
  bool of_use = false;  // at least min_days of use so far
  int min_days = 0;     // inclusive
  int max_days = 0;     // inclusive
};

// "", "90d", "29-180d", ">=90d use". Empty for anything else.
std::optional<Window> ParseWindow(absl::string_view text);

// Whether a fact that began on `onset`, or else was first recorded on `recorded`, is active on `today`. Fails safe: an
// unknown date, a date in the future and a partial date that may lie inside count as active; a record alone says only
// that the beginning is not later.
bool IsActive(const Window& window, const std::optional<DayRange>& onset, const std::optional<DayRange>& recorded,
              int today);

}  // namespace tendon::clinical::screening
