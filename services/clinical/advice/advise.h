// What to do next, by the DECIDE rules of trajectory_rules.csv, and one sentence that answers "is this enough?".
// Decision support, not a decision: each piece names its rule, what it rests on, its citation and confidence. Pure.
#pragma once

#include "services/clinical/advice/facts.h"
#include "services/clinical/trajectory/rules.h"

namespace tendon::clinical::advice {

// The course that carries the answer: of pain before function before the rest, of those with a class before those
// without, with the most readings. Null where nothing was measured.
const MeasureCourse* LeadingCourse(const EpisodeFacts& facts);

// The classes in `facts` have been given with the dose of EvaluateDose().
outcomes::v1::Guidance Advise(const EpisodeFacts& facts, const trajectory::RuleBook& rules);

}  // namespace tendon::clinical::advice
