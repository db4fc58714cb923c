// Copies, versions and withdrawals of one resource among the documents.
#ifndef TENDON_CLIENTS_INTEROP_VERSIONS_H_
#define TENDON_CLIENTS_INTEROP_VERSIONS_H_

#include "clients/interop/report.h"
#include "clients/interop/resource_set.h"

namespace tendon::interop {

// Leaves one at most of what goes by one type and id, and says so:
// - none of what its Bundle deletes;
// - the first of those of the same content;
// - none that is in force where a version of it is entered-in-error (of a ServiceRequest also revoked or doNotPerform),
//   in whichever order they were written;
// - of several in force in one document (of ServiceRequests, in all) the latest by meta.lastUpdated, else by a numeric
//   meta.versionId. Where neither tells, ServiceRequests are errors, and others are all read, with a warning.
void SettleVersions(ResourceSet& set, Report& report);

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_VERSIONS_H_
