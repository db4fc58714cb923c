// FHIR Patient to the patient that a referral carries.
#ifndef TENDON_CLIENTS_INTEROP_PATIENTS_H_
#define TENDON_CLIENTS_INTEROP_PATIENTS_H_

#include "clients/interop/element.h"
#include "tendon/clinical/v1/patient.pb.h"

namespace tendon::interop {

// Identifiers, one name (official, else usual, else the first that is not old or a nickname), birth date, gender,
// telecom, language and postal code; warns of everything else, and of what makes a patient doubtful: deceased,
// inactive, replaced by another.
clinical::v1::Patient ReadPatient(const Resource& resource, Report& report);

// Where the subject is only told by an identifier or by words.
clinical::v1::Patient PatientOfReference(const Reference& subject);

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_PATIENTS_H_
