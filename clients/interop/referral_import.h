// ServiceRequests, with what they refer to, into drafts of referrals.
#ifndef TENDON_CLIENTS_INTEROP_REFERRAL_IMPORT_H_
#define TENDON_CLIENTS_INTEROP_REFERRAL_IMPORT_H_

#include "clients/interop/fhir.h"
#include "clients/interop/report.h"
#include "clients/interop/resource_set.h"

namespace tendon::interop {

// Maps every ServiceRequest of the set and settles it, and every resource that a mapped one used. Never a referral:
// contained requests, doNotPerform, entered-in-error, revoked, orders for tests, requests for advice, and any whose own
// elements, Patient or Conditions hold an error: nothing half-read is imported. Requests that are no orders (intent
// proposal, plan, directive, option) become drafts with a warning: a draft authorises nothing until a person sends it.
void ImportReferrals(ResourceSet& set, Report& report, ImportResult* result);

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_REFERRAL_IMPORT_H_
