#include "services/clinical/scoring/read.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/clinical/scoring/bands.h"
#include "services/clinical/scoring/units.h"

namespace tendon::clinical::scoring {
namespace {

using outcomes::v1::ScoreFlag;

constexpr double kSame = 1e-6;

// The items of the FABQ that its subscales score, as they are numbered on the whole form.
const std::set<int>* NumbersOnForm(const Measure& measure) {
  static const std::map<std::string, std::set<int>> numbers = {{"FABQ_PA", {2, 3, 4, 5}},
                                                               {"FABQ_W", {6, 7, 9, 10, 11, 12, 15}}};
  const auto found = numbers.find(measure.id);
  return found == numbers.end() ? nullptr : &found->second;
}

bool AreNumberedFromOne(const std::map<int, std::optional<double>>& by_number) {
  int expected = 1;
  return std::all_of(by_number.begin(), by_number.end(), [&](const auto& item) { return item.first == expected++; });
}

bool AreNumbers(const std::map<int, std::optional<double>>& by_number, const std::set<int>& numbers) {
  return std::equal(by_number.begin(), by_number.end(), numbers.begin(), numbers.end(),
                    [](const auto& item, int number) { return item.first == number; });
}

// The answers in the order of the form.
Answers AnswersOf(const Measure& measure, const v1::Observation& observation, std::vector<Fault>* faults) {
  std::map<int, std::optional<double>> by_number;
  for (int i = 0; i < observation.items_size(); ++i) {
    const v1::ItemAnswer& item = observation.items(i);
    const auto answer = item.has_value() ? std::optional(item.value()) : std::nullopt;
    if (!by_number.emplace(item.item(), answer).second)
      faults->push_back({absl::StrCat("items[", i, "].item"), "must not be there twice"});
  }
  const std::set<int>* form_numbers = NumbersOnForm(measure);
  const bool by_form = form_numbers != nullptr && AreNumbers(by_number, *form_numbers);
  if (faults->empty() && !by_form && !AreNumberedFromOne(by_number)) {
    const std::string or_form =
        form_numbers == nullptr ? "" : absl::StrCat(", or ", absl::StrJoin(*form_numbers, ", "), " as on the form");
    faults->push_back({"items", absl::StrCat("must be numbered 1, 2, 3, … without gaps", or_form)});
  }
  Answers answers;
  for (const auto& [number, answer] : by_number) answers.push_back(answer);
  return answers;
}

// "2.0" and "V2.0" are "v2.0".
std::string Version(const std::string& text) {
  const std::string lower = absl::AsciiStrToLower(text);
  return !lower.empty() && absl::ascii_isdigit(static_cast<unsigned char>(lower[0])) ? "v" + lower : lower;
}

void CheckVersion(const Measure& measure, const v1::Observation& observation, std::vector<Fault>* faults) {
  if (observation.form_version().empty() || measure.form_versions.empty()) return;
  const std::string version = Version(observation.form_version());
  const auto& versions = measure.form_versions;
  if (std::find(versions.begin(), versions.end(), version) != versions.end()) return;
  faults->push_back({"form_version", absl::StrCat("must be ", absl::StrJoin(versions, " or "), " for ", measure.id,
                                                  "; another version is another measure, with a table of its own")});
}

// The entered score in the measure's unit; 0 where there is none.
double Entered(const Measure& measure, const v1::Observation& observation, Reading* reading) {
  if (!observation.has_value()) return 0;
  const std::string& unit = observation.unit().empty() ? measure.unit : observation.unit();
  const auto value = Convert(observation.value(), unit, measure.unit);
  if (!value.has_value()) {
    const std::string others = UnitsLike(measure.unit);
    reading->faults.push_back({"unit", absl::StrCat("must be ", measure.unit, " for ", measure.id, ", or left out",
                                                    others.empty() ? "" : ", or convert to it: ", others)});
    return 0;
  }
  if (unit != measure.unit && *value != observation.value())
    reading->score.flags.push_back(ScoreFlag::SCORE_FLAG_CONVERTED);
  return *value;
}

// A score may be entered as it is written: 35.6 or 36 for 35.5556.
bool IsWrittenAs(double exact, double entered) {
  for (int decimals = 0; decimals <= 4; ++decimals) {
    if (std::abs(RoundHalfUp(exact, decimals) - entered) < kSame) return true;
  }
  return std::abs(exact - entered) < kSame;
}

void ReadEntered(const Measure& measure, double value, Reading* reading) {
  const bool in_range = value >= measure.score_min - kSame && value <= measure.score_max + kSame;
  const bool whole = HasWholeScores(measure);
  if (!in_range || (whole && value != std::floor(value))) {
    reading->faults.push_back(
        {"value", absl::StrCat("must be ", whole ? "a whole number " : "", "from ", measure.score_min, " to ",
                               measure.score_max, " ", measure.unit, " for ", measure.id)});
    return;
  }
  Score& score = reading->score;
  score.value = value;
  score.band = BandOf(measure.bands, value);
  score.rule = absl::StrCat(measure.id, ": entered");
  // The standard error belongs to the T-score of a table; other T-scores come from elsewhere, with an error of their
  // own.
  for (const auto& [raw_sum, row] : measure.t_scores) {
    if (std::abs(row.t - value) < kSame) score.standard_error = row.se;
  }
}

void ReadItems(const Catalogue& catalogue, const Measure& measure, const v1::Observation& observation,
               Reading* reading) {
  const Answers answers = AnswersOf(measure, observation, &reading->faults);
  if (reading->faults.empty()) reading->faults = CheckAnswers(measure, answers);
  if (!reading->faults.empty()) return;
  reading->score = ScoreAnswers(measure, answers);
  const std::string table =
      measure.t_scores.empty() ? "measures.csv" : "promis_tscores.csv sha256:" + catalogue.table_hash().substr(0, 12);
  reading->score.rule = absl::StrCat(measure.id, reading->score.value ? ": from items, " : ": NO_SCORE, ", table);
}

double LargestDifference(const v1::Observation& a, const v1::Observation& b) {
  double largest = 0;
  for (const v1::ItemAnswer& one : a.items()) {
    for (const v1::ItemAnswer& other : b.items()) {
      const bool same_site = one.item() == other.item() && one.item() > 1 && one.has_value() && other.has_value();
      if (same_site) largest = std::max(largest, std::abs(one.value() - other.value()));
    }
  }
  return largest;
}

}  // namespace

bool IsEnabled(const Measure& measure, const ScoringOptions& options) {
  return measure.table_status != TableStatus::kUnverified || options.unverified_forms;
}

Reading Read(const Catalogue& catalogue, const Measure& measure, const v1::Observation& observation,
             const ScoringOptions& options) {
  Reading reading;
  if (!IsEnabled(measure, options)) {
    reading.faults.push_back({"measure", absl::StrCat("must not be ", measure.id,
                                                      ": its table is UNVERIFIED, and the operator has not switched "
                                                      "unverified forms on")});
    return reading;
  }
  if (!observation.has_value() && observation.items().empty()) {
    reading.faults.push_back({"", "must have a value or item answers"});
    return reading;
  }
  CheckVersion(measure, observation, &reading.faults);
  const double entered = Entered(measure, observation, &reading);
  if (!reading.faults.empty()) return reading;
  reading.score.unit = measure.unit;
  if (observation.items().empty()) {
    ReadEntered(measure, entered, &reading);
    return reading;
  }
  ReadItems(catalogue, measure, observation, &reading);
  const std::optional<double>& scored = reading.score.reading ? reading.score.reading : reading.score.value;
  const bool agrees = !observation.has_value() || (scored && IsWrittenAs(*scored, entered));
  if (reading.faults.empty() && !agrees)
    reading.faults.push_back({"value", "must be the score of the item answers, or left out"});
  return reading;
}

void CompareSides(const Measure& measure, const v1::Observation& observation, const v1::Observation& other,
                  const Score& other_score, Score* score) {
  if (!score->value || !other_score.value) return;
  const double affected = *score->value, unaffected = *other_score.value;
  if (measure.id == "ROM_DEG") score->parts.push_back({"side_difference", unaffected - affected, measure.unit});
  if (measure.domain != "EDEMA") return;
  score->parts.push_back({"side_difference", affected - unaffected, measure.unit});
  bool criterion = false;
  if (measure.id == "LIMB_VOLUME") {
    const double circumference = LargestDifference(observation, other);
    const double excess_percent = unaffected > 0 ? 100 * (affected - unaffected) / unaffected : 0;
    if (unaffected > 0) score->parts.push_back({"excess", excess_percent, "%"});
    score->parts.push_back({"largest_circumference_difference", circumference, "cm"});
    criterion = circumference >= 2 || affected - unaffected >= 200 || excess_percent >= 10;
  } else {
    criterion = std::abs(affected - unaffected) >= 2;
  }
  score->band = criterion ? "lymphoedema criterion met" : "no lymphoedema criterion met";
}

}  // namespace tendon::clinical::scoring
