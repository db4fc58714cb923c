#include "clients/interop/fhir_time.h"

#include <cstdint>

#include "absl/time/civil_time.h"
#include "clients/interop/text.h"

namespace tendon::interop {
namespace {

// The digits at `from`, as a number; -1 where one of them is none.
int Digits(std::string_view text, std::size_t from, std::size_t count) {
  if (text.size() < from + count) return -1;
  const std::string_view digits = text.substr(from, count);
  int value = 0;
  for (const char c : digits) {
    if (!IsDigit(c)) return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

// Seconds east of UTC of "Z" or "+hh:mm"; nothing when it is neither.
std::optional<int> Offset(std::string_view text) {
  if (text == "Z") return 0;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const int hours = Digits(text, 1, 2), minutes = Digits(text, 4, 2);
  if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59) return std::nullopt;
  return (text[0] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}

}  // namespace

bool IsFhirDate(std::string_view text) {
  const int year = Digits(text, 0, 4);
  if (year < 1) return false;
  if (text.size() == 4) return true;
  const int month = text[4] == '-' ? Digits(text, 5, 2) : -1;
  if (month < 1 || month > 12) return false;
  if (text.size() == 7) return true;
  const int day = text.size() == 10 && text[7] == '-' ? Digits(text, 8, 2) : -1;
  return day >= 1 && absl::CivilDay(year, month, day).month() == month;
}

std::optional<FhirTime> ParseFhirTime(std::string_view text) {
  const std::size_t t = text.find('T');
  const std::string_view date = text.substr(0, t);
  if (!IsFhirDate(date)) return std::nullopt;
  FhirTime result{std::string(date), false, absl::UnixEpoch()};
  if (date.size() < 10) return t == std::string_view::npos ? std::optional(result) : std::nullopt;
  const absl::CivilDay day(Digits(date, 0, 4), Digits(date, 5, 2), Digits(date, 8, 2));
  result.time = absl::FromCivil(day, absl::UTCTimeZone());
  if (t == std::string_view::npos) return result;

  const std::string_view clock = text.substr(t + 1);
  const int hour = Digits(clock, 0, 2), minute = Digits(clock, 3, 2), second = Digits(clock, 6, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return std::nullopt;
  if (clock[2] != ':' || clock[5] != ':') return std::nullopt;
  std::size_t zone = 8;
  std::int64_t nanoseconds = 0;
  if (zone < clock.size() && clock[zone] == '.') {
    std::int64_t unit = 100'000'000;
    for (++zone; zone < clock.size() && IsDigit(clock[zone]); ++zone, unit /= 10)
      nanoseconds += unit * (clock[zone] - '0');
    if (zone == 9) return std::nullopt;
  }
  const std::optional<int> offset = Offset(clock.substr(zone));
  if (!offset) return std::nullopt;
  result.has_time = true;
  result.time += absl::Hours(hour) + absl::Minutes(minute) + absl::Seconds(second) + absl::Nanoseconds(nanoseconds) -
                 absl::Seconds(*offset);
  return result;
}

}  // namespace tendon::interop
