#include "services/clinical/trajectory/grade.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace tendon::clinical::trajectory {
namespace {

constexpr double kReliableIndex = 1.96;

template <size_t N>
bool IsOneOf(absl::string_view id, const std::array<absl::string_view, N>& ids) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

constexpr std::array<absl::string_view, 3> kPainScales = {"NPRS", "VAS_PAIN", "PROMIS29_PAIN_ITEM"};
constexpr std::array<absl::string_view, 6> kFunctionScales = {"ODI", "RMDQ", "NDI", "QUICKDASH", "LEFS", "PSFS"};
// Ratings of change, of the visit or of harm: read as they stand.
constexpr std::array<absl::string_view, 7> kNoCourse = {"GROC", "PGIC", "SATISFACTION", "SESSION_MINUTES", "AE",
                                                        "HR",   "BP"};

// Every rule for pain, on the 0-10 scale.
Grade GradePain(const Course& course, const Change& change) {
  const double scale = PointsPerUnit(course.measure());
  const double better = change.better * scale, baseline = change.baseline * scale;
  if (change.value * scale <= 1 + kEpsilon) return {Step::kRecovered, "TR07"};
  if (HasLowBaseline(course, Family::kPain) || !change.percent) return {};
  if (AtLeast(*change.percent, 50) && AtLeast(better, 2)) return {Step::kMajorResponder, "TR09"};
  const double needed = AtLeast(baseline, 3) && baseline <= 5 + kEpsilon ? 1 : 2;
  if (AtLeast(*change.percent, 30) && AtLeast(better, needed)) return {Step::kResponder, "TR10"};
  return AtLeast(*change.percent, 10) ? Grade{Step::kPartial, "TR13"} : Grade{};
}

// Percentages count where less is better: of function gained, they run away at a low baseline.
bool MeetsPercent(const Course& course, const Change& change, double percent) {
  const bool lower_better = course.measure().direction == outcomes::v1::DIRECTION_LOWER_BETTER;
  return lower_better && change.percent && AtLeast(*change.percent, percent);
}

bool IsHalfWay(const Important& important, double better) { return AtLeast(better, important.change / 2); }

Grade GradeFunction(const Course& course, const Change& change) {
  const Important important = ImportantChange(course).value_or(Important{});
  if (course.measure().id == "RMDQ" && change.value <= 2) return {Step::kRecovered, "TR08"};
  if (MeetsPercent(course, change, 30) || Reaches(important, change.better)) return {Step::kResponder, "TR11"};
  return IsHalfWay(important, change.better) ? Grade{Step::kPartial, kGenericPartial} : Grade{};
}

// For one patient a change counts only beyond the error of measurement (rationale of TR12).
Grade GradeTScore(const Course& course, size_t index, const Change& change, const Situation& situation) {
  if (AtLeast(change.better, 3)) {
    const Reliability reliability = ReliabilityAt(course, index, situation.reference);
    return {reliability.reliable.value_or(true) ? Step::kResponder : Step::kPartial, "TR12"};
  }
  return AtLeast(change.better, 1.5) ? Grade{Step::kPartial, kGenericPartial} : Grade{};
}

Grade GradeOther(const Course& course, const Change& change) {
  const auto important = ImportantChange(course);
  const auto& percent = course.measure().mic_pct;
  const bool by_percent = percent && MeetsPercent(course, change, *percent);
  if (by_percent || (important && Reaches(*important, change.better))) return {Step::kResponder, kGenericResponder};
  const bool half =
      (percent && MeetsPercent(course, change, *percent / 2)) || (important && IsHalfWay(*important, change.better));
  return half ? Grade{Step::kPartial, kGenericPartial} : Grade{};
}

outcomes::v1::ReliabilityBasis MdcBasis(const scoring::Measure& measure) {
  if (absl::StrContains(measure.mdc_note, "MDC90")) return outcomes::v1::RELIABILITY_BASIS_MDC90;
  if (absl::StrContains(measure.mdc_note, "MDC95")) return outcomes::v1::RELIABILITY_BASIS_MDC95;
  return outcomes::v1::RELIABILITY_BASIS_MDC;
}

// c = (SD_norm * mean_clinical + SD_clinical * mean_norm) / (SD_norm + SD_clinical); beyond it towards the norm.
bool IsBeyondCutoff(const outcomes::v1::ReliabilityReference& reference, double value) {
  const bool both = reference.has_norm_mean() && reference.has_norm_sd() && reference.has_clinical_mean() &&
                    reference.has_clinical_sd() && reference.norm_sd() + reference.clinical_sd() > 0;
  if (!both) return false;
  const double cutoff =
      (reference.norm_sd() * reference.clinical_mean() + reference.clinical_sd() * reference.norm_mean()) /
      (reference.norm_sd() + reference.clinical_sd());
  return reference.norm_mean() < reference.clinical_mean() ? value < cutoff : value > cutoff;
}

Reliability ByReference(const outcomes::v1::ReliabilityReference& reference, const Change& change) {
  Reliability result;
  result.basis = outcomes::v1::RELIABILITY_BASIS_JACOBSON_TRUAX;
  const double error = reference.baseline_sd() * std::sqrt(2 * (1 - reference.reliability()));
  if (error > 0) {
    result.index = change.raw / error;
    result.reliable = std::abs(*result.index) > kReliableIndex;
  } else {
    result.reliable = change.raw != 0;
  }
  result.beyond_cutoff = *result.reliable && change.better > 0 && IsBeyondCutoff(reference, change.value);
  return result;
}

}  // namespace

