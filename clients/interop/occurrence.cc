#include "clients/interop/occurrence.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "clients/interop/datatypes.h"

namespace tendon::interop {
namespace {

constexpr std::int64_t kMaxSessions = 365;  // Authorization.sessions
constexpr double kMaxSessionsPerWeek = 14;  // Authorization.sessions_per_week
constexpr double kMaxSessionMinutes = 480;  // Authorization.session_minutes
constexpr double kMinutesPerWeek = 7 * 24 * 60;

// Minutes of a unit of FHIR's units-of-time; 0 for one that is none. A month is 365.25 / 12 days.
double MinutesOf(std::string_view unit) {
  if (unit == "s") return 1.0 / 60;
  if (unit == "min") return 1;
  if (unit == "h") return 60;
  if (unit == "d") return 24 * 60;
  if (unit == "wk") return kMinutesPerWeek;
  if (unit == "mo") return 365.25 / 12 * 24 * 60;
  if (unit == "a") return 365.25 * 24 * 60;
  return 0;
}

// A count of sessions that Tendon can hold, or 0 with an error.
int SessionCount(const Element& element, std::string_view key, std::int64_t count) {
  if (count >= 1 && count <= kMaxSessions) return static_cast<int>(count);
  element.Error(key, "a number of sessions is 1 to 365");
  return 0;
}

void ReadBounds(Element& repeat, referral::v1::Authorization* authorization) {
  const Period bounds = ReadPeriod(repeat.Object("boundsPeriod"));
  if (bounds.start) authorization->set_start_date(bounds.start->date);
  if (bounds.end) authorization->set_end_date(bounds.end->date);
}

void ReadFrequency(Element& repeat, referral::v1::Authorization* authorization) {
  const std::int64_t frequency = repeat.Integer("frequency").value_or(1);
  const std::optional<double> period = repeat.Number("period");
  const double minutes = MinutesOf(repeat.String("periodUnit")) * period.value_or(0);
  if (!period) return;
  if (minutes <= 0 || frequency < 1)
    return repeat.Error("period", "a period is a positive number of s, min, h, d, wk, mo or a");
  const double per_week = static_cast<double>(frequency) * kMinutesPerWeek / minutes;
  if (per_week > kMaxSessionsPerWeek) return repeat.Warn("frequency", "more than 14 sessions a week: left out");
  authorization->set_sessions_per_week(per_week);
}

void ReadDuration(Element& repeat, referral::v1::Authorization* authorization) {
  const std::optional<double> duration = repeat.Number("duration");
  const double minutes = MinutesOf(repeat.String("durationUnit")) * duration.value_or(0);
  if (!duration) return;
  if (minutes <= 0) return repeat.Error("duration", "a duration is a positive number of s, min, h, d, wk, mo or a");
  if (minutes > kMaxSessionMinutes) return repeat.Warn("duration", "longer than 480 minutes: left out");
  authorization->set_session_minutes(static_cast<int>(std::lround(minutes)));
}

int ReadRepeat(Element repeat, referral::v1::Authorization* authorization) {
  ReadBounds(repeat, authorization);
  ReadFrequency(repeat, authorization);
  ReadDuration(repeat, authorization);
  const std::optional<std::int64_t> count = repeat.Integer("count");
  const std::optional<std::int64_t> most = repeat.Integer("countMax");
  repeat.WarnUnread();
  if (most) {
    if (count) repeat.Warn("countMax", "a range of counts: its upper end is taken as what is authorised");
    return SessionCount(repeat, "countMax", *most);
  }
  return count ? SessionCount(repeat, "count", *count) : 0;
}

// Timing.event lists the moments themselves.
int ReadEvents(Element& timing, referral::v1::Authorization* authorization) {
  std::vector<std::string> dates;
  for (const std::string& event : timing.Strings("event")) {
    const std::optional<FhirTime> time = ParseFhirTime(event);
    if (!time) {
      timing.Error("event", "not a FHIR dateTime");
      continue;
    }
    dates.push_back(time->date);
  }
  if (dates.empty()) return 0;
  const auto [first, last] = std::minmax_element(dates.begin(), dates.end());
  authorization->set_start_date(*first);
  authorization->set_end_date(*last);
  return SessionCount(timing, "event", static_cast<std::int64_t>(dates.size()));
}

int ReadOccurrence(Element& request, referral::v1::Authorization* authorization) {
  const Period period = ReadPeriod(request.Object("occurrencePeriod"));
  if (period.start) authorization->set_start_date(period.start->date);
  if (period.end) authorization->set_end_date(period.end->date);
  if (const std::optional<FhirTime> once = request.DateTime("occurrenceDateTime")) {
    authorization->set_start_date(once->date);
    return 1;
  }
  Element timing = request.Object("occurrenceTiming");
  if (!timing.present()) return 0;
  const int listed = ReadEvents(timing, authorization);
  const int repeated = ReadRepeat(timing.Object("repeat"), authorization);
  timing.WarnUnread();
  return std::max(listed, repeated);
}

bool CountsSessions(std::string_view unit) {
  constexpr std::string_view kUnits[] = {"",       "1",         "session", "sessions",   "visit",
                                         "visits", "{session}", "{visit}", "{sessions}", "{visits}"};
  return std::find(std::begin(kUnits), std::end(kUnits), unit) != std::end(kUnits);
}

int ReadQuantity(Element& request) {
  Element quantity = request.Object("quantityQuantity");
  if (Element range = request.Object("quantityRange"); range.present()) {
    request.Warn("quantityRange", "a range: its upper end is taken as what is authorised");
    quantity = range.Object("high");
  }
  if (!quantity.present()) return 0;
  const std::optional<std::int64_t> value = quantity.Integer("value");
  const std::string unit = quantity.String("unit"), code = quantity.String("code");
  quantity.Ignore({"system"});
  quantity.WarnUnread();
  if (!value) return 0;
  if (quantity.Has("comparator") || !CountsSessions(code.empty() ? unit : code)) {
    quantity.Warn("", "not a plain count of sessions or visits: left out");
    return 0;
  }
  return SessionCount(quantity, "value", *value);
}

}  // namespace

void ReadAuthorization(Element& request, referral::v1::Authorization* authorization) {
  const int ordered = ReadOccurrence(request, authorization);
  const int quantity = ReadQuantity(request);
  int sessions = quantity > 0 ? quantity : ordered;
  const bool single_date = request.Has("occurrenceDateTime");
  if (single_date && sessions > 0) {
    request.Warn("occurrenceDateTime", quantity > 0
                                           ? "one date is ordered: read as the first day on which a session may be"
                                           : "one date is ordered: read as one session, not before that day");
  }
  if (quantity > 0 && ordered > 0 && quantity != ordered && !single_date) {
    request.Warn(request.KeyWithPrefix("quantity"), "differs from the count of occurrence: the smaller one is taken");
    sessions = std::min(quantity, ordered);
  }
  if (sessions > 0) {
    authorization->set_sessions(sessions);
  } else {
    request.Warn("quantity", "the number of sessions is not told: a person must enter it before sending");
  }
}

}  // namespace tendon::interop
