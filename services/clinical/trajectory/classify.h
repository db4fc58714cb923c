// Classifies the course of a measure by the rules of trajectory_rules.csv, in their order: insufficient data,
// worsening, recovered, (low baseline,) major responder, responder, plateau, partial, non-responder; the first that
// holds. Pure. Thresholds in points are on the 0-10 scale, so VAS is read in cm.
#pragma once

#include <optional>
#include <string>

#include "services/clinical/trajectory/rules.h"
#include "services/clinical/trajectory/series.h"
#include "tendon/outcomes/v1/outcomes.pb.h"

namespace tendon::clinical::trajectory {

// What a class depends on beside the readings.
struct Situation {
  bool dose_adequate = false;
  std::string dose_rule;  // the rule that decided it: "TR19"
  // The patient's latest global impression of change, 1 very much improved to 7 very much worse.
  std::optional<int> global_impression;
  // What the caller knows of the measure's error; null for nothing.
  const outcomes::v1::ReliabilityReference* reference = nullptr;
};

// How a measure is judged.
enum class Family {
  kNone,      // not an outcome, or a rating of change already: not classified
  kPain,      // intensity on a scale 0-10, or VAS in mm (TR07, TR09, TR10, TR13, TR16, TR17)
  kFunction,  // ODI, RMDQ, NDI, QuickDASH, LEFS, PSFS (TR08, TR11)
  kTScore,    // PROMIS (TR12)
  kOther,     // by its own MIC or MDC: house rules
};
Family FamilyOf(const scoring::Measure& measure, std::optional<double> mdc);

// Class, rule, reliability, slope and explanation.
outcomes::v1::Trajectory Classify(const Course& course, const Situation& situation, const RuleBook& rules);

// The highest step that a single assessment reaches, by the rules for a change for the better.
enum class Step { kNone, kPartial, kResponder, kMajorResponder, kRecovered };
struct Grade {
  Step step = Step::kNone;
  const char* rule = "";
};
Grade GradeAt(const Course& course, size_t index, const Situation& situation);

}  // namespace tendon::clinical::trajectory
