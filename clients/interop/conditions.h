// FHIR Condition, and a CodeableConcept that stands for one, to Tendon's Condition.
#ifndef TENDON_CLIENTS_INTEROP_CONDITIONS_H_
#define TENDON_CLIENTS_INTEROP_CONDITIONS_H_

#include <optional>

#include "clients/interop/datatypes.h"
#include "tendon/clinical/v1/patient.pb.h"

namespace tendon::interop {

// The first well-formed ICD-10-CM code becomes icd10cm (which is screened); every other code goes to other_codings; the
// words to text.
clinical::v1::Condition ConditionOfConcept(const Concept& code);

// Nothing, with a warning, when the Condition is refuted or entered in error.
std::optional<clinical::v1::Condition> ReadCondition(const Resource& resource, Report& report);

// Whether meta.security restricts the resource beyond the usual (v3-Confidentiality R or V, or a sensitivity of
// v3-ActCode): such a condition is taken only where the request itself names it.
bool IsRestricted(const Resource& resource);

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_CONDITIONS_H_
