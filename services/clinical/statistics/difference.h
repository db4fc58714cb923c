// How far two groups lie apart: the difference of their means (Welch, unequal variances) and Hedges' g. A difference
// between groups that nobody drew by lot is no effect of what they had. Pure.
#pragma once

#include <optional>

#include "services/clinical/statistics/interval.h"
#include "services/clinical/statistics/summary.h"

namespace tendon::clinical {

// group - reference.
struct MeanDifference {
  double difference = 0;  // in the unit of the values
  double df = 0;          // Welch-Satterthwaite
  Interval ci;
  double p = 1;  // two-sided
};

// Absent below two values in either group, or when neither varies.
std::optional<MeanDifference> DifferenceOfMeans(const Summary& group, const Summary& reference,
                                                double level = kUsualLevel);

// The difference in pooled standard deviations, freed of its bias in small samples (Hedges 1981, with the exact
// factor); its interval by the large-sample variance (Borenstein et al. 2009, Introduction to Meta-Analysis, ch. 4).
struct HedgesG {
  double g = 0;
  Interval ci;
};

// Absent where DifferenceOfMeans is.
std::optional<HedgesG> HedgesGOf(const Summary& group, const Summary& reference, double level = kUsualLevel);

}  // namespace tendon::clinical
