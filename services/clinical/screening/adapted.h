// Techniques that are for a state of the patient, or for one place on the body, fit only there.
#pragma once

#include "services/clinical/screening/model.h"
#include "services/clinical/screening/patient_state.h"

namespace tendon::clinical::screening {

// Prenatal massage for a patient with a diagnosis of pregnancy or weeks of gestation, oncology massage for one with a
// diagnosis or history of cancer (ICD-10-CM chapters 15 and 2, and their Z codes), scar massage for one with a scar, a
// burn or an operation, or where the scar is the goal; every other technique for all.
bool FitsState(const Technique& technique, const PatientState& state, const GoalSet& goals);

// Whether it can be done on this place: massage of the neck on the neck, reflexology on the foot, others anywhere.
bool FitsPlace(const Technique& technique, const Regions& regions, const Site& target);

}  // namespace tendon::clinical::screening
