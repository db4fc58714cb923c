#include "services/clinical/trajectory/words.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "services/clinical/scoring/bands.h"

namespace tendon::clinical::trajectory {

std::string NumberText(double value) {
  const double rounded = scoring::RoundHalfUp(value, 2);
  return absl::StrCat(rounded == 0 ? 0.0 : rounded);
}

std::string AmountText(double value, const scoring::Measure& measure) {
  std::string unit = measure.unit;
  if (measure.is_t_score()) unit = "T";
  if (unit == "{score}" || unit == "{grade}") unit = std::abs(value) == 1 ? "point" : "points";
  if (unit == "%") unit = "percentage points";
  return absl::StrCat(NumberText(value), " ", unit);
}

std::string ChangeText(const Change& change, const scoring::Measure& measure) {
  std::string text = absl::StrCat("from ", NumberText(change.baseline), " to ", NumberText(change.value));
  if (change.raw == 0) return absl::StrCat(text, ", no change");
  const double amount = std::abs(change.raw);
  absl::StrAppend(&text, ", ", AmountText(amount, measure), change.better > 0 ? " better" : " worse");
  if (change.percent)
    absl::StrAppend(&text, " (", NumberText(scoring::RoundHalfUp(std::abs(*change.percent), 0)), " %)");
  return text;
}

std::string MeasureText(const scoring::Measure& measure) {
  return measure.domain == "PAIN_INTENSITY" && !measure.is_t_score() ? "pain" : measure.id;
}

}  // namespace tendon::clinical::trajectory
