// FHIR MedicationStatement and MedicationRequest to Tendon's Medication.
#ifndef TENDON_CLIENTS_INTEROP_MEDICATIONS_H_
#define TENDON_CLIENTS_INTEROP_MEDICATIONS_H_

#include <optional>
#include <vector>

#include "clients/interop/datatypes.h"
#include "tendon/clinical/v1/patient.pb.h"

namespace tendon::interop {

inline constexpr std::string_view kRxNorm = "http://www.nlm.nih.gov/research/umls/rxnorm";

// The medication by medicationCodeableConcept, or by the Medication that medicationReference points to: the first
// RxNorm code as rxcui, the displays of RxNorm codes as ingredients (in lower case, which is what rules match), the
// words as text. What may be taken is read, with a warning where it is not said; what is not (entered-in-error,
// not-taken, draft, cancelled, doNotPerform, a mere plan) is nothing, with a warning. The dose has no place. Adds a
// Medication that it used to `used`.
std::optional<clinical::v1::Medication> ReadMedication(const Resource& resource, const ResourceSet& set, Report& report,
                                                       std::vector<Resource*>* used);

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_MEDICATIONS_H_