Family FamilyOf(const scoring::Measure& measure, std::optional<double> mdc) {
  if (IsOneOf(measure.id, kPainScales)) return Family::kPain;
  if (IsOneOf(measure.id, kFunctionScales)) return Family::kFunction;
  if (measure.is_t_score()) return Family::kTScore;
  if (IsOneOf(measure.id, kNoCourse)) return Family::kNone;
  const bool has_direction = measure.direction == outcomes::v1::DIRECTION_LOWER_BETTER ||
                             measure.direction == outcomes::v1::DIRECTION_HIGHER_BETTER;
  return has_direction && (measure.mic_abs || measure.mic_pct || mdc) ? Family::kOther : Family::kNone;
}

std::optional<Important> ImportantChange(const Course& course) {
  if (course.measure().mic_abs) return Important{*course.measure().mic_abs, false};
  if (course.mdc()) return Important{*course.mdc(), true};
  return std::nullopt;
}

bool Reaches(const Important& important, double change) {
  return important.must_exceed ? change > important.change + kEpsilon : AtLeast(change, important.change);
}

double PointsPerUnit(const scoring::Measure& measure) { return measure.unit == "mm" ? 0.1 : 1; }

bool HasLowBaseline(const Course& course, Family family) {
  if (!course.baseline()) return false;
  if (family == Family::kPain) return *course.baseline() * PointsPerUnit(course.measure()) < 3 - kEpsilon;
  // A function of 0 is the worst there is, not too little to tell.
  return *course.baseline() == 0 && course.measure().direction == outcomes::v1::DIRECTION_LOWER_BETTER;
}

Reliability ReliabilityAt(const Course& course, size_t index, const outcomes::v1::ReliabilityReference* reference) {
  const Change change = course.ChangeAt(index);
  if (reference != nullptr) return ByReference(*reference, change);
  Reliability result;
  const auto& error = course.point(index).standard_error;
  if (course.baseline_error() && error) {
    result.basis = outcomes::v1::RELIABILITY_BASIS_SCORE_SE;
    result.index = change.raw / std::hypot(*course.baseline_error(), *error);
    result.reliable = std::abs(*result.index) > kReliableIndex;
  } else if (course.mdc()) {
    result.basis = MdcBasis(course.measure());
    const bool must_exceed = course.measure().id == "ROM_DEG";
    result.reliable = Reaches({*course.mdc(), must_exceed}, std::abs(change.raw));
  }
  return result;
}

std::optional<double> NoiseOf(const Course& course) {
  if (course.mdc()) return course.mdc();
  const auto& error = course.size() == 0 ? std::nullopt : course.point(course.size() - 1).standard_error;
  if (error) return kReliableIndex * std::sqrt(2.0) * *error;
  return course.measure().mic_abs;
}

Grade GradeAt(const Course& course, size_t index, const Situation& situation) {
  const Change change = course.ChangeAt(index);
  switch (FamilyOf(course.measure(), course.mdc())) {
    case Family::kPain:
      return GradePain(course, change);
    case Family::kFunction:
      return GradeFunction(course, change);
    case Family::kTScore:
      return GradeTScore(course, index, change, situation);
    case Family::kOther:
      return GradeOther(course, change);
    case Family::kNone:
      return {};
  }
  return {};
}

}  // namespace tendon::clinical::trajectory
