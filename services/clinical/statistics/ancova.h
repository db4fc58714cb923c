// The difference between arms, adjusted for what the patients brought with them: analysis of covariance, by least
// squares. The model is outcome = intercept + numeric covariates + factors + arms, without interactions. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "services/clinical/statistics/interval.h"

namespace tendon::clinical {

// One entry a patient in each vector; patients with something missing are left out by the caller.
struct AncovaData {
  std::vector<double> outcome;
  std::vector<int> arm;                      // 0 is the reference
  std::vector<std::vector<double>> numeric;  // each a covariate: baseline, age
  std::vector<std::vector<int>> factors;     // each a covariate with levels 0, 1, …: centre, therapist
};

struct AdjustedDifference {
  double difference = 0;  // arm - reference, in the outcome's unit
  double standard_error = 0;
  Interval ci;
  double p = 1;  // two-sided
  int64_t n = 0;
  int64_t df = 0;  // of the residual
};

// What one model may cost: n * columns^2, a second or two.
inline constexpr double kMaxAncovaWork = 4e9;

// One for each arm but the reference, in order of their numbers 1, 2, …. A covariate that the others (or a factor's
// level that nobody has) determine is left out, as it changes nothing. FAILED_PRECONDITION: no degree of freedom is
// left, or an arm cannot be told from the covariates; RESOURCE_EXHAUSTED: over kMaxAncovaWork; INVALID_ARGUMENT:
// vectors of unequal length.
absl::StatusOr<std::vector<AdjustedDifference>> AdjustedDifferences(const AncovaData& data, double level = kUsualLevel);

}  // namespace tendon::clinical
