// FHIR's modifier elements: what may turn the meaning of a resource round, and so must be understood or the resource
// left alone.
#ifndef TENDON_CLIENTS_INTEROP_MODIFIERS_H_
#define TENDON_CLIENTS_INTEROP_MODIFIERS_H_

#include "clients/interop/report.h"
#include "clients/interop/resource_set.h"

namespace tendon::interop {

// Reports an error for implicitRules and for every modifierExtension at any depth of the resource (contained ones not
// counted), at its path. Tendon understands none of them. Returns whether it found one.
bool RefuseModifiers(const Resource& resource, Report& report);

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_MODIFIERS_H_
