// How each instrument is scored: one row for each measure that is not scored by its catalogue row alone. Pure.
#pragma once

#include "absl/strings/string_view.h"
#include "services/clinical/scoring/score.h"

namespace tendon::clinical::scoring {

struct Form {
  absl::string_view measure;
  // Fills in value or no_score_reason, flags and parts.
  void (*score)(const Measure&, const Answers&, Score*);
  bool whole_answers;  // answers are ranks, not measurements
  bool whole_score;
  int decimals;
  size_t fewest_items;  // 0: as many as the catalogue says
  size_t most_items;
};

// The row of a measure; T-score forms share one.
const Form& FormOf(const Measure& measure);

// The items of a 9-item ISS-NIH, the sums and intensity of its 3-part form: sign and range of each.
struct ItemRange {
  double minimum, maximum;
};
ItemRange RangeOf(const Measure& measure, size_t items, size_t index);

// Items whose answers count the other way round, numbered from 0.
bool IsReversed(const Measure& measure, size_t items, size_t index);

}  // namespace tendon::clinical::scoring
