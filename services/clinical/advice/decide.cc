#include "services/clinical/advice/decide.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/clinical/advice/dose.h"
#include "services/clinical/trajectory/grade.h"
#include "services/clinical/trajectory/words.h"

namespace tendon::clinical::advice {
namespace {

namespace pb = outcomes::v1;
using trajectory::Family;
using trajectory::Step;

// A reading without a treatment has no number.
std::string SessionWord(int number) { return number == 0 ? "an assessment" : absl::StrCat("session ", number); }

// TR24 opens the formal re-evaluation, TR26 closes the course.
constexpr int kReEvaluationDay = 28;
constexpr int kCourseEndDay = 84;

Family FamilyOfCourse(const MeasureCourse& course) {
  return trajectory::FamilyOf(course.course->measure(), course.course->mdc());
}

std::optional<trajectory::Change> LatestChange(const MeasureCourse& course) {
  if (course.course->size() == 0) return std::nullopt;
  return course.course->ChangeAt(course.course->size() - 1);
}

std::optional<double> LatestValue(const EpisodeFacts& facts, absl::string_view measure, const MeasureCourse** found) {
  for (const MeasureCourse& course : facts.courses) {
    if (course.course->measure().id != measure || !course.course->baseline()) continue;
    *found = &course;
    return course.course->All().back().value;
  }
  return std::nullopt;
}

void AddTaper(const std::string& rule, const std::string& why, const std::vector<std::string>& inputs,
              AdviceList* list) {
  list->Add(pb::ADVICE_ACTION_TAPER, rule, absl::StrCat(why, ": less often, with a home programme."), inputs);
  list->Add(pb::ADVICE_ACTION_DISCHARGE, rule, "Then discharge to self-care, if it holds.", inputs);
}

// Below an adequate dose: enough time and pace left, or a change of dose.
void AddDose(const EpisodeFacts& facts, const std::vector<std::string>& inputs, const pb::Dose& dose,
             AdviceList* list) {
  const bool early = DaysSinceStart(facts) < kReEvaluationDay && IsOnPace(facts, DoseRuleFor(facts));
  if (early) {
    list->Add(pb::ADVICE_ACTION_CONTINUE, "TR33",
              absl::StrCat("Go on until the dose is adequate: ", dose.text(), " (", dose.rule(), ")."), inputs);
    return;
  }
  list->Add(pb::ADVICE_ACTION_ADJUST_DOSE, "TR33",
            absl::StrCat("Adjust the dose before judging the treatment: ", dose.text(), " (", dose.rule(), ")."),
            inputs);
}

// TR30, TR31, TR34 and TR26 for a course that goes well.
void AddResponse(const EpisodeFacts& facts, const MeasureCourse& leading, const std::vector<std::string>& inputs,
                 AdviceList* list) {
  const MeasureCourse* function = FunctionCourse(facts);
  const bool function_responds = function != nullptr && Responds(function->last);
  const auto is_well = [&](Step step) {
    return step == Step::kRecovered || (step == Step::kMajorResponder && function_responds);
  };
  const auto change = LatestChange(leading);
  if (is_well(leading.last) && is_well(leading.previous)) {
    AddTaper("TR30", "Recovered or much better at two assessments", inputs, list);
  } else if (leading.trajectory.level() && change && change->percent && trajectory::AtLeast(*change->percent, 30)) {
    AddTaper("TR34", "Better by 30 % or more, and no longer changing", inputs, list);
  } else if (DaysSinceStart(facts) > kCourseEndDay) {
    list->Add(pb::ADVICE_ACTION_RE_EVALUATE, "TR26",
              "The course has ended: evaluate, and decide on discharge or referral.", inputs);
  } else {
    list->Add(pb::ADVICE_ACTION_CONTINUE, "TR31", "It works so far: go on as planned.", inputs);
  }
}

void AddPlateau(const MeasureCourse& leading, const std::vector<std::string>& inputs, AdviceList* list) {
  const auto change = LatestChange(leading);
  if (change && change->percent && trajectory::AtLeast(*change->percent, 30)) {
    AddTaper("TR34", "Better by 30 % or more, and no longer changing", inputs, list);
    return;
  }
  list->Add(pb::ADVICE_ACTION_RE_EVALUATE, "TR35",
            "No further change, below 30 %: re-evaluate, and send the physician a summary.", inputs);
}

void AddPartial(const EpisodeFacts& facts, const std::vector<std::string>& inputs, const pb::Dose& dose,
                AdviceList* list) {
  if (!dose.adequate()) return AddDose(facts, inputs, dose, list);
  if (DaysSinceStart(facts) < kReEvaluationDay) {
    list->Add(pb::ADVICE_ACTION_CONTINUE, "TR24", "Somewhat better: go on until the re-evaluation at 4 to 5 weeks.",
              inputs);
    return;
  }
  list->Add(pb::ADVICE_ACTION_RE_EVALUATE, "TR32", "Only somewhat better after an adequate dose: re-evaluate.", inputs);
}

void AddDiscipline(const EpisodeFacts& facts, v1::Discipline discipline, const std::string& rule,
                   const std::string& text, std::vector<std::string> inputs, AdviceList* list) {
  if (facts.discipline == discipline || facts.others.contains(discipline)) return;
  list->Add(pb::ADVICE_ACTION_ADD_DISCIPLINE, rule, text, std::move(inputs)).set_discipline(discipline);
}

// TR37.
void AddPsychological(const EpisodeFacts& facts, AdviceList* list) {
  struct Threshold {
    const char* measure;
    double at_least;
  };
  constexpr Threshold kThresholds[] = {{"PCS", 30}, {"TSK11", 29}, {"PROMIS_DEP_4A", 65}, {"PROMIS_ANX_4A", 65}};
  std::vector<std::string> inputs;
  for (const MeasureCourse& course : facts.courses) {
    if (course.course->measure().id == "START_BACK" && course.band == "HIGH") inputs.emplace_back("START_BACK: HIGH");
  }
  for (const Threshold& threshold : kThresholds) {
    const MeasureCourse* course = nullptr;
    const auto value = LatestValue(facts, threshold.measure, &course);
    if (value && *value >= threshold.at_least)
      inputs.push_back(
          absl::StrCat(threshold.measure, ": ", trajectory::NumberText(*value), ", at least ", threshold.at_least));
  }
  if (inputs.empty()) return;
  list->Add(pb::ADVICE_ACTION_ADD_DISCIPLINE, "TR37",
            "Add psychologically informed physical therapy or behavioural health.", inputs)
      .set_discipline(v1::DISCIPLINE_PHYSICAL_THERAPIST);
}

// High stress, or sleep disturbance of 60 T and more: what massage for relaxation is for.
std::vector<std::string> StressInputs(const EpisodeFacts& facts) {
  std::vector<std::string> inputs;
  const MeasureCourse* course = nullptr;
  if (const auto stress = LatestValue(facts, "PSS10", &course); stress && *stress >= 27)
    inputs.push_back(absl::StrCat("PSS10: ", trajectory::NumberText(*stress), ", high"));
  if (const auto sleep = LatestValue(facts, "PROMIS_SLEEP_4A", &course); sleep && *sleep >= 60)
    inputs.push_back(absl::StrCat("PROMIS_SLEEP_4A: ", trajectory::NumberText(*sleep), " T, at least 60"));
  return inputs;
}

}  // namespace

pb::Advice& AdviceList::Add(pb::AdviceAction action, const std::string& id, const std::string& text,
                            std::vector<std::string> inputs) {
  const trajectory::Rule& rule = rules_.Find(id);
  pb::Advice& advice = advice_.emplace_back();
  advice.set_action(action);
  advice.set_rule(id);
  advice.set_text(text);
  advice.set_citation(rule.citation);
  advice.set_confidence(rule.confidence);
  advice.set_working_rule(rule.working);
  for (std::string& input : inputs) advice.add_inputs(std::move(input));
  return advice;
}

std::string InputText(const MeasureCourse& course) {
  const scoring::Measure& measure = course.course->measure();
  const std::string name = pb::TrajectoryClass_Name(course.trajectory.classification()).substr(17);
  const auto change = LatestChange(course);
  const std::string numbers = change ? trajectory::ChangeText(*change, measure)
                              : course.course->baseline()
                                  ? absl::StrCat("one reading, ", trajectory::NumberText(*course.course->baseline()))
                                  : "no reading";
  if (course.trajectory.rule().empty()) return absl::StrCat(measure.id, ": ", numbers);
  return absl::StrCat(measure.id, ": ", numbers, "; ", name, " by ", course.trajectory.rule());
}

bool Responds(Step step) { return step >= Step::kResponder; }

const MeasureCourse* FunctionCourse(const EpisodeFacts& facts) {
  const MeasureCourse* best = nullptr;
  for (const MeasureCourse& course : facts.courses) {
    const bool function =
        FamilyOfCourse(course) == Family::kFunction || course.course->measure().domain == "PHYSICAL_FUNCTION";
    if (!function || course.course->size() == 0) continue;
    if (best == nullptr || course.trajectory.readings() > best->trajectory.readings()) best = &course;
  }
  return best;
}

void AddStops(const EpisodeFacts& facts, AdviceList* list) {
  for (const RedFlag& flag : facts.red_flags) {
    pb::Advice& advice =
        list->Add(pb::ADVICE_ACTION_STOP_AND_ESCALATE, "TR27",
                  absl::StrCat("Stop: red flag, ", flag.label, " (", flag.rule, "). A physician must see the patient."),
                  {absl::StrCat(SessionWord(flag.session_number), ": finding ", flag.code, ", rule ", flag.rule)});
    advice.set_urgency(flag.urgency);
    advice.set_citation(absl::StrCat(advice.citation(), "; ", flag.citation));
  }
  std::vector<std::string> severe, moderate;
  v1::AdverseEventGrade worst = v1::ADVERSE_EVENT_GRADE_UNSPECIFIED;
  for (const Visit& visit : facts.visits) {
    for (const v1::AdverseEventGrade grade : visit.harm) {
      worst = std::max(worst, grade);
      const std::string input =
          absl::StrCat(SessionWord(visit.number), ": adverse event of grade ", static_cast<int>(grade));
      if (grade >= v1::ADVERSE_EVENT_GRADE_SEVERE) severe.push_back(input);
      if (grade == v1::ADVERSE_EVENT_GRADE_MODERATE) moderate.push_back(input);
    }
  }
  if (severe.empty() && moderate.size() < 2) return;
  const bool emergency = worst >= v1::ADVERSE_EVENT_GRADE_LIFE_THREATENING;
  list->Add(pb::ADVICE_ACTION_STOP_AND_ESCALATE, "TR28",
            severe.empty() ? "Stop: moderate harm twice. A physician must see the patient."
                           : "Stop: severe harm. A physician must see the patient.",
            severe.empty() ? moderate : severe)
      .set_urgency(emergency ? v1::REFER_URGENCY_EMERGENCY : v1::REFER_URGENCY_URGENT_SAME_DAY);
}

void AddWorsening(const EpisodeFacts& facts, AdviceList* list) {
  std::vector<std::string> worse, beginning;
  for (const MeasureCourse& course : facts.courses) {
    const auto change = LatestChange(course);
    if (course.trajectory.classification() == pb::TRAJECTORY_CLASS_WORSENING) {
      worse.push_back(InputText(course));
    } else if (change && FamilyOfCourse(course) == Family::kPain &&
               trajectory::AtLeast(-change->better * trajectory::PointsPerUnit(course.course->measure()), 1)) {
      beginning.push_back(InputText(course));
    }
  }
  if (!worse.empty()) {
    list->Add(pb::ADVICE_ACTION_REFER_BACK, "TR29",
              "Worsening: back to the physician within 7 days, the same day if there is a neurological change.", worse)
        .set_urgency(v1::REFER_URGENCY_ROUTINE);
  } else if (!beginning.empty()) {
    list->Add(pb::ADVICE_ACTION_RE_EVALUATE, "TR17", "Worse by a point or more: look at it anew at the next visit.",
              beginning);
  }
}

void AddCourse(const EpisodeFacts& facts, const MeasureCourse& leading, const pb::Dose& dose, AdviceList* list) {
  const std::vector<std::string> inputs = {InputText(leading), absl::StrCat("dose: ", dose.text(), ", ", dose.rule())};
  switch (leading.trajectory.classification()) {
    case pb::TRAJECTORY_CLASS_RECOVERED:
    case pb::TRAJECTORY_CLASS_MAJOR_RESPONDER:
    case pb::TRAJECTORY_CLASS_RESPONDER:
      return AddResponse(facts, leading, inputs, list);
    case pb::TRAJECTORY_CLASS_PLATEAU:
      return AddPlateau(leading, inputs, list);
    case pb::TRAJECTORY_CLASS_PARTIAL:
      return AddPartial(facts, inputs, dose, list);
    case pb::TRAJECTORY_CLASS_NON_RESPONDER:
      list->Add(pb::ADVICE_ACTION_REFER_BACK, "TR36",
                "No response to an adequate dose: stop this technique, refer back with the outcome report.", inputs)
          .set_urgency(v1::REFER_URGENCY_ROUTINE);
      return;
    case pb::TRAJECTORY_CLASS_LOW_BASELINE:
      list->Add(pb::ADVICE_ACTION_RE_EVALUATE, "TR03",
                "Too little at baseline to judge by: choose a measure of what troubles the patient.", inputs);
      return;
    case pb::TRAJECTORY_CLASS_INSUFFICIENT_DATA:
      if (leading.course->size() > 0) return AddDose(facts, inputs, dose, list);
      list->Add(pb::ADVICE_ACTION_CONTINUE, "TR23", "One reading so far: measure again before the next treatment.",
                inputs);
      return;
    default:
      return;
  }
}

void AddDisciplines(const EpisodeFacts& facts, const MeasureCourse* leading, const pb::Dose& dose, AdviceList* list) {
  const bool massage = facts.discipline == v1::DISCIPLINE_MASSAGE_THERAPIST;
  const bool therapy = facts.discipline == v1::DISCIPLINE_PHYSICAL_THERAPIST;
  const auto pt = v1::DISCIPLINE_PHYSICAL_THERAPIST;
  if (leading != nullptr) {
    const auto classification = leading->trajectory.classification();
    const bool partial =
        classification == pb::TRAJECTORY_CLASS_PARTIAL && dose.adequate() && DaysSinceStart(facts) >= kReEvaluationDay;
    const bool plateau = classification == pb::TRAJECTORY_CLASS_PLATEAU;
    const auto change = LatestChange(*leading);
    const bool low_plateau = plateau && !(change && change->percent && trajectory::AtLeast(*change->percent, 30));
    const std::vector<std::string> inputs = {InputText(*leading),
                                             absl::StrCat("dose: ", dose.text(), ", ", dose.rule())};
    if (massage && partial)
      AddDiscipline(facts, pt, "TR32",
                    "Add exercise with a physical therapist: massage is part of a package, not alone.", inputs, list);
    if (massage && low_plateau)
      AddDiscipline(facts, pt, "TR35", "Consider exercise with a physical therapist beside massage.", inputs, list);
    const std::vector<std::string> stress = StressInputs(facts);
    if (therapy && partial && !stress.empty())
      AddDiscipline(facts, v1::DISCIPLINE_MASSAGE_THERAPIST, "TR32", "Add massage for relaxation.", stress, list);
    const MeasureCourse* function = FunctionCourse(facts);
    const bool pain_only = FamilyOfCourse(*leading) == Family::kPain && Responds(leading->last) &&
                           function != nullptr && !Responds(function->last);
    if (massage && pain_only)
      AddDiscipline(facts, pt, "TR38", "Pain responds, function does not: add exercise with a physical therapist.",
                    {InputText(*leading), InputText(*function)}, list);
  }
  AddPsychological(facts, list);
}

}  // namespace tendon::clinical::advice
