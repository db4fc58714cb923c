#include "clients/interop/measures.h"

#include <string>

#include "clients/interop/datatypes.h"
#include "clients/interop/text.h"

namespace tendon::interop {
namespace {

namespace pb = clinical::v1;

constexpr Measure kNprs{"NPRS", 0, 10, "{score}", true};
constexpr Measure kVas{"VAS_PAIN", 0, 100, "mm", true};
constexpr Measure kPromisPainItem{"PROMIS29_PAIN_ITEM", 0, 10, "{score}", true};
constexpr Measure kOdi{"ODI", 0, 100, "%", true};
constexpr Measure kNdi{"NDI", 0, 100, "%", true};
constexpr Measure kSatisfaction{"SATISFACTION", 0, 10, "{score}", true};
// 0 all well, 10 all bad: Smart4Health's own, not among the knowledge base's measures.
constexpr Measure kWellBeing{"WELL_BEING", 0, 10, "{score}", false};

struct LoincRow {
  std::string_view code;
  const Measure* measure;
};

constexpr LoincRow kLoincCodes[] = {
    {"72514-3", &kNprs},            // Pain severity - 0-10 verbal numeric rating [Score] - Reported
    {"38208-5", &kNprs},            // Pain severity - Reported
    {"38214-3", &kVas},             // Pain severity [Score] Visual analog score
    {"75261-8", &kPromisPainItem},  // Pain intensity item of PROMIS-29
    {"97909-6", &kOdi},             // Oswestry Disability Index
    {"82237-9", &kNdi},             // Neck Disability Index
    {"77218-6", &kSatisfaction},    // Patient satisfaction with healthcare delivery
};

struct LinkRow {
  std::string_view link_id;
  Question question;
};

constexpr auto kBefore = pb::OBSERVATION_PHASE_BEFORE;
constexpr auto kNoPhase = pb::OBSERVATION_PHASE_UNSPECIFIED;

constexpr LinkRow kLinks[] = {
    {"back_pain_level_before", {&kNprs, kBefore, "now"}},
    {"current_back_pain_level", {&kNprs, kNoPhase, "now"}},
    {"current_pain_level", {&kNprs, kNoPhase, "now"}},
    {"average_back_pain_level", {&kNprs, kNoPhase, "average 4 weeks"}},
    {"average_pain_level", {&kNprs, kNoPhase, "average 4 weeks"}},
    {"max_back_pain_level_4w", {&kNprs, kNoPhase, "worst 4 weeks"}},
    {"maximimum_pain_level", {&kNprs, kNoPhase, "worst 4 weeks"}},  // spelt so in the form
    {"well_being", {&kWellBeing, kBefore, "now"}},
};

// LOINC answer list LL2335-9, "Numeric rating scale from 0-10", in the order of the answers.
constexpr std::string_view kNrsAnswers[] = {"LA6111-4",  "LA6112-2",  "LA6113-0",  "LA6114-8",  "LA6115-5", "LA10137-0",
                                            "LA10138-8", "LA10139-6", "LA10140-4", "LA10141-2", "LA13942-0"};

std::optional<double> NrsAnswer(const Code& code) {
  for (std::size_t i = 0; code.system == kLoinc && i < std::size(kNrsAnswers); ++i) {
    if (kNrsAnswers[i] == code.code) return static_cast<double>(i);
  }
  return std::nullopt;
}

// 0-10 scales only: an answer code says nothing about millimetres or per cent.
bool TakesAnswerCodes(const Measure& measure) { return measure.maximum == 10; }

std::optional<double> FromCodes(Element& holder, std::string_view key, const std::vector<Code>& codes,
                                const Measure& measure) {
  for (const Code& code : codes) {
    const std::optional<double> score = TakesAnswerCodes(measure) ? NrsAnswer(code) : std::nullopt;
    if (score) return score;
  }
  holder.Error(key, "not an answer of the 0-10 numeric rating scale (LOINC LL2335-9)");
  return std::nullopt;
}

std::optional<double> FromQuantity(Element quantity, const Measure& measure) {
  const std::optional<double> value = quantity.Number("value");
  const std::string code = quantity.String("code"), unit = quantity.String("unit");
  const std::string& said = code.empty() ? unit : code;
  quantity.Ignore({"system"});
  if (quantity.Has("comparator")) quantity.Error("comparator", "less or more than a number is no score");
  if (!value || quantity.Has("comparator")) return std::nullopt;
  if (said == measure.unit) return value;
  if (measure.unit == "mm" && said == "cm") return *value * 10;
  const bool plain =
      said.empty() || said == "1" || said == "{score}" || said == "score" || said == "points" || said == "/10";
  if (plain && measure.unit == "{score}") return value;
  quantity.Error("code", Cat("the unit of this measure is ", measure.unit));
  return std::nullopt;
}

std::optional<double> FromNumber(Element& holder, std::string_view key, const Measure& measure) {
  const std::optional<double> number = holder.Number(key);
  if (measure.unit != "mm") return number;
  if (number) holder.Error(key, "a visual analogue scale needs its unit, mm or cm");
  return std::nullopt;
}

}  // namespace

const Measure* MeasureOfLoinc(std::string_view code) {
  for (const LoincRow& row : kLoincCodes) {
    if (row.code == code) return row.measure;
  }
  return nullptr;
}

std::optional<Question> QuestionOfLinkId(std::string_view link_id) {
  for (const LinkRow& row : kLinks) {
    if (row.link_id == link_id) return row.question;
  }
  if (link_id.starts_with('/')) link_id.remove_prefix(1);
  if (const Measure* measure = MeasureOfLoinc(link_id)) return Question{measure, kNoPhase, ""};
  return std::nullopt;
}

bool IsSessionNumber(std::string_view link_id) { return link_id == "training_no"; }

std::optional<double> ReadScore(Element& holder, const Measure& measure) {
  const std::string key = holder.KeyWithPrefix("value");
  std::optional<double> score;
  if (key.empty()) return std::nullopt;
  if (key == "valueInteger" || key == "valueDecimal") {
    score = FromNumber(holder, key, measure);
  } else if (key == "valueQuantity") {
    score = FromQuantity(holder.Object(key), measure);
  } else if (key == "valueCoding") {
    score = FromCodes(holder, key, {ReadCode(holder.Object(key))}, measure);
  } else if (key == "valueCodeableConcept") {
    score = FromCodes(holder, key, ReadConcept(holder.Object(key)).codings, measure);
  } else {
    holder.Error(key, "a score is a number, a Quantity or an answer code");
  }
  if (!score || (*score >= measure.minimum && *score <= measure.maximum)) return score;
  holder.Error(key, Cat("out of the range of ", measure.code, ", ", static_cast<int>(measure.minimum), " to ",
                        static_cast<int>(measure.maximum)));
  return std::nullopt;
}

pb::Observation ToObservation(const Question& question, double score) {
  pb::Observation result;
  result.set_measure(std::string(question.measure->code));
  result.set_value(score);
  result.set_unit(std::string(question.measure->unit));
  result.set_phase(question.phase);
  result.set_recall(std::string(question.recall));
  return result;
}

}  // namespace tendon::interop
