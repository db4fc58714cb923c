#include "clients/cli/report_data.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cli/referral_view.h"
#include "clients/report/text.h"

namespace tendon::cli {
namespace {

constexpr double kSecondsOfDay = 86'400;

std::string DateOf(const google::protobuf::Timestamp& time, absl::TimeZone zone) {
  return absl::FormatTime("%Y-%m-%d", absl::FromUnixSeconds(time.seconds()), zone);
}

// "pain relief: NPRS 2 by 2027-03-04".
std::string GoalText(const clinical::v1::Goal& goal) {
  std::string text = report::Words(Label(goal.kind()));
  if (!goal.measure().empty()) absl::StrAppend(&text, ": ", goal.measure());
  if (goal.has_target()) absl::StrAppend(&text, " ", NumberLabel(goal.target()));
  if (!goal.due_date().empty()) absl::StrAppend(&text, " by ", goal.due_date());
  return text;
}

std::string CoTreatmentText(const clinical::v1::CoTreatment& treatment) {
  std::string text = report::Words(Label(treatment.kind()));
  if (!treatment.text().empty()) absl::StrAppend(&text, ": ", treatment.text());
  if (!treatment.start_date().empty()) absl::StrAppend(&text, ", ", treatment.start_date());
  if (!treatment.end_date().empty()) absl::StrAppend(&text, " to ", treatment.end_date());
  return text;
}

void AddPlan(const outcomes::v1::Episode& episode, const referral::v1::Referral& referral, absl::TimeZone zone,
             report::EpisodeReport* made) {
  const auto add = [made](const char* name, const std::string& text) {
    if (!text.empty()) made->plan.push_back({name, text});
  };
  add("From", ShortName(episode.referrer()));
  add("To", absl::StrCat(ShortName(episode.recipient()), ", ", report::Words(Label(episode.discipline()))));
  add("State", report::Words(episode.referral_state()));
  for (const auto& goal : referral.goals()) add("Goal", GoalText(goal));
  const std::string of =
      episode.sessions_authorized() > 0 ? absl::StrCat(" of ", episode.sessions_authorized()) : std::string();
  add("Sessions", absl::StrCat(episode.sessions_completed(), of));
  if (episode.has_first_session_time())
    add("First and last",
        absl::StrCat(DateOf(episode.first_session_time(), zone), ", ", DateOf(episode.last_session_time(), zone)));
  for (const auto& treatment : referral.co_treatments()) add("Beside it", CoTreatmentText(treatment));
  if (episode.adverse_events() > 0) add("Harm", absl::StrCat(episode.adverse_events(), " adverse events"));
  if (episode.flagged_sessions() > 0)
    add("To be looked at", absl::StrCat(episode.flagged_sessions(), " sessions need a person's eye"));
  if (!referral.turn().expectation().empty())
    add("Whose turn", absl::StrCat(report::Words(Label(referral.turn().party())), ": ", referral.turn().expectation()));
}

report::Better BetterOf(outcomes::v1::Direction direction) {
  if (direction == outcomes::v1::DIRECTION_LOWER_BETTER) return report::Better::kLower;
  return direction == outcomes::v1::DIRECTION_HIGHER_BETTER ? report::Better::kHigher : report::Better::kUnknown;
}

// "{score}" is a unit for machines.
std::string UnitForPeople(const std::string& ucum) {
  if (ucum == "{score}") return "points";
  if (ucum == "{Tscore}") return "T-score";
  return ucum == "deg" ? "degrees" : ucum;
}

report::Course CourseOf(const outcomes::v1::MeasureSummary& measure, absl::TimeZone zone) {
  report::Course course;
  course.title = measure.measure() == "NPRS" ? "Pain (NPRS)" : measure.measure();
  if (!measure.body_site().region().empty()) absl::StrAppend(&course.title, ", ", SiteLabel(measure.body_site()));
  if (!measure.motion().empty()) absl::StrAppend(&course.title, ", ", measure.motion());
  course.unit = UnitForPeople(measure.unit());
  course.better = BetterOf(measure.direction());
  for (const auto& point : measure.points()) {
    const double day =
        static_cast<double>(point.effective_time().seconds() - measure.points(0).effective_time().seconds()) /
        kSecondsOfDay;
    course.points.push_back({day, DateOf(point.effective_time(), zone),
                             point.session_number() > 0 ? absl::StrCat(point.session_number()) : "", point.value(),
                             point.phase() == clinical::v1::OBSERVATION_PHASE_AFTER});
  }
  if (measure.has_baseline()) course.baseline = measure.baseline();
  if (measure.has_latest()) course.latest = measure.latest();
  if (measure.has_change()) course.change = measure.change();
  if (measure.has_change_percent()) course.change_percent = measure.change_percent();
  if (measure.measure() == "NPRS") {
    course.scale_minimum = 0;
    course.scale_maximum = 10;
  }
  const outcomes::v1::Trajectory& trajectory = measure.trajectory();
  if (trajectory.has_minimal_important_change())
    course.minimal_important_change = trajectory.minimal_important_change();
  if (trajectory.has_minimal_detectable_change())
    course.minimal_detectable_change = trajectory.minimal_detectable_change();
  course.classification = Label(trajectory.classification());
  course.explanation = trajectory.explanation();
  course.basis.rule = trajectory.rule();
  return course;
}

void AddPrecautions(const clinical::v1::ScreeningSnapshot& screening, report::EpisodeReport* made) {
  for (const auto& technique : screening.techniques()) {
    for (const auto& hit : technique.hits()) {
      report::Precaution precaution;
      precaution.severity = Label(hit.verdict());
      precaution.what = hit.label();
      precaution.where = absl::StrCat(technique.technique(), technique.body_site().region().empty() ? "" : " on ",
                                      SiteLabel(technique.body_site()));
      precaution.action = hit.action();
      precaution.rationale = hit.rationale();
      precaution.dispute_note = hit.dispute_note();
      precaution.basis = {hit.rule(), absl::StrJoin(hit.sources(), ", "), hit.confidence(), false};
      made->precautions.push_back(std::move(precaution));
    }
  }
  // What forbids comes first.
  std::stable_sort(made->precautions.begin(), made->precautions.end(),
                   [](const report::Precaution& a, const report::Precaution& b) {
                     return (a.severity == "ABSOLUTE") > (b.severity == "ABSOLUTE");
                   });
  if (!screening.knowledge_version().empty()) made->knowledge_version = screening.knowledge_version();
}

}  // namespace

report::EpisodeReport MakeReport(const outcomes::v1::Episode& episode, const referral::v1::Referral& referral,
                                 absl::Time now, absl::TimeZone zone) {
  report::EpisodeReport made;
  made.title = referral.reason().empty() ? absl::StrCat("Episode ", ShortName(episode.name())) : referral.reason();
  const auto& patient = referral.patient();
  const std::string given = absl::StrJoin(patient.name().given(), " ");
  made.patient = patient.name().family().empty()
                     ? patient.name().text()
                     : absl::StrCat(patient.name().family(), given.empty() ? "" : ", ", given);
  if (!patient.birth_date().empty())
    absl::StrAppend(&made.patient, made.patient.empty() ? "" : " \xc2\xb7 ", "born ", patient.birth_date());
  made.made_at = absl::FormatTime("%Y-%m-%d %H:%M", now, zone);
  AddPlan(episode, referral, zone, &made);
  for (const auto& measure : episode.measures()) made.courses.push_back(CourseOf(measure, zone));
  AddPrecautions(referral.screening(), &made);
  for (const int category : referral.withheld_categories())
    made.withheld.push_back(Label(static_cast<options::v1::DataCategory>(category)));
  return made;
}

}  // namespace tendon::cli
