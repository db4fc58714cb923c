// One observation, read: scored from its item answers, or its score taken as entered, checked and converted. The one
// path for ScoreInstrument and for the observations of sessions. Pure.
#pragma once

#include <optional>
#include <vector>

#include "services/clinical/scoring/score.h"
#include "tendon/clinical/v1/patient.pb.h"
#include "tendon/clinical/v1/treatment.pb.h"

namespace tendon::clinical::scoring {

struct ScoringOptions {
  // Score forms whose table is UNVERIFIED.
  bool unverified_forms = false;
};

struct Reading {
  std::vector<Fault> faults;  // nothing else counts unless empty
  Score score;
};

// `measure` is the observation's. Faults name fields of the observation: "value", "items[2].value", "form_version".
Reading Read(const Catalogue& catalogue, const Measure& measure, const v1::Observation& observation,
             const ScoringOptions& options);

// Whether this server scores the measure with these options.
bool IsEnabled(const Measure& measure, const ScoringOptions& options);

// Adds what the other, unaffected side says: side difference, excess volume, criteria of lymphoedema.
void CompareSides(const Measure& measure, const v1::Observation& observation, const v1::Observation& other,
                  const Score& other_score, Score* score);

}  // namespace tendon::clinical::scoring
