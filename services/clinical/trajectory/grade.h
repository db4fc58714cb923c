// The parts of a classification: what a single change is worth, and whether it is beyond the error of measurement.
// Pure.
#pragma once

#include <optional>

#include "services/clinical/trajectory/classify.h"

namespace tendon::clinical::trajectory {

// A threshold in points is met in spite of what binary fractions lose.
inline constexpr double kEpsilon = 1e-9;
inline bool AtLeast(double value, double threshold) { return value >= threshold - kEpsilon; }

// The smallest change that matters, in the unit: the MIC, else the MDC. nullopt when neither is known.
struct Important {
  double change = 0;
  bool must_exceed = false;  // an MDC must be exceeded, a MIC reached
};
std::optional<Important> ImportantChange(const Course& course);
// Whether a change for the better (or, negated, for the worse) reaches it.
bool Reaches(const Important& important, double change);

// Points of the 0-10 scale in one unit of the measure: 0.1 for VAS in mm.
double PointsPerUnit(const scoring::Measure& measure);

// TR03: too little at baseline for percentages.
bool HasLowBaseline(const Course& course, Family family);

struct Reliability {
  outcomes::v1::ReliabilityBasis basis = outcomes::v1::RELIABILITY_BASIS_UNSPECIFIED;
  std::optional<bool> reliable;
  std::optional<double> index;  // the reliable change index, where there is one
  bool beyond_cutoff = false;   // TR06
};
Reliability ReliabilityAt(const Course& course, size_t index, const outcomes::v1::ReliabilityReference* reference);

// The largest difference that still counts as none: the MDC; for T-scores 1.96 standard errors of a difference.
std::optional<double> NoiseOf(const Course& course);

}  // namespace tendon::clinical::trajectory
