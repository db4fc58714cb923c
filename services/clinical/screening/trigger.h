// Which rules the facts trigger, and where on the body each holds.
#pragma once

#include <utility>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "services/clinical/screening/patient_state.h"
#include "services/clinical/screening/rule_index.h"

namespace tendon::clinical::screening {

// The targets that a triggered rule reaches.
struct Reach {
  bool anywhere = false;
  bool unplaced = false;  // a diagnosis that could not be placed: it may be anywhere
  RegionSet targets;      // on either side
  absl::InlinedVector<std::pair<RegionSet, Side>, 2> sided;
};

enum class Reached : uint8_t { kNo, kUnconfirmed, kYes };
Reached Reaches(const Reach& reach, const Site& target);

struct Trigger {
  RuleNumber rule;
  bool finding_assumed = false;
  Reach reach;
};

// A rule whose finding is not known, and that was not triggered for it.
struct OpenQuestion {
  RuleNumber rule;
  bool by_target = false;  // asks for the target itself
};

struct Triggers {
  std::vector<Trigger> triggers;  // by rule
  std::vector<OpenQuestion> open;
  FindingSet asked;  // of the open ones: those that a recent diagnosis or a medication calls for
};

Triggers FindTriggers(const KnowledgeBase& knowledge, const RuleIndex& index, const PatientState& state);

}  // namespace tendon::clinical::screening
