#include "services/clinical/scoring/forms.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "services/clinical/scoring/bands.h"

namespace tendon::clinical::scoring {
namespace {

using outcomes::v1::ScoreFlag;

size_t Answered(const Answers& answers) {
  return static_cast<size_t>(
      std::count_if(answers.begin(), answers.end(), [](const auto& a) { return a.has_value(); }));
}

double Sum(const Answers& answers) {
  return std::accumulate(answers.begin(), answers.end(), 0.0,
                         [](double sum, const auto& a) { return sum + a.value_or(0); });
}

bool AllAnswered(const Measure& measure, const Answers& answers, Score* score) {
  if (!answers.empty() && Answered(answers) == answers.size()) return true;
  score->no_score_reason = measure.missing_rule;
  return false;
}

void AddPart(Score* score, std::string name, double value, std::string unit = "{score}") {
  score->parts.push_back({std::move(name), value, std::move(unit)});
}

void AsGiven(const Measure& measure, const Answers& answers, Score* score) {
  if (AllAnswered(measure, answers, score)) score->value = answers[0];
}

void SumOfAll(const Measure& measure, const Answers& answers, Score* score) {
  if (AllAnswered(measure, answers, score)) score->value = Sum(answers);
}

// PEG.
void MeanOfAll(const Measure& measure, const Answers& answers, Score* score) {
  if (AllAnswered(measure, answers, score)) score->value = Sum(answers) / static_cast<double>(answers.size());
}

// PSFS: an activity that was not rated is left out of both time points; the trajectory sees to the other one.
void MeanOfAnswered(const Measure& measure, const Answers& answers, Score* score) {
  const size_t answered = Answered(answers);
  if (answered == 0) {
    score->no_score_reason = measure.missing_rule;
    return;
  }
  if (answered < answers.size()) score->flags.push_back(ScoreFlag::SCORE_FLAG_ACTIVITY_DROPPED);
  score->value = Sum(answers) / static_cast<double>(answered);
}

void ByTable(const Measure& measure, const Answers& answers, Score* score) {
  if (!AllAnswered(measure, answers, score)) return;
  const auto row = measure.t_scores.find(static_cast<int>(std::lround(Sum(answers))));
  if (row == measure.t_scores.end()) {
    score->no_score_reason = "the table has no row for this raw sum";
    return;
  }
  score->value = row->second.t;
  score->standard_error = row->second.se;
  AddPart(score, "raw_sum", Sum(answers));
  if (measure.table_status == TableStatus::kRederivedOnly)
    score->flags.push_back(ScoreFlag::SCORE_FLAG_REDERIVED_TABLE);
  if (measure.table_status == TableStatus::kUnverified) score->flags.push_back(ScoreFlag::SCORE_FLAG_UNVERIFIED_TABLE);
}

// ODI and NDI: percent of what the items answered could have given; 8 of 10 at least.
void PercentOfAnswered(const Measure& measure, const Answers& answers, Score* score) {
  const size_t answered = Answered(answers);
  if (answered + 2 < answers.size()) {
    score->no_score_reason = measure.missing_rule;
    return;
  }
  if (answered < answers.size()) {
    score->flags.push_back(ScoreFlag::SCORE_FLAG_REDUCED_DENOMINATOR);
    if (measure.id == "ODI") score->flags.push_back(ScoreFlag::SCORE_FLAG_HOUSE_RULE);
  } else {
    AddPart(score, "raw", Sum(answers));
  }
  score->value = 100 * Sum(answers) / (5 * static_cast<double>(answered));
}

// More than a fifth missing is no score; fewer count as not ticked.
void CountOfTicked(const Measure& measure, const Answers& answers, Score* score) {
  const size_t missing = answers.size() - Answered(answers);
  if (5 * missing > answers.size()) {
    score->no_score_reason = measure.missing_rule;
    return;
  }
  if (missing > 0) score->flags = {ScoreFlag::SCORE_FLAG_MISSING_AS_ZERO, ScoreFlag::SCORE_FLAG_HOUSE_RULE};
  score->value = Sum(answers);
}

void QuickDash(const Measure& measure, const Answers& answers, Score* score) {
  const size_t answered = Answered(answers);
  if (answered < 10) {
    score->no_score_reason = measure.missing_rule;
    return;
  }
  if (answered < answers.size()) score->flags.push_back(ScoreFlag::SCORE_FLAG_REDUCED_DENOMINATOR);
  score->value = (Sum(answers) / static_cast<double>(answered) - 1) * 25;
}

void Lefs(const Measure& measure, const Answers& answers, Score* score) {
  const size_t answered = Answered(answers);
  if (answered + 4 < answers.size()) {
    score->no_score_reason = measure.missing_rule;
    return;
  }
  if (answered < answers.size()) score->flags = {ScoreFlag::SCORE_FLAG_PRORATED, ScoreFlag::SCORE_FLAG_HOUSE_RULE};
  score->value = Sum(answers) * static_cast<double>(answers.size()) / static_cast<double>(answered);
}

// TSK-11 and PCS: one missing item takes the mean of the others. Returns the answers with it, empty for no score.
Answers ImputeOne(const Measure& measure, const Answers& answers, Score* score) {
  const size_t answered = Answered(answers);
  if (answered + 1 < answers.size()) {
    score->no_score_reason = measure.missing_rule;
    return {};
  }
  Answers complete = answers;
  for (auto& answer : complete) {
    if (answer.has_value()) continue;
    answer = Sum(answers) / static_cast<double>(answered);
    score->flags.push_back(ScoreFlag::SCORE_FLAG_MEAN_IMPUTED);
  }
  return complete;
}

void SumWithOneImputed(const Measure& measure, const Answers& answers, Score* score) {
  const Answers complete = ImputeOne(measure, answers, score);
  if (!complete.empty()) score->value = Sum(complete);
}

double SumOf(const Answers& answers, std::initializer_list<size_t> items) {
  double sum = 0;
  for (const size_t item : items) sum += answers[item - 1].value_or(0);
  return sum;
}

void Pcs(const Measure& measure, const Answers& answers, Score* score) {
  const Answers complete = ImputeOne(measure, answers, score);
  if (complete.empty()) return;
  score->value = Sum(complete);
  AddPart(score, "rumination", SumOf(complete, {8, 9, 10, 11}));
  AddPart(score, "magnification", SumOf(complete, {6, 7, 13}));
  AddPart(score, "helplessness", SumOf(complete, {1, 2, 3, 4, 5, 12}));
}

// PSS-10 and PSS-4.
void SumWithReversed(const Measure& measure, const Answers& answers, Score* score) {
  if (!AllAnswered(measure, answers, score)) return;
  double sum = 0;
  for (size_t i = 0; i < answers.size(); ++i)
    sum += IsReversed(measure, answers.size(), i) ? *measure.item_max - *answers[i] : *answers[i];
  score->value = sum;
}

void StartBack(const Measure& measure, const Answers& answers, Score* score) {
  if (!AllAnswered(measure, answers, score)) return;
  const double psychosocial = SumOf(answers, {5, 6, 7, 8, 9});
  score->value = Sum(answers);
  AddPart(score, "psychosocial", psychosocial);
  score->band = *score->value <= 3 ? "LOW" : psychosocial <= 3 ? "MEDIUM" : "HIGH";
}

// Pain interference 4a + (24 - physical function 4a) + intensity, from 9 items or from the two raw sums and intensity.
void ImpactStratification(const Measure& measure, const Answers& answers, Score* score) {
  if (!AllAnswered(measure, answers, score)) return;
  const bool parts = answers.size() == 3;
  const double interference = parts ? *answers[0] : SumOf(answers, {1, 2, 3, 4});
  const double function = parts ? *answers[1] : SumOf(answers, {5, 6, 7, 8});
  const double intensity = *answers.back();
  score->value = interference + (24 - function) + intensity;
  AddPart(score, "pain_interference_raw", interference);
  AddPart(score, "physical_function_raw", function);
  AddPart(score, "pain_intensity", intensity);
}

// Timed CPT units of the 8-minute rule.
void CptUnits(const Measure& measure, const Answers& answers, Score* score) {
  if (!AllAnswered(measure, answers, score)) return;
  const double minutes = *answers[0];
  score->value = minutes < 8 ? 0 : std::floor((minutes + 7) / 15);
  score->unit = "{CPT_unit}";
  score->reading = minutes;
  AddPart(score, "minutes", minutes, "min");
}

// Truncated cones: item 1 the distance between two circumferences in cm, then the circumferences.
void LimbVolume(const Measure& measure, const Answers& answers, Score* score) {
  if (!AllAnswered(measure, answers, score)) return;
  double volume_ml = 0;
  for (size_t i = 2; i < answers.size(); ++i) {
    const double c1 = *answers[i - 1], c2 = *answers[i];
    volume_ml += *answers[0] * (c1 * c1 + c1 * c2 + c2 * c2) / (12 * std::numbers::pi);
  }
  score->value = volume_ml;
}

// Mean arterial pressure; the two pressures decide what it is called.
void BloodPressure(const Measure& measure, const Answers& answers, Score* score) {
  if (!AllAnswered(measure, answers, score)) return;
  const double systolic = *answers[0], diastolic = *answers[1];
  score->value = diastolic + (systolic - diastolic) / 3;
  AddPart(score, "systolic", systolic, "mm[Hg]");
  AddPart(score, "diastolic", diastolic, "mm[Hg]");
  if (systolic >= 180 || diastolic >= 120) {
    score->band = "stop";
  } else if (systolic >= 160 || diastolic >= 100) {
    score->band = "clearance";
  } else if (systolic < 90) {
    score->band = "low";
  }
}

constexpr Form kTScoreForm = {"", ByTable, true, false, 1, 0, 0};
// A measure without a row: one number, taken as it is.
constexpr Form kNumberForm = {"", AsGiven, false, false, 1, 0, 0};

constexpr Form kForms[] = {
    {"NPRS", AsGiven, true, true, 0, 0, 0},
    {"VAS_PAIN", AsGiven, false, false, 0, 0, 0},
    {"PEG", MeanOfAll, true, false, 1, 0, 0},
    {"PROMIS29_PAIN_ITEM", AsGiven, true, true, 0, 0, 0},
    {"ISS_NIH", ImpactStratification, true, true, 0, 9, 9},
    {"ODI", PercentOfAnswered, true, false, 1, 0, 0},
    {"RMDQ", CountOfTicked, true, true, 0, 0, 0},
    {"NDI", PercentOfAnswered, true, false, 1, 0, 0},
    {"QUICKDASH", QuickDash, true, false, 1, 0, 0},
    {"LEFS", Lefs, true, false, 1, 0, 0},
    {"PSFS", MeanOfAnswered, true, false, 1, 1, 5},
    {"FABQ_PA", SumOfAll, true, true, 0, 0, 0},
    {"FABQ_W", SumOfAll, true, true, 0, 0, 0},
    {"TSK11", SumWithOneImputed, true, false, 1, 0, 0},
    {"PSS10", SumWithReversed, true, true, 0, 0, 0},
    {"PSS4", SumWithReversed, true, true, 0, 0, 0},
    {"PCS", Pcs, true, false, 1, 0, 0},
    {"START_BACK", StartBack, true, true, 0, 0, 0},
    {"GROC", AsGiven, true, true, 0, 0, 0},
    {"PGIC", AsGiven, true, true, 0, 0, 0},
    {"SATISFACTION", AsGiven, true, true, 0, 0, 0},
    {"SESSION_MINUTES", CptUnits, false, false, 0, 0, 0},
    {"LIMB_VOLUME", LimbVolume, false, false, 1, 3, 100},
    {"BP", BloodPressure, false, false, 1, 0, 0},
    {"AE", AsGiven, true, true, 0, 0, 0},
};

}  // namespace

const Form& FormOf(const Measure& measure) {
  for (const Form& form : kForms) {
    if (form.measure == measure.id) return form;
  }
  return measure.t_scores.empty() ? kNumberForm : kTScoreForm;
}

ItemRange RangeOf(const Measure& measure, size_t items, size_t index) {
  if (measure.id == "ISS_NIH") {
    const bool intensity = index + 1 == items;
    if (intensity) return {0, 10};
    return items == 3 ? ItemRange{4, 20} : ItemRange{1, 5};
  }
  // Distances and circumferences of a limb, by the limits of a circumference.
  if (measure.id == "LIMB_VOLUME") return {index == 0 ? 0.1 : 1, 150};
  return {measure.item_min.value_or(measure.score_min), measure.item_max.value_or(measure.score_max)};
}

bool IsReversed(const Measure& measure, size_t items, size_t index) {
  const auto among = [index](std::initializer_list<size_t> numbers) {
    return std::find(numbers.begin(), numbers.end(), index + 1) != numbers.end();
  };
  if (measure.id == "PSS10") return among({4, 5, 7, 8});
  if (measure.id == "PSS4") return among({2, 3});
  if (measure.id == "ISS_NIH") return items == 3 ? among({2}) : among({5, 6, 7, 8});
  return false;
}

}  // namespace tendon::clinical::scoring
