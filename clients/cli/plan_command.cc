// `tendon plan show`: the plan of a patient's treatments across disciplines.
#include <cmath>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "clients/cli/chart.h"
#include "clients/cli/command.h"
#include "clients/cli/commands.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cli/referral_safety.h"
#include "clients/cli/referral_view.h"
#include "clients/cli/series.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"
#include "clients/cpp/plan.h"

namespace tendon::cli {
namespace {

namespace planned = outcomes::v1;

// How deep a part lies in the tree, for indenting.
int DepthOf(const planned::Plan& plan, const planned::PlanPart& part) {
  int depth = 0;
  std::string parent = part.parent_referral();
  while (!parent.empty() && depth < plan.parts_size()) {
    std::string next;
    bool found = false;
    for (const planned::PlanPart& other : plan.parts()) {
      if (other.referral() != parent) continue;
      found = true;
      next = other.parent_referral();
    }
    if (!found) break;
    ++depth;
    parent = next;
  }
  return depth;
}

std::string TurnText(const planned::PlanPart& part) {
  if (!part.has_turn()) return "";
  const std::string due = TimeLabel(part.turn().due_time());
  return absl::StrCat(Label(part.turn().party()), part.turn().expectation().empty() ? "" : ": ",
                      part.turn().expectation(), due.empty() ? "" : absl::StrCat(", by ", due));
}

void PrintParts(const planned::Plan& plan, Context& context) {
  Table table({{"REFERRAL"},
               {"DISCIPLINE"},
               {"STATE"},
               {"BY", false, true},
               {"SESSIONS"},
               {"LAST"},
               {"OPEN CHILDREN", true},
               {"TURN", false, true}});
  for (const planned::PlanPart& part : plan.parts()) {
    const std::string indent(static_cast<size_t>(2 * DepthOf(plan, part)), ' ');
    table.Add({absl::StrCat(indent, ShortName(part.referral())), Label(part.discipline()),
               Cell(Label(part.state()), StyleOf(part.state())), ShortName(part.recipient()),
               absl::StrCat(part.sessions_completed(), " of ", part.sessions_authorized()),
               TimeLabel(part.last_session_time()).substr(0, 10),
               part.open_children_size() > 0 ? absl::StrCat(part.open_children_size()) : "",
               Cell(TurnText(part), Style::kWaiting)});
  }
  table.Print(context.terminal(), context.out());
}

// Children that have ended, with what came of them.
void PrintEnded(const planned::Plan& plan, Context& context) {
  Table table({{"ENDED"},
               {"DISCIPLINE"},
               {"STATE"},
               {"BY", false, true},
               {"SESSIONS", true},
               {"WHAT CAME OF IT", false, true}});
  for (const planned::PlanPart& part : plan.parts()) {
    for (const auto& child : part.child_outcomes()) {
      const auto& summary = child.closing_summary();
      table.Add({ShortName(child.referral()), Label(child.discipline()),
                 Cell(Label(child.state()), StyleOf(child.state())), ShortName(child.recipient()),
                 absl::StrCat(child.sessions_completed()),
                 absl::StrCat(Label(summary.discharge_reason()), summary.text().empty() ? "" : ": ", summary.text())});
    }
  }
  if (!table.empty()) context.out() << '\n';
  table.Print(context.terminal(), context.out());
}

// "TR13, HIGH; Dworkin 2008".
std::string BasisText(const planned::Trajectory& trajectory) {
  if (trajectory.rule().empty()) return "";
  const bool says_so = absl::StrContains(trajectory.citation(), "working rule");
  return absl::StrCat(trajectory.rule(), ", ", trajectory.confidence(),
                      trajectory.working_rule() && !says_so ? ", working rule" : "", "; ", trajectory.citation());
}

void PrintScores(const planned::Plan& plan, Context& context) {
  Table table({{"DISCIPLINE"},
               {"MEASURE"},
               {"SITE", false, true},
               {"BASELINE", true},
               {"LATEST", true},
               {"%", true},
               {"COURSE"},
               {"SAYS"},
               {"RULE", false, true}});
  for (const planned::PlanPart& part : plan.parts()) {
    for (const planned::MeasureSummary& measure : part.measures()) {
      table.Add({Label(part.discipline()), MeasureLabel(measure), PlaceLabel(measure),
                 measure.has_baseline() ? NumberLabel(measure.baseline()) : "",
                 measure.has_latest() ? NumberLabel(measure.latest()) : "",
                 measure.has_change_percent() ? NumberLabel(std::round(measure.change_percent())) : "",
                 DrawSparkline(measure, context.terminal().utf8), Label(measure.trajectory().classification()),
                 BasisText(measure.trajectory())});
    }
  }
  if (!table.empty()) context.out() << '\n';
  table.Print(context.terminal(), context.out());
}

void PrintAnswers(const planned::Plan& plan, Context& context) {
  Fields fields;
  for (const planned::PlanPart& part : plan.parts()) {
    if (!part.guidance().answer().empty()) fields.Add(Label(part.discipline()), part.guidance().answer());
  }
  context.out() << '\n';
  fields.Print(context.terminal(), context.out());
  context.out() << "Decision support, not a decision; see `tendon episode show` for what each answer rests on.\n";
}

std::string PlannedGoalLabel(const clinical::v1::Goal& goal) {
  const std::string target =
      goal.has_target() ? absl::StrCat(" ", goal.measure(), " ", NumberLabel(goal.target())) : "";
  return absl::StrCat(Label(goal.kind()), target, goal.due_date().empty() ? "" : absl::StrCat(" by ", goal.due_date()),
                      goal.text().empty() ? "" : absl::StrCat(": ", goal.text()));
}

// "2014-07-08 SURGERY Disc removed".
std::string CoTreatmentLabel(const clinical::v1::CoTreatment& treatment) {
  const std::string until = treatment.end_date().empty() || treatment.end_date() == treatment.start_date()
                                ? ""
                                : absl::StrCat(" to ", treatment.end_date());
  const std::string what = !treatment.text().empty()      ? treatment.text()
                           : treatment.codings_size() > 0 ? treatment.codings(0).display()
                                                          : "";
  return absl::StrCat(treatment.start_date(), until, treatment.start_date().empty() ? "" : " ", Label(treatment.kind()),
                      " ", what);
}

std::string PlannedMedicationLabel(const clinical::v1::Medication& medication) {
  const std::string name =
      medication.ingredients().empty() ? medication.text() : absl::StrJoin(medication.ingredients(), ", ");
  return absl::StrCat(name, medication.start_date().empty() ? "" : absl::StrCat(" from ", medication.start_date()),
                      medication.end_date().empty() ? "" : absl::StrCat(" to ", medication.end_date()), " ",
                      Label(medication.status()));
}

void PrintRest(const planned::Plan& plan, Context& context) {
  std::vector<std::string> goals, treatments, medications, withheld;
  for (const auto& goal : plan.goals()) goals.push_back(PlannedGoalLabel(goal));
  for (const auto& treatment : plan.co_treatments()) treatments.push_back(CoTreatmentLabel(treatment));
  for (const auto& medication : plan.medications()) medications.push_back(PlannedMedicationLabel(medication));
  for (const int category : plan.withheld_categories())
    withheld.push_back(Label(static_cast<options::v1::DataCategory>(category)));
  Fields fields;
  fields.Add("Goals", absl::StrJoin(goals, "\n"));
  fields.Add("Beside", absl::StrJoin(treatments, "\n"));
  fields.Add("Medication", absl::StrJoin(medications, "\n"));
  fields.Add("Withheld", absl::StrJoin(withheld, ", "), Style::kDim);
  fields.Add("Hidden", plan.hidden_referrals() > 0 ? absl::StrCat(plan.hidden_referrals(), " referrals of others") : "",
             Style::kDim);
  context.out() << '\n';
  fields.Print(context.terminal(), context.out());
}

absl::Status ShowPlan(Context& context, const std::string& id) {
  context.subject = ShortName(ReferralName(id));
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  const auto plan = client::GetPlan(*connection, ReferralName(id));
  if (!plan.ok()) return plan.status();
  context.Print(*plan, [&] {
    PrintParts(*plan, context);
    PrintEnded(*plan, context);
    PrintScores(*plan, context);
    PrintAnswers(*plan, context);
    PrintMinded(MindedIn(*plan), absl::Now(), context);
    PrintRest(*plan, context);
  });
  return absl::OkStatus();
}

}  // namespace

void AddPlanCommands(CLI::App& app, Context& context) {
  CLI::App* group = AddGroup(app, "plan", "The plan across disciplines");
  auto id = std::make_shared<std::string>();
  CLI::App* command = group->add_subcommand(
      "show", "Show goals, sessions, scores, precautions and whose turn it is, of the whole tree");
  command->add_option("referral", *id, "Any referral of the tree")->required();
  Do(command, context, id, ShowPlan);
}

}  // namespace tendon::cli
