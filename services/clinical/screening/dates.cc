#include "services/clinical/screening/dates.h"

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"

namespace tendon::clinical::screening {
namespace {

constexpr absl::CivilDay kEpoch(1970, 1, 1);

int DayNumber(absl::CivilDay day) { return static_cast<int>(day - kEpoch); }

// `width` digits at `position`; empty if they are not digits.
std::optional<int> Digits(absl::string_view text, size_t position, size_t width) {
  int value = 0;
  for (size_t i = position; i < position + width; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

// Digits only: SimpleAtoi would take signs and spaces.
std::optional<int> ParseCount(absl::string_view text) {
  if (text.empty() || text.size() > 5) return std::nullopt;
  return Digits(text, 0, text.size());
}

std::optional<int> ParseDays(absl::string_view text) {
  if (!absl::ConsumeSuffix(&text, "d")) return std::nullopt;
  return ParseCount(text);
}

}  // namespace

std::optional<DayRange> ParseDate(absl::string_view date) {
  if (date.size() != 4 && date.size() != 7 && date.size() != 10) return std::nullopt;
  const auto year = Digits(date, 0, 4);
  if (!year.has_value()) return std::nullopt;
  if (date.size() == 4) {
    return DayRange{DayNumber(absl::CivilDay(*year, 1, 1)), DayNumber(absl::CivilDay(*year, 12, 31))};
  }
  const auto month = Digits(date, 5, 2);
  if (date[4] != '-' || !month.has_value() || *month < 1 || *month > 12) return std::nullopt;
  if (date.size() == 7) {
    const absl::CivilMonth first(*year, *month);
    return DayRange{DayNumber(absl::CivilDay(first)), DayNumber(absl::CivilDay(first + 1)) - 1};
  }
  const auto day = Digits(date, 8, 2);
  if (date[7] != '-' || !day.has_value()) return std::nullopt;
  const absl::CivilDay whole(*year, *month, *day);
  if (whole.day() != *day || whole.month() != *month) return std::nullopt;  // no such day: it was normalised
  return DayRange{DayNumber(whole), DayNumber(whole)};
}

int DayOf(absl::Time time) { return DayNumber(absl::ToCivilDay(time, absl::UTCTimeZone())); }

std::optional<Window> ParseWindow(absl::string_view text) {
  if (text.empty()) return Window{};
  Window window;
  window.always = false;
  window.of_use = absl::ConsumeSuffix(&text, " use");
  if (absl::ConsumePrefix(&text, ">=") != window.of_use) return std::nullopt;
  if (const size_t dash = text.find('-'); dash != absl::string_view::npos && !window.of_use) {
    const auto least = ParseCount(text.substr(0, dash));
    if (!least.has_value()) return std::nullopt;
    window.min_days = *least;
    text.remove_prefix(dash + 1);
  }
  const auto days = ParseDays(text);
  if (!days.has_value() || *days < window.min_days) return std::nullopt;
  (window.of_use ? window.min_days : window.max_days) = *days;
  return window;
}

bool IsActive(const Window& window, const std::optional<DayRange>& onset, const std::optional<DayRange>& recorded,
              int today) {
  if (window.always) return true;
  if (window.of_use) return !onset.has_value() || onset->first > today || today - onset->first >= window.min_days;
  if (onset.has_value()) {
    const int oldest = today - onset->first;
    const int youngest = today - onset->last;
    return oldest < 0 || (oldest >= window.min_days && youngest <= window.max_days);
  }
  return !recorded.has_value() || today - recorded->last <= window.max_days;
}

}  // namespace tendon::clinical::screening
