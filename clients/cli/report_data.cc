#include "clients/cli/report_data.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cli/report_parts.h"
#include "clients/cli/series.h"
#include "clients/report/text.h"

namespace tendon::cli {
namespace {

namespace out = outcomes::v1;

// "pain relief: NPRS 2 by 2027-03-04".
std::string GoalText(const clinical::v1::Goal& goal) {
  std::string text = report::Words(Label(goal.kind()));
  if (!goal.measure().empty()) absl::StrAppend(&text, ": ", goal.measure());
  if (goal.has_target()) absl::StrAppend(&text, " ", NumberLabel(goal.target()));
  if (!goal.due_date().empty()) absl::StrAppend(&text, " by ", goal.due_date());
  if (!goal.text().empty()) absl::StrAppend(&text, " (", goal.text(), ")");
  return text;
}

std::string CoTreatmentText(const clinical::v1::CoTreatment& treatment) {
  std::string text = report::Words(Label(treatment.kind()));
  const std::string& what =
      treatment.text().empty() && treatment.codings_size() > 0 ? treatment.codings(0).display() : treatment.text();
  if (!what.empty()) absl::StrAppend(&text, ": ", what);
  if (!treatment.start_date().empty()) absl::StrAppend(&text, ", ", treatment.start_date());
  if (!treatment.end_date().empty()) absl::StrAppend(&text, " to ", treatment.end_date());
  return text;
}

std::string MedicationText(const clinical::v1::Medication& medication) {
  std::string text =
      medication.ingredients().empty() ? medication.text() : absl::StrJoin(medication.ingredients(), ", ");
  if (!medication.start_date().empty()) absl::StrAppend(&text, ", ", medication.start_date());
  if (!medication.end_date().empty()) absl::StrAppend(&text, " to ", medication.end_date());
  return text;
}

std::string TurnText(const referral::v1::Turn& turn, absl::TimeZone zone) {
  if (turn.expectation().empty()) return "";
  return absl::StrCat(report::Words(Label(turn.party())), ": ", turn.expectation(),
                      turn.has_due_time() ? absl::StrCat(", by ", DateOf(turn.due_time(), zone)) : "");
}

std::string CountText(const out::Episode& episode) {
  std::string text = absl::StrCat(episode.sessions_completed());
  if (episode.sessions_authorized() > 0) absl::StrAppend(&text, " of ", episode.sessions_authorized());
  if (episode.sessions_missed() > 0) absl::StrAppend(&text, ", ", episode.sessions_missed(), " missed");
  if (episode.sessions_cancelled() > 0) absl::StrAppend(&text, ", ", episode.sessions_cancelled(), " cancelled");
  return text;
}

void AddPlan(const out::Episode& episode, const ReportSource& source, absl::TimeZone zone,
             report::EpisodeReport* made) {
  const auto add = [made](const char* name, const std::string& text, bool passing = false) {
    if (!text.empty()) made->plan.push_back({name, text, passing});
  };
  add("From", ShortName(episode.referrer()), true);
  add("To", absl::StrCat(ShortName(episode.recipient()), ", ", report::Words(Label(episode.discipline()))), true);
  add("State", report::Words(episode.referral_state()), true);
  for (const auto& goal : source.plan.goals()) add("Goal", GoalText(goal));
  add("Sessions", CountText(episode));
  if (episode.has_first_session_time())
    add("First and last",
        absl::StrCat(DateOf(episode.first_session_time(), zone), ", ", DateOf(episode.last_session_time(), zone)));
  if (episode.has_next_session_time()) add("Next", DateOf(episode.next_session_time(), zone), true);
  for (const auto& treatment : source.plan.co_treatments()) add("Beside it", CoTreatmentText(treatment));
  for (const auto& medication : source.plan.medications()) add("Medication", MedicationText(medication), true);
  if (episode.adverse_events() > 0)
    add("Harm",
        absl::StrCat(episode.adverse_events(), episode.adverse_events() == 1 ? " adverse event" : " adverse events"));
  if (episode.flagged_sessions() > 0)
    add("To be looked at",
        absl::StrCat(episode.flagged_sessions(), episode.flagged_sessions() == 1 ? " session needs" : " sessions need",
                     " a person's eye"));
  add("Whose turn", TurnText(source.referral.turn(), zone), true);
}

// "NPRS 7 to 3; ODI 40 to 22".
std::string ScoresText(const out::PlanPart& part) {
  std::vector<std::string> scores;
  for (const out::MeasureSummary& measure : part.measures()) {
    if (!measure.has_baseline() || !measure.has_latest()) continue;
    scores.push_back(absl::StrCat(SeriesLabel(measure), " ", report::Number(measure.baseline()), " to ",
                                  report::Number(measure.latest())));
  }
  return absl::StrJoin(scores, "; ");
}

report::Treatment TreatmentOf(const out::PlanPart& part, absl::TimeZone zone) {
  const std::string of =
      part.sessions_authorized() > 0 ? absl::StrCat(" of ", part.sessions_authorized()) : std::string();
  return {report::Words(Label(part.discipline())),
          ShortName(part.recipient()),
          report::Words(Label(part.state())),
          absl::StrCat(part.sessions_completed(), of),
          ScoresText(part),
          TurnText(part.turn(), zone)};
}

report::Treatment EndedOf(const referral::v1::ChildOutcome& child) {
  std::string came = report::Words(Label(child.closing_summary().discharge_reason()));
  if (!child.closing_summary().text().empty())
    absl::StrAppend(&came, came.empty() ? "" : ": ", child.closing_summary().text());
  return {report::Words(Label(child.discipline())),
          ShortName(child.recipient()),
          report::Words(Label(child.state())),
          absl::StrCat(child.sessions_completed()),
          "",
          came};
}

void AddTreatments(const out::Plan& plan, absl::TimeZone zone, report::EpisodeReport* made) {
  for (const out::PlanPart& part : plan.parts()) {
    made->treatments.push_back(TreatmentOf(part, zone));
    for (const auto& child : part.child_outcomes()) made->treatments.push_back(EndedOf(child));
  }
  if (made->treatments.size() < 2) made->treatments.clear();
}

std::string PatientText(const clinical::v1::Patient& patient) {
  const std::string given = absl::StrJoin(patient.name().given(), " ");
  std::string text = patient.name().family().empty()
                         ? patient.name().text()
                         : absl::StrCat(patient.name().family(), given.empty() ? "" : ", ", given);
  if (!patient.birth_date().empty())
    absl::StrAppend(&text, text.empty() ? "" : " \xc2\xb7 ", "born ", patient.birth_date());
  return text;
}

void AddWithheld(const out::Episode& episode, const ReportSource& source, report::EpisodeReport* made) {
  std::set<int> categories;
  categories.insert(source.referral.withheld_categories().begin(), source.referral.withheld_categories().end());
  categories.insert(episode.withheld_categories().begin(), episode.withheld_categories().end());
  categories.insert(source.plan.withheld_categories().begin(), source.plan.withheld_categories().end());
  for (const int category : categories)
    made->withheld.push_back(Label(static_cast<options::v1::DataCategory>(category)));
}

}  // namespace

report::EpisodeReport MakeReport(const out::Episode& episode, const ReportSource& source, absl::Time now,
                                 absl::TimeZone zone) {
  report::EpisodeReport made;
  const std::string& reason = source.referral.reason();
  made.title = reason.empty() ? absl::StrCat("Episode ", ShortName(episode.name())) : reason;
  made.patient = PatientText(source.referral.patient());
  made.made_at = absl::FormatTime("%Y-%m-%d %H:%M", now, zone);
  AddGuidance(episode.guidance(), zone, &made);
  AddPlan(episode, source, zone, &made);
  AddTreatments(source.plan, zone, &made);
  for (const auto& measure : episode.measures()) made.courses.push_back(CourseOf(measure, zone));
  AddPrecautions(source.referral.screening(), source.plan, now, &made);
  AddWithheld(episode, source, &made);
  return made;
}

}  // namespace tendon::cli
