// The facts about a patient made ready for the rules: codes normalised, dates compared, findings converted and the
// latest of each kept.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "services/clinical/screening/facts.h"
#include "services/clinical/screening/model.h"
#include "services/clinical/screening/place.h"

namespace tendon::clinical::screening {

struct Diagnosis {
  std::string code;  // normal
  bool resolved;
  std::optional<DayRange> onset, recorded;
  std::vector<Place> places;
};

struct Treatment {
  const MedicationFact* fact;
  std::optional<DayRange> start;
};

struct PatientState {
  int today = 0;
  Person person;
  std::vector<Diagnosis> diagnoses;
  std::vector<Treatment> treatments;  // those not ended
  // The latest readings of each finding, and those whose time is not known.
  std::array<std::vector<Reading>, kFindingCount> readings;
};

PatientState MakeState(const KnowledgeBase& knowledge, const PatientFacts& facts, absl::Time now);

// The region by name, or kAnyRegion.
Site ResolveSite(const Regions& regions, const BodyPlace& place);

}  // namespace tendon::clinical::screening
