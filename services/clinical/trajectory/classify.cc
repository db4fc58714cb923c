#include "services/clinical/trajectory/classify.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/clinical/trajectory/grade.h"
#include "services/clinical/trajectory/slope.h"
#include "services/clinical/trajectory/words.h"

namespace tendon::clinical::trajectory {
namespace {

namespace pb = outcomes::v1;
using pb::Trajectory;
using pb::TrajectoryClass;

constexpr double kMicrosPerDay = 86'400e6;
constexpr double kMicrosPerWeek = 7 * kMicrosPerDay;
// TR15.
constexpr size_t kLevelReadings = 3;
constexpr double kLevelDays = 14;

// A class and the rule that gave it.
struct Verdict {
  TrajectoryClass classification = pb::TRAJECTORY_CLASS_UNSPECIFIED;
  std::string rule;
  std::string because;
};

// TR17, and TN02 for what it is not about.
bool IsWorseAt(const Course& course, Family family, size_t index) {
  const Change change = course.ChangeAt(index);
  if (family == Family::kPain) {
    const bool percent = !HasLowBaseline(course, family) && change.percent && AtLeast(-*change.percent, 30);
    return percent || AtLeast(-change.better * PointsPerUnit(course.measure()), 2);
  }
  const auto important = ImportantChange(course);
  if (important) return Reaches(*important, -change.better);
  const auto& percent = course.measure().mic_pct;
  return percent && change.percent && AtLeast(-*change.percent, *percent);
}

bool IsWorsening(const Course& course, Family family) {
  const size_t last = course.size() - 1;
  if (!IsWorseAt(course, family, last)) return false;
  const bool severe = family == Family::kPain && course.point(last).value * PointsPerUnit(course.measure()) >= 8;
  return severe || (last >= 1 && IsWorseAt(course, family, last - 1));
}

// The last readings over 14 days or more, three at least; empty where there are not so many.
std::vector<Point> LastReadings(const Course& course) {
  for (size_t first = course.size(); first-- > 0;) {
    const size_t count = course.size() - first;
    const int64_t span_us = course.point(course.size() - 1).time_us - course.point(first).time_us;
    if (count < kLevelReadings || static_cast<double>(span_us) / kMicrosPerDay < kLevelDays) continue;
    std::vector<Point> last;
    for (size_t i = first; i < course.size(); ++i) last.push_back(course.point(i));
    return last;
  }
  return {};
}

std::optional<Slope> SlopePerWeek(const std::vector<Point>& points) {
  std::vector<double> weeks, values;
  for (const Point& point : points) {
    weeks.push_back(static_cast<double>(point.time_us - points.front().time_us) / kMicrosPerWeek);
    values.push_back(point.value);
  }
  return TheilSen(weeks, values);
}

// The last readings differ by less than the error of measurement, and so does what their slope adds up to.
bool IsLevel(const Course& course) {
  const auto noise = NoiseOf(course);
  const std::vector<Point> last = LastReadings(course);
  if (!noise || last.empty()) return false;
  const auto [lowest, highest] =
      std::minmax_element(last.begin(), last.end(), [](const Point& a, const Point& b) { return a.value < b.value; });
  const double weeks = static_cast<double>(last.back().time_us - last.front().time_us) / kMicrosPerWeek;
  const auto slope = SlopePerWeek(last);
  return highest->value - lowest->value < *noise && slope && std::abs(slope->slope) * weeks < *noise;
}

bool HadResponded(const Course& course, const Situation& situation) {
  for (size_t i = 0; i + 1 < course.size(); ++i) {
    if (GradeAt(course, i, situation).step >= Step::kPartial) return true;
  }
  return false;
}

TrajectoryClass ClassOf(Step step) {
  switch (step) {
    case Step::kRecovered:
      return pb::TRAJECTORY_CLASS_RECOVERED;
    case Step::kMajorResponder:
      return pb::TRAJECTORY_CLASS_MAJOR_RESPONDER;
    case Step::kResponder:
      return pb::TRAJECTORY_CLASS_RESPONDER;
    case Step::kPartial:
      return pb::TRAJECTORY_CLASS_PARTIAL;
    case Step::kNone:
      break;
  }
  return pb::TRAJECTORY_CLASS_UNSPECIFIED;
}

// After an adequate dose a non-response may be called one; before it nothing is said.
Verdict NoResponse(Family family, const Situation& situation) {
  const std::string rule = family == Family::kPain ? "TR16" : kGenericNonResponder;
  if (situation.dose_adequate)
    return {pb::TRAJECTORY_CLASS_NON_RESPONDER, rule,
            absl::StrCat("no response to an adequate dose (", situation.dose_rule, ")")};
  return {pb::TRAJECTORY_CLASS_INSUFFICIENT_DATA, rule,
          absl::StrCat("no response so far, and the dose is not yet adequate",
                       situation.dose_rule.empty() ? "" : absl::StrCat(" (", situation.dose_rule, ")"))};
}

// The order of the knowledge base; the first that holds.
Verdict Decide(const Course& course, Family family, const Situation& situation, bool level) {
  if (course.size() == 0)
    return {pb::TRAJECTORY_CLASS_INSUFFICIENT_DATA, "TR01", "a baseline and a reading after it are needed"};
  if (IsWorsening(course, family)) {
    return {pb::TRAJECTORY_CLASS_WORSENING, family == Family::kPain ? "TR17" : kGenericWorsening,
            "worse by what matters"};
  }
  const Grade grade = GradeAt(course, course.size() - 1, situation);
  if (grade.step == Step::kRecovered) return {pb::TRAJECTORY_CLASS_RECOVERED, grade.rule, "hardly any left"};
  if (HasLowBaseline(course, family))
    return {pb::TRAJECTORY_CLASS_LOW_BASELINE, "TR03", "too little at baseline for a percentage to mean anything"};
  if (grade.step >= Step::kResponder) return {ClassOf(grade.step), grade.rule, "better by what matters"};
  if (level && HadResponded(course, situation))
    return {pb::TRAJECTORY_CLASS_PLATEAU, "TR15",
            "responded before, and no further change over the last 14 days or more"};
  if (grade.step == Step::kPartial) return {pb::TRAJECTORY_CLASS_PARTIAL, grade.rule, "somewhat better"};
  if (situation.global_impression && *situation.global_impression >= 1 && *situation.global_impression <= 2)
    return {pb::TRAJECTORY_CLASS_PARTIAL, "TR14", "the patient calls it much improved, the numbers do not yet"};
  return NoResponse(family, situation);
}

const char* BasisText(pb::ReliabilityBasis basis) {
  switch (basis) {
    case pb::RELIABILITY_BASIS_SCORE_SE:
      return "the standard errors of both scores, TR05";
    case pb::RELIABILITY_BASIS_JACOBSON_TRUAX:
      return "Jacobson and Truax with the reference given, TR04";
    case pb::RELIABILITY_BASIS_MDC90:
      return "the MDC90";
    case pb::RELIABILITY_BASIS_MDC95:
      return "the MDC95";
    default:
      return "the MDC, its level not said";
  }
}

std::string Explain(const Course& course, const Verdict& verdict, const Reliability& reliability) {
  if (course.size() == 0) return absl::StrCat("One reading so far: ", verdict.because, " (", verdict.rule, ").");
  const Change change = course.ChangeAt(course.size() - 1);
  std::string text = absl::StrCat(MeasureText(course.measure()), " ", ChangeText(change, course.measure()), ": ",
                                  verdict.because, " (", verdict.rule, ").");
  if (reliability.reliable) {
    absl::StrAppend(&text, " The change is ", *reliability.reliable ? "" : "not ", "beyond the error of measurement (",
                    BasisText(reliability.basis), ").");
  }
  if (course.baseline_readings() == 0)
    absl::StrAppend(&text, " There is no reading before the first treatment; the first one stands in.");
  text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

void SetReliability(const Reliability& reliability, Trajectory* result) {
  result->set_reliability_basis(reliability.basis);
  if (reliability.reliable) result->set_reliable(*reliability.reliable);
  if (reliability.index) result->set_reliable_change_index(*reliability.index);
  result->set_recovered_beyond_cutoff(reliability.beyond_cutoff);
}

// The slope is of the course as it is now: pairs grow with the square of readings, and what lies 100 readings back
// tells nothing of it.
void SetSlope(std::vector<Point> points, Trajectory* result) {
  constexpr size_t kMostReadings = 100;
  if (points.size() < 3) return;
  if (points.size() > kMostReadings) points.erase(points.begin(), points.end() - kMostReadings);
  const auto slope = SlopePerWeek(points);
  if (!slope) return;
  result->set_slope_per_week(slope->slope);
  if (slope->lower) result->set_slope_lower(*slope->lower);
  if (slope->upper) result->set_slope_upper(*slope->upper);
}

void SetRule(const RuleBook& rules, const std::string& id, Trajectory* result) {
  const Rule& rule = rules.Find(id);
  result->set_rule(id);
  result->set_citation(rule.citation);
  result->set_confidence(rule.confidence);
  result->set_working_rule(rule.working);
}

void AddRules(const Course& course, const Situation& situation, Family family, Trajectory* result) {
  result->add_rules(result->rule());
  const auto add = [result](bool holds, const std::string& rule) {
    const bool there = std::find(result->rules().begin(), result->rules().end(), rule) != result->rules().end();
    if (holds && !rule.empty() && !there) result->add_rules(rule);
  };
  const bool lower_better = course.measure().direction == pb::DIRECTION_LOWER_BETTER;
  add(true, lower_better ? "TR01" : "TR02");
  add(HasLowBaseline(course, family), "TR03");
  add(result->reliability_basis() == pb::RELIABILITY_BASIS_JACOBSON_TRUAX, "TR04");
  add(result->reliability_basis() == pb::RELIABILITY_BASIS_SCORE_SE, "TR05");
  add(result->recovered_beyond_cutoff(), "TR06");
  add(result->level(), "TR15");
  add(result->classification() == pb::TRAJECTORY_CLASS_NON_RESPONDER, situation.dose_rule);
}

}  // namespace

Trajectory Classify(const Course& course, const Situation& situation, const RuleBook& rules) {
  Trajectory result;
  const scoring::Measure& measure = course.measure();
  const Family family = FamilyOf(measure, course.mdc());
  const std::vector<Point> all = course.All();
  result.set_readings(static_cast<int>(all.size()));
  result.set_baseline_readings(course.baseline_readings());
  if (measure.mic_abs) result.set_minimal_important_change(*measure.mic_abs);
  if (course.mdc()) result.set_minimal_detectable_change(*course.mdc());
  SetSlope(all, &result);
  if (family == Family::kNone) {
    result.set_explanation("Read as it stands: not a course that rules classify.");
    return result;
  }
  Reliability reliability;
  if (course.size() > 0) {
    reliability = ReliabilityAt(course, course.size() - 1, situation.reference);
    result.set_level(IsLevel(course));
  }
  SetReliability(reliability, &result);
  const Verdict verdict = Decide(course, family, situation, result.level());
  result.set_classification(verdict.classification);
  SetRule(rules, verdict.rule, &result);
  result.set_explanation(Explain(course, verdict, reliability));
  AddRules(course, situation, family, &result);
  return result;
}

}  // namespace tendon::clinical::trajectory
