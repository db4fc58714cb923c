// Who counts as a responder: an improvement that reaches a threshold. That somebody improved tells nothing of why: in
// one trial 27-32 % of the untreated met the threshold (Vickers 2004). Pure.
#pragma once

#include <cmath>

namespace tendon::clinical {

enum class Threshold {
  kPoints,   // in the measure's unit
  kPercent,  // of the baseline; nobody with a baseline of 0 reaches it
};

struct ResponderRule {
  Threshold kind = Threshold::kPercent;
  double least = 30;
  bool lower_is_better = true;
};

// Thresholds that are met exactly are met, whatever binary fractions make of them.
inline bool Responds(double baseline, double follow_up, const ResponderRule& rule) {
  const double improvement = rule.lower_is_better ? baseline - follow_up : follow_up - baseline;
  const double least = rule.kind == Threshold::kPoints ? rule.least : rule.least / 100 * std::abs(baseline);
  const bool counts = rule.kind == Threshold::kPoints || baseline != 0;
  return counts && improvement >= least - 1e-9 * std::fmax(1, std::fmax(std::abs(baseline), std::abs(follow_up)));
}

}  // namespace tendon::clinical
