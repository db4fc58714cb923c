// What screening is told: the facts about the patient, the techniques planned and who performs them. Plain data, in the
// terms of the protos without their weight; message.h makes it from them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/clinical/screening/model.h"

namespace tendon::clinical::screening {

// A place by name; a region that is not in the knowledge base, or an empty one, may be anywhere.
struct BodyPlace {
  std::string region;
  Side side = Side::kEither;
};

struct DiagnosisFact {
  std::string icd10cm;
  bool resolved = false;      // no rule that asks for an active condition applies; those with a window do
  std::string onset_date;     // FHIR date, or empty
  std::string recorded_date;  // FHIR date, or empty
  std::vector<BodyPlace> sites;
};

struct MedicationFact {
  std::vector<std::string> ingredients;  // RxNorm names
  std::string rxcui;                     // of an ingredient
  bool stopped = false;
  std::string start_date, end_date;  // FHIR dates, or empty
  std::string route;
};

struct FindingFact {
  std::string code;
  Truth status = Truth::kUnknown;
  struct Value {
    double number;
    std::string unit;  // UCUM
  };
  std::vector<Value> values;  // by part, in the order of FindingFacts
  std::optional<absl::Time> time;
  std::vector<BodyPlace> sites;
};

struct PatientFacts {
  std::string birth_date;  // FHIR date, or empty
  std::vector<DiagnosisFact> diagnoses;
  std::vector<MedicationFact> medications;
  std::vector<FindingFact> findings;
  int unscreened_conditions = 0;  // conditions that have no code that rules read
};

// Who performs: unknown parts are not judged.
struct Performer {
  std::optional<Discipline> discipline;
  std::string state;  // "NY"
};

struct TechniquePlan {
  std::string technique;
  std::vector<BodyPlace> places;  // none: anywhere
};

struct ScreeningQuestion {
  absl::Time now;
  PatientFacts patient;
  std::vector<TechniquePlan> techniques;
  Performer performer;
  GoalSet goals;  // for the alternatives; none: those of the technique itself
};

}  // namespace tendon::clinical::screening
