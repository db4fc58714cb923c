// Techniques that are adapted to a state of the patient fit only who is known to be in it.
#pragma once

#include "services/clinical/screening/model.h"
#include "services/clinical/screening/patient_state.h"

namespace tendon::clinical::screening {

// Prenatal massage for a patient with a diagnosis of pregnancy or weeks of gestation, oncology massage for one with a
// diagnosis or history of cancer (ICD-10-CM chapters 15 and 2, and their Z codes); every other technique for all.
bool FitsState(const Technique& technique, const PatientState& state);

}  // namespace tendon::clinical::screening
