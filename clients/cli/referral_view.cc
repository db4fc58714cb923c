#include "clients/cli/referral_view.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cli/referral_safety.h"

namespace tendon::cli {
namespace {

namespace pb = referral::v1;

// The parts that are not empty, joined.
std::string Join(const std::vector<std::string>& parts, absl::string_view separator) {
  std::string result;
  for (const auto& part : parts)
    if (!part.empty()) absl::StrAppend(&result, result.empty() ? "" : separator, part);
  return result;
}

template <class Items, class Label>
std::string Lines(const Items& items, Label label) {
  std::vector<std::string> lines;
  for (const auto& item : items) lines.push_back(label(item));
  return Join(lines, "\n");
}

std::string If(absl::string_view before, absl::string_view text, absl::string_view after = "") {
  return text.empty() ? "" : absl::StrCat(before, text, after);
}

std::string Sites(const google::protobuf::RepeatedPtrField<clinical::v1::BodySite>& sites) {
  std::vector<std::string> labels;
  for (const auto& site : sites) labels.push_back(SiteLabel(site));
  return absl::StrJoin(labels, ", ");
}

std::string ConditionLabel(const clinical::v1::Condition& condition) {
  return Join({condition.icd10cm(), condition.text(), Sites(condition.body_sites()), Label(condition.clinical_status()),
               If("since ", condition.onset_date())},
              "  ");
}

std::string MedicationLabel(const clinical::v1::Medication& medication) {
  return Join({absl::StrJoin(medication.ingredients(), " + "), medication.text(), If("RxNorm ", medication.rxcui()),
               Label(medication.status())},
              "  ");
}

std::string FindingLabel(const clinical::v1::Finding& finding) {
  std::vector<std::string> values;
  for (const auto& value : finding.values())
    values.push_back(absl::StrCat(NumberLabel(value.value()), " ", value.unit()));
  return Join({finding.code(), Label(finding.status()), absl::StrJoin(values, " / "),
               TimeLabel(finding.effective_time()), finding.text()},
              "  ");
}

std::string GoalLabel(const clinical::v1::Goal& goal) {
  const std::string target = goal.has_target() ? absl::StrCat("to ", NumberLabel(goal.target())) : "";
  return Join({Label(goal.kind()), goal.measure(), target, If("by ", goal.due_date()), goal.text()}, "  ");
}

std::string PartyLabel(const std::string& organization, const std::string& clinician) {
  return Join({ShortName(organization), If("(", clinician.substr(clinician.rfind('/') + 1), ")")}, " ");
}

// What a step was about beside the referral: "proposals/3" of it, or another referral.
std::string SubjectLabel(const pb::Transition& transition) {
  const std::string& subject = transition.subject();
  const std::size_t part = subject.find('/', subject.find('/') + 1);
  return part == std::string::npos ? ShortName(subject) : subject.substr(part + 1);
}

std::string TransitionLabel(const pb::Transition& transition) {
  return Join({Join({Label(transition.event()), SubjectLabel(transition)}, " "),
               If("by ", PartyLabel(transition.organization(), transition.clinician())),
               TimeLabel(transition.transition_time()), If("reason ", transition.reason_code()), transition.comment()},
              ", ");
}

template <class Items>
std::string AddedLines(const Items& items) {
  return Lines(items, [](const pb::Addendum& added) {
    return Join({TimeLabel(added.add_time()), added.clinician().substr(added.clinician().rfind('/') + 1), added.text()},
                "  ");
  });
}

std::string SummaryLabel(const pb::ClosingSummary& summary) {
  return Join({Label(summary.discharge_reason()), summary.text(),
               Lines(summary.goal_outcomes(),
                     [](const auto& goal) {
                       return Join({Label(goal.kind()), Label(goal.achievement()), goal.text()}, "  ");
                     }),
               If("Next: ", summary.recommendation()), summary.urgent() ? "URGENT" : "",
               If("Added ", AddedLines(summary.addenda()))},
              "\n");
}

std::string WaitsLabel(const pb::Referral& referral) {
  const auto counted = [](int count, absl::string_view one, absl::string_view more) {
    return count == 0 ? "" : absl::StrCat(count, " ", count == 1 ? one : more);
  };
  return Join({counted(referral.open_questions(), "question", "questions"),
               counted(referral.open_proposals(), "proposal", "proposals"),
               counted(referral.open_children_size(), "child", "children"), referral.summary_owed() ? "a summary" : "",
               referral.unacknowledged_modification_version() != 0 ? "the recipient to see a change" : ""},
              ", ");
}

// The children of which nothing has come yet.
std::string ChildrenUnderWay(const pb::Referral& referral) {
  std::vector<std::string> lines;
  for (const std::string& child : referral.open_children()) {
    const auto& outcomes = referral.child_outcomes();
    const bool told = std::any_of(outcomes.begin(), outcomes.end(),
                                  [&](const pb::ChildOutcome& outcome) { return outcome.referral() == child; });
    if (!told) lines.push_back(absl::StrCat(ShortName(child), "  under way"));
  }
  return Join(lines, "\n");
}

std::string FamilyLabel(const pb::Referral& referral) {
  return Join({If("child of ", ShortName(referral.parent_referral())), If("prolongs ", ShortName(referral.based_on())),
               If("replaces ", ShortName(referral.replaces())),
               Lines(referral.child_outcomes(),
                     [](const pb::ChildOutcome& child) {
                       return Join({ShortName(child.referral()), Label(child.discipline()), Label(child.state()),
                                    child.closing_summary().text()},
                                   "  ");
                     }),
               ChildrenUnderWay(referral)},
              "\n");
}

void AddPatient(const clinical::v1::Patient& patient, Fields& fields) {
  const auto identifiers = Lines(patient.identifiers(), [](const auto& identifier) {
    return absl::StrCat(identifier.value(), " (", identifier.system(), ")");
  });
  fields.Add("Patient",
             Join({PatientLabel(patient), If("born ", patient.birth_date()), Label(patient.gender())}, ", "));
  fields.Add("Identifiers", identifiers);
  fields.Add("Contact", Lines(patient.telecom(), [](const auto& contact) { return contact.value(); }));
}

void AddClinical(const pb::Referral& referral, Fields& fields) {
  fields.Add("Service",
             referral.service().display().empty() ? referral.service().code() : referral.service().display());
  fields.Add("Reason", referral.reason());
  fields.Add("For", Lines(referral.reason_conditions(), ConditionLabel));
  fields.Add("Conditions", Lines(referral.conditions(), ConditionLabel));
  fields.Add("Medications", Lines(referral.medications(), MedicationLabel));
  fields.Add("Findings", Lines(referral.findings(), FindingLabel));
  fields.Add("Goals", Lines(referral.goals(), GoalLabel));
  fields.Add("Body sites", Sites(referral.body_sites()));
  fields.Add("Techniques", Lines(referral.planned_techniques(), TechniqueLabel));
  fields.Add("Note", referral.note());
  fields.Add("Instruction", referral.patient_instruction());
}

std::string CourseLabel(const pb::Progress& progress) {
  const int missed = progress.no_shows();
  return absl::StrCat(
      ProgressLabel(progress),
      missed == 0 ? "" : absl::StrCat(", the patient did not come ", missed, missed == 1 ? " time" : " times"));
}

void AddCourse(const pb::Referral& referral, Fields& fields) {
  fields.Add("Authorised", AuthorizationLabel(referral.authorization()));
  if (referral.has_progress()) fields.Add("Progress", CourseLabel(referral.progress()));
  fields.Add("Turn", TurnLabel(referral.turn()));
  fields.Add("Hold", referral.has_hold() ? referral.hold().reason_code() : "");
  fields.Add("Waits for", WaitsLabel(referral));
  fields.Add("Next visit", TimeLabel(referral.next_appointment_time()));
  fields.Add("Family", FamilyLabel(referral));
  fields.Add("Duplicate of", ShortName(referral.duplicate_of()));
  fields.Add("Last step", TransitionLabel(referral.last_transition()));
  fields.Add("Reports", AddedLines(referral.interim_reports()));
  fields.Add("Summary", SummaryLabel(referral.closing_summary()));
  fields.Add("Withheld", Lines(referral.withheld_categories(),
                               [](int category) { return Label(static_cast<options::v1::DataCategory>(category)); }));
}

}  // namespace

std::string TurnLabel(const pb::Turn& turn) {
  return Join({Label(turn.party()), turn.expectation(), If("since ", TimeLabel(turn.since_time())),
               If("due ", TimeLabel(turn.due_time()))},
              ", ");
}

std::string ProgressLabel(const pb::Progress& progress) {
  return absl::StrCat(progress.sessions_completed(), " of ", progress.sessions_authorized(),
                      progress.over_authorized() ? " (over)" : "");
}

std::string AuthorizationLabel(const pb::Authorization& authorization) {
  return Join({authorization.sessions() > 0 ? absl::StrCat(authorization.sessions(), " sessions") : "",
               authorization.sessions_per_week() > 0 ? NumberLabel(authorization.sessions_per_week()) + " a week" : "",
               authorization.session_minutes() > 0 ? absl::StrCat(authorization.session_minutes(), " min each") : "",
               If("from ", authorization.start_date()), If("begun by ", authorization.latest_start_date()),
               If("until ", authorization.end_date())},
              ", ");
}

std::string PatientLabel(const clinical::v1::Patient& patient) {
  if (!patient.name().text().empty()) return patient.name().text();
  return Join({absl::StrJoin(patient.name().given(), " "), patient.name().family()}, " ");
}

std::string SiteLabel(const clinical::v1::BodySite& site) {
  return Join({site.region(), Label(site.laterality())}, " ");
}

std::string TechniqueLabel(const clinical::v1::TechniqueUse& technique) {
  return Join({technique.technique() + If(" on ", Sites(technique.body_sites())),
               technique.duration_minutes() > 0 ? absl::StrCat(technique.duration_minutes(), " min") : "",
               technique.intensity()},
              ", ");
}

void PrintReferral(const pb::Referral& referral, Context& context) {
  Fields fields;
  fields.Add("Referral", ShortName(referral.name()), Style::kBold);
  fields.Add("State", absl::StrCat(Label(referral.state()), " (version ", referral.version(), ")"),
             StyleOf(referral.state()));
  fields.Add("From", PartyLabel(referral.referrer(), referral.referring_clinician()));
  fields.Add(
      "To",
      Join({PartyLabel(referral.recipient(), referral.recipient_clinician()), Label(referral.discipline())}, ", "));
  fields.Add("Priority", Label(referral.priority()));
  AddPatient(referral.patient(), fields);
  AddClinical(referral, fields);
  AddCourse(referral, fields);
  AddSafety(referral, fields);
  fields.Add("Etag", referral.etag(), Style::kDim);
  fields.Print(context.terminal(), context.out());
}

void PrintReferralState(const pb::Referral& referral, Context& context) {
  Table table({{"REFERRAL"}, {"STATE"}, {"VERSION", true}, {"SESSIONS", true}, {"ABOUT"}, {"TURN"}});
  table.Add({ShortName(referral.name()), Cell(Label(referral.state()), StyleOf(referral.state())),
             absl::StrCat(referral.version()), referral.has_progress() ? ProgressLabel(referral.progress()) : "",
             SubjectLabel(referral.last_transition()), TurnLabel(referral.turn())});
  table.Print(context.terminal(), context.out());
}

}  // namespace tendon::cli
