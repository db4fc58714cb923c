// Scores an instrument from its item answers, by the scoring_rule and missing_rule of its row in measures.csv. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/clinical/scoring/catalogue.h"
#include "tendon/outcomes/v1/measure_service.pb.h"

namespace tendon::clinical::scoring {

// The answers in the order of the form; an item that was left out is absent.
using Answers = std::vector<std::optional<double>>;

// What is wrong with a field, by its path from the observation, and what is allowed.
struct Fault {
  std::string field;
  std::string rule;
};

struct Part {
  std::string name;
  double value = 0;
  std::string unit;
};

// A score at full precision, or why there is none.
struct Score {
  std::optional<double> value;
  std::string unit;
  std::optional<double> standard_error;
  std::string no_score_reason;  // where there is no value: the missing-item rule
  std::vector<outcomes::v1::ScoreFlag> flags;
  std::vector<Part> parts;
  std::string band;
  std::string rule;  // what gave the score: "PROMIS_PI_4A: raw sum 11, promis_tscores.csv sha256:…"
  // What the session keeps, in the measure's own unit, where that is not the score: the minutes behind CPT units.
  std::optional<double> reading;
};

// The sign of an item: +1 where a higher answer never lowers the score, -1 where it never raises it.
int ItemSign(const Measure& measure, size_t items, size_t index);

// How many items a form may have; nullopt for a measure that is entered only.
struct ItemCount {
  size_t fewest = 0, most = 0;
  std::vector<size_t> others;  // other numbers of items that the measure takes
};
ItemCount ItemCountOf(const Measure& measure);

// Whether scores of complete forms are whole numbers, and so entered ones must be.
bool HasWholeScores(const Measure& measure);
// With how many decimals the score is written.
int DecimalsOf(const Measure& measure);

// Wrong numbers of items and answers outside their range; empty when ScoreAnswers may be called.
std::vector<Fault> CheckAnswers(const Measure& measure, const Answers& answers);

Score ScoreAnswers(const Measure& measure, const Answers& answers);

}  // namespace tendon::clinical::scoring
