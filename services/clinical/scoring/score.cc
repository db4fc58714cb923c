#include "services/clinical/scoring/score.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "services/clinical/scoring/bands.h"
#include "services/clinical/scoring/forms.h"

namespace tendon::clinical::scoring {
namespace {

std::string CountRule(const Measure& measure, const ItemCount& count) {
  const std::string most = count.most > count.fewest ? absl::StrCat(" to ", count.most) : "";
  std::string rule = absl::StrCat("must be ", count.fewest, most);
  for (const size_t other : count.others) absl::StrAppend(&rule, " or ", other);
  return absl::StrCat(rule, " for ", measure.id, ", each once; one that was left out is there without a value");
}

bool IsCount(const ItemCount& count, size_t items) {
  if (items >= count.fewest && items <= count.most) return true;
  return std::find(count.others.begin(), count.others.end(), items) != count.others.end();
}

void CheckAnswer(const Measure& measure, const Answers& answers, size_t index, std::vector<Fault>* faults) {
  if (!answers[index].has_value()) return;
  const double answer = *answers[index];
  const ItemRange range = RangeOf(measure, answers.size(), index);
  const bool whole = FormOf(measure).whole_answers;
  const bool fits = answer >= range.minimum && answer <= range.maximum && (!whole || answer == std::floor(answer));
  if (fits) return;
  faults->push_back({absl::StrCat("items[", index, "].value"),
                     absl::StrCat("must be ", whole ? "a whole number " : "", "from ", range.minimum, " to ",
                                  range.maximum, " for this item of ", measure.id)});
}

}  // namespace

int ItemSign(const Measure& measure, size_t items, size_t index) { return IsReversed(measure, items, index) ? -1 : 1; }

ItemCount ItemCountOf(const Measure& measure) {
  const Form& form = FormOf(measure);
  const auto items = static_cast<size_t>(measure.items);
  ItemCount count = {
      form.fewest_items == 0 ? items : form.fewest_items, form.fewest_items == 0 ? items : form.most_items, {}};
  if (measure.id == "ISS_NIH") count.others = {3};
  return count;
}

bool HasWholeScores(const Measure& measure) { return FormOf(measure).whole_score; }

int DecimalsOf(const Measure& measure) { return FormOf(measure).decimals; }

std::vector<Fault> CheckAnswers(const Measure& measure, const Answers& answers) {
  std::vector<Fault> faults;
  const ItemCount count = ItemCountOf(measure);
  if (!IsCount(count, answers.size())) return {{"items", CountRule(measure, count)}};
  for (size_t i = 0; i < answers.size(); ++i) CheckAnswer(measure, answers, i, &faults);
  const bool pressures = measure.id == "BP" && faults.empty() && answers[0].has_value() && answers[1].has_value();
  if (pressures && *answers[0] < *answers[1])
    faults.push_back({"items[0].value", "must not be below the diastolic pressure, item 2"});
  return faults;
}

Score ScoreAnswers(const Measure& measure, const Answers& answers) {
  Score score;
  score.unit = measure.unit;
  FormOf(measure).score(measure, answers, &score);
  if (score.value.has_value() && score.band.empty()) score.band = BandOf(measure.bands, *score.value);
  return score;
}

}  // namespace tendon::clinical::scoring
