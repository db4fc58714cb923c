// The catalogue's evidence word as a rank, for sorting only: what is shown is the catalogue's text, word for word.
#pragma once

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace tendon::clinical::screening {

// 5 strong, 4 moderate (or a trial that the text names), 3 between weak and moderate, 2 weak, 1 insufficient.
inline int EvidenceRank(absl::string_view evidence) {
  if (absl::StartsWith(evidence, "strong")) return 5;
  if (absl::StartsWith(evidence, "weak-moderate") || absl::StartsWith(evidence, "low-moderate")) return 3;
  if (absl::StartsWith(evidence, "weak")) return 2;
  if (absl::StartsWith(evidence, "insufficient")) return 1;
  return 4;
}

}  // namespace tendon::clinical::screening
