// QuestionnaireResponses and Observations, with their Encounters, into sessions.
#ifndef TENDON_CLIENTS_INTEROP_SESSION_IMPORT_H_
#define TENDON_CLIENTS_INTEROP_SESSION_IMPORT_H_

#include "clients/interop/fhir.h"
#include "clients/interop/report.h"
#include "clients/interop/resource_set.h"

namespace tendon::interop {

// Puts the readings of the same visit and session number together, into one session as long as none of them would stand
// twice (the same measure, phase and recall): then it is another session of the same number, which the server reports
// as a conflict. A response without a session number, and an Observation without a visit, is an assessment. Both lists
// come in the order of start time.
void ImportSessions(ResourceSet& set, Report& report, ImportResult* result);

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_SESSION_IMPORT_H_
