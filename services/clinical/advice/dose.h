// Whether there was enough treatment for a non-response to be called one (TR18 to TR21, TN05). Pure.
#pragma once

#include "services/clinical/advice/facts.h"
#include "services/clinical/trajectory/rules.h"

namespace tendon::clinical::advice {

// What a dose rule asks for.
struct DoseRule {
  const char* id;
  int sessions;       // so many
  int least_minutes;  // of so many minutes each; 0: of any length
  int within_days;    // in so many days; 0: whenever
  int over_days;      // from the first to the last at least so many days; 0: any
};

// The rule for this treatment: by technique (a course of needles), by discipline, and for massage by the region most
// sessions were about.
const DoseRule& DoseRuleFor(const EpisodeFacts& facts);

outcomes::v1::Dose EvaluateDose(const EpisodeFacts& facts, const trajectory::RuleBook& rules);

// Whether the sessions so far, gone on with at their pace, come to the dose within its time.
bool IsOnPace(const EpisodeFacts& facts, const DoseRule& rule);

}  // namespace tendon::clinical::advice
