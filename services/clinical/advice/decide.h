// The pieces of advice, each a group of rules. Pure.
#pragma once

#include <string>
#include <vector>

#include "services/clinical/advice/facts.h"
#include "services/clinical/trajectory/rules.h"

namespace tendon::clinical::advice {

// Collects advice in the order of urgency; the same action for the same discipline by the same rule once.
class AdviceList {
 public:
  explicit AdviceList(const trajectory::RuleBook& rules) : rules_(rules) {}

  // `inputs` is what it rests on, for people.
  outcomes::v1::Advice& Add(outcomes::v1::AdviceAction action, const std::string& rule, const std::string& text,
                            std::vector<std::string> inputs);
  bool empty() const { return advice_.empty(); }
  const std::vector<outcomes::v1::Advice>& advice() const { return advice_; }

 private:
  const trajectory::RuleBook& rules_;
  std::vector<outcomes::v1::Advice> advice_;
};

// TR27, TR28: stop.
void AddStops(const EpisodeFacts& facts, AdviceList* list);
// TR29: any measure that worsens; TR17: one that begins to.
void AddWorsening(const EpisodeFacts& facts, AdviceList* list);
// TR30 to TR36: what the leading course asks for.
void AddCourse(const EpisodeFacts& facts, const MeasureCourse& leading, const outcomes::v1::Dose& dose,
               AdviceList* list);
// TR32, TR35, TR37, TR38: another discipline beside this one.
void AddDisciplines(const EpisodeFacts& facts, const MeasureCourse* leading, const outcomes::v1::Dose& dose,
                    AdviceList* list);

// "NPRS: from 7 to 3, 4 points better (57 %), RESPONDER by TR10".
std::string InputText(const MeasureCourse& course);

// Whether a responder's step or better.
bool Responds(trajectory::Step step);
// The course of a function measure; null where there is none with two readings.
const MeasureCourse* FunctionCourse(const EpisodeFacts& facts);

}  // namespace tendon::clinical::advice
