// The catalogue's evidence word as a rank, for sorting only: what is shown is the catalogue's text, word for word.
#pragma once

#include "absl/strings/string_view.h"
#include "services/clinical/screening/model.h"

namespace tendon::clinical::screening {

// 5 strong, 4 moderate (or a trial that the text names), 3 between weak and moderate, 2 weak, 1 insufficient. Where the
// text says what its word is for ("strong for ROM") and that is none of `goals`, it says nothing of them: 1.
int EvidenceRank(absl::string_view evidence, const GoalSet& goals);

}  // namespace tendon::clinical::screening
