// One measure of a report: its course, against what matters and what is normal.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/labels.h"
#include "clients/cli/report_parts.h"
#include "clients/cli/series.h"
#include "clients/report/text.h"

namespace tendon::cli {
namespace {

constexpr double kSecondsOfDay = 86'400;

report::Better BetterOf(outcomes::v1::Direction direction) {
  if (direction == outcomes::v1::DIRECTION_LOWER_BETTER) return report::Better::kLower;
  return direction == outcomes::v1::DIRECTION_HIGHER_BETTER ? report::Better::kHigher : report::Better::kUnknown;
}

// "{score}" is a unit for machines.
std::string UnitForPeople(const std::string& ucum) {
  if (ucum == "{score}") return "points";
  if (ucum == "{Tscore}") return "T";
  if (ucum == "deg") return "degrees";
  return ucum.starts_with("{") && ucum.ends_with("}") ? ucum.substr(1, ucum.size() - 2) : ucum;
}

// "Numeric Pain Rating Scale (0-10), NPRS, lumbar LEFT, worst 7d".
std::string TitleOf(const outcomes::v1::MeasureSummary& measure) {
  const std::string title = measure.title().empty() ? "" : measure.title() + ", ";
  return title + SeriesLabel(measure);
}

void AddPoints(const outcomes::v1::MeasureSummary& measure, absl::TimeZone zone, report::Course* course) {
  for (const auto& point : measure.points()) {
    const int64_t seconds = point.effective_time().seconds() - measure.points(0).effective_time().seconds();
    course->points.push_back({static_cast<double>(seconds) / kSecondsOfDay, DateOf(point.effective_time(), zone),
                              point.session_number() > 0 ? absl::StrCat(point.session_number()) : "", point.value(),
                              point.phase() == clinical::v1::OBSERVATION_PHASE_AFTER});
  }
}

void AddScale(const outcomes::v1::MeasureSummary& measure, report::Course* course) {
  if (measure.has_score_minimum()) course->scale_minimum = measure.score_minimum();
  if (measure.has_score_maximum()) course->scale_maximum = measure.score_maximum();
  for (const auto& band : measure.bands()) {
    report::Band& drawn = course->bands.emplace_back();
    drawn.label = band.label();
    if (band.has_lower()) drawn.lower = band.lower();
    if (band.has_upper()) drawn.upper = band.upper();
  }
  if (!measure.has_norm()) return;
  course->norm = measure.norm().degrees();
  course->norm_label = absl::StrCat("normal ", report::Number(measure.norm().degrees()));
}

std::string SlopeText(const outcomes::v1::Trajectory& trajectory, const std::string& unit) {
  std::string text =
      absl::StrCat("Slope (Theil-Sen): ", report::Signed(trajectory.slope_per_week()), " ", unit, " a week");
  if (trajectory.has_slope_lower() && trajectory.has_slope_upper())
    absl::StrAppend(&text, ", 95 % interval ", report::Signed(trajectory.slope_lower()), " to ",
                    report::Signed(trajectory.slope_upper()));
  return text + ".";
}

std::string NormText(const outcomes::v1::MotionNorm& norm) {
  std::string text = absl::StrCat("Normal: ", report::Number(norm.degrees()), " degrees (", norm.source(),
                                  ", confidence ", report::Words(norm.confidence()), ")");
  if (norm.has_percent_of_norm()) absl::StrAppend(&text, "; ", report::Number(norm.percent_of_norm()), " % of it");
  if (!norm.limitation().empty()) absl::StrAppend(&text, ", limitation ", norm.limitation(), " (a working band)");
  return text + ".";
}

void AddDetails(const outcomes::v1::MeasureSummary& measure, report::Course* course) {
  const auto add = [course](std::string text) { course->details.push_back(std::move(text)); };
  if (measure.trajectory().has_slope_per_week()) add(SlopeText(measure.trajectory(), course->unit));
  if (measure.has_norm()) add(NormText(measure.norm()));
  if (measure.has_other_side())
    add(absl::StrCat("Other side: ", report::Number(measure.other_side()), " ", course->unit, "."));
  if (measure.within_session().has_mean_change())
    add(absl::StrCat("Within sessions, from before to after: ", report::Signed(measure.within_session().mean_change()),
                     " ", course->unit, " in the mean of ", measure.within_session().sessions(),
                     "; it says nothing of the course."));
}

void AddTrajectory(const outcomes::v1::Trajectory& trajectory, report::Course* course) {
  if (trajectory.has_minimal_important_change())
    course->minimal_important_change = trajectory.minimal_important_change();
  if (trajectory.has_minimal_detectable_change())
    course->minimal_detectable_change = trajectory.minimal_detectable_change();
  course->classification = Label(trajectory.classification());
  course->explanation = trajectory.explanation();
  course->basis = {trajectory.rule(), trajectory.citation(), trajectory.confidence(), trajectory.working_rule()};
}

}  // namespace

std::string DateOf(const google::protobuf::Timestamp& time, absl::TimeZone zone) {
  return absl::FormatTime("%Y-%m-%d", absl::FromUnixSeconds(time.seconds()), zone);
}

report::Course CourseOf(const outcomes::v1::MeasureSummary& measure, absl::TimeZone zone) {
  report::Course course;
  course.title = TitleOf(measure);
  course.unit = UnitForPeople(measure.unit());
  course.better = BetterOf(measure.direction());
  AddPoints(measure, zone, &course);
  if (measure.has_baseline()) course.baseline = measure.baseline();
  if (measure.has_latest()) course.latest = measure.latest();
  if (measure.has_change()) course.change = measure.change();
  if (measure.has_change_percent()) course.change_percent = measure.change_percent();
  AddScale(measure, &course);
  AddTrajectory(measure.trajectory(), &course);
  AddDetails(measure, &course);
  return course;
}

}  // namespace tendon::cli
