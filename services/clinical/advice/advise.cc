#include "services/clinical/advice/advise.h"

#include <cctype>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "services/clinical/advice/checkpoints.h"
#include "services/clinical/advice/decide.h"
#include "services/clinical/advice/dose.h"
#include "services/clinical/trajectory/words.h"

namespace tendon::clinical::advice {
namespace {

namespace pb = outcomes::v1;
using trajectory::Family;

int Rank(const MeasureCourse& course) {
  const scoring::Measure& measure = course.course->measure();
  switch (trajectory::FamilyOf(measure, course.course->mdc())) {
    case Family::kPain:
      return 6;
    case Family::kTScore:
      return measure.domain.starts_with("PAIN") ? 4 : measure.domain == "PHYSICAL_FUNCTION" ? 3 : 1;
    case Family::kFunction:
      return 3;
    case Family::kOther:
      return measure.domain == "PAIN_COMPOSITE" ? 5 : 1;
    case Family::kNone:
      return 0;
  }
  return 0;
}

// Whether its readings say something, and it is a course at all.
bool Says(const MeasureCourse& course) {
  const auto classification = course.trajectory.classification();
  return classification != pb::TRAJECTORY_CLASS_UNSPECIFIED &&
         !(classification == pb::TRAJECTORY_CLASS_INSUFFICIENT_DATA && course.course->size() == 0);
}

// The verdict on the treatment that the first piece of advice amounts to.
std::string Verdict(pb::AdviceAction action, const std::string& treatment, bool early) {
  switch (action) {
    case pb::ADVICE_ACTION_CONTINUE:
      return early ? absl::StrCat("Too early to say whether ", treatment, " is enough")
                   : treatment + " is enough so far";
    case pb::ADVICE_ACTION_ADJUST_DOSE:
      return absl::StrCat("It cannot be said yet whether ", treatment, " is enough: there was too little of it");
    case pb::ADVICE_ACTION_RE_EVALUATE:
      return absl::StrCat("It is time to decide whether ", treatment, " is enough");
    case pb::ADVICE_ACTION_ADD_DISCIPLINE:
      return treatment + " alone is probably not enough";
    case pb::ADVICE_ACTION_TAPER:
    case pb::ADVICE_ACTION_DISCHARGE:
      return treatment + " was enough";
    case pb::ADVICE_ACTION_REFER_BACK:
      return treatment + " is not enough";
    default:
      return treatment + " must stop";
  }
}

const pb::Advice* Deciding(const std::vector<pb::Advice>& advice) {
  // What is most urgent decides; another discipline weighs more than going on or looking anew.
  const auto weight = [](const pb::Advice& piece) {
    switch (piece.action()) {
      case pb::ADVICE_ACTION_STOP_AND_ESCALATE:
        return 5;
      case pb::ADVICE_ACTION_REFER_BACK:
        return 4;
      case pb::ADVICE_ACTION_ADD_DISCIPLINE:
        return 3;
      case pb::ADVICE_ACTION_ADJUST_DOSE:
        return 2;
      default:
        return 1;
    }
  };
  const pb::Advice* deciding = nullptr;
  for (const pb::Advice& piece : advice) {
    if (deciding == nullptr || weight(piece) > weight(*deciding)) deciding = &piece;
  }
  return deciding;
}

// Abbreviations stay: "ODI".
std::string LowerFirst(std::string text) {
  if (text.size() > 1 && std::islower(static_cast<unsigned char>(text[1])))
    text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  return text;
}

std::string UpperFirst(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

std::string Answer(const EpisodeFacts& facts, const MeasureCourse* leading, const std::vector<pb::Advice>& advice) {
  const std::string treatment = DisciplineText(facts.discipline);
  const pb::Advice* deciding = Deciding(advice);
  if (deciding == nullptr)
    return absl::StrCat("Nothing was measured yet that could say whether ", LowerFirst(treatment), " is enough.");
  const bool early = deciding->action() == pb::ADVICE_ACTION_CONTINUE && deciding->rule() != "TR31";
  const std::string verdict = UpperFirst(Verdict(deciding->action(), LowerFirst(treatment), early));
  const std::string numbers = leading == nullptr
                                  ? ""
                                  : absl::StrCat(": ", LowerFirst(leading->trajectory.explanation().substr(
                                                           0, leading->trajectory.explanation().find(". "))));
  std::string plain = numbers;
  if (!plain.empty() && plain.back() == '.') plain.pop_back();
  std::string next = LowerFirst(deciding->text());
  if (!next.empty() && next.back() == '.') next.pop_back();
  return absl::StrCat(verdict, plain, "; ", next, " (", deciding->rule(),
                      deciding->working_rule() ? ", a working rule" : "", ").");
}

}  // namespace

const MeasureCourse* LeadingCourse(const EpisodeFacts& facts) {
  const MeasureCourse* leading = nullptr;
  const auto weight = [](const MeasureCourse& course) {
    return std::tuple(Says(course), Rank(course), course.trajectory.readings());
  };
  for (const MeasureCourse& course : facts.courses) {
    if (Rank(course) == 0) continue;
    if (leading == nullptr || weight(course) > weight(*leading)) leading = &course;
  }
  return leading;
}

pb::Guidance Advise(const EpisodeFacts& facts, const trajectory::RuleBook& rules) {
  pb::Guidance guidance;
  *guidance.mutable_dose() = EvaluateDose(facts, rules);
  const MeasureCourse* leading = LeadingCourse(facts);
  AdviceList list(rules);
  AddStops(facts, &list);
  AddWorsening(facts, &list);
  if (leading != nullptr) AddCourse(facts, *leading, guidance.dose(), &list);
  AddDisciplines(facts, leading, guidance.dose(), &list);
  guidance.set_answer(Answer(facts, leading, list.advice()));
  for (const pb::Advice& piece : list.advice()) *guidance.add_advice() = piece;
  for (pb::Checkpoint& checkpoint : CheckpointsOf(facts, rules)) *guidance.add_checkpoints() = std::move(checkpoint);
  guidance.set_knowledge_version(rules.version());
  if (leading != nullptr) guidance.set_leading_measure(leading->index);
  return guidance;
}

}  // namespace tendon::clinical::advice
