// Procedures that are based on a request, into what came of the referral.
#ifndef TENDON_CLIENTS_INTEROP_OUTCOME_IMPORT_H_
#define TENDON_CLIENTS_INTEROP_OUTCOME_IMPORT_H_

#include "clients/interop/fhir.h"
#include "clients/interop/report.h"
#include "clients/interop/resource_set.h"

namespace tendon::interop {

// One outcome for each completed Procedure and request that it is based on. The discharge reason is never set: FHIR has
// none.
void ImportOutcomes(ResourceSet& set, Report& report, ImportResult* result);

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_OUTCOME_IMPORT_H_
