// Who requests and who performs: references to Practitioner, PractitionerRole, Organization, as hints for a person.
#ifndef TENDON_CLIENTS_INTEROP_PARTIES_H_
#define TENDON_CLIENTS_INTEROP_PARTIES_H_

#include <vector>

#include "clients/interop/datatypes.h"

namespace tendon::interop {

// Follows the reference among the documents and adds what it used to `used`. The discipline comes from roles only,
// never from a name.
Party ReadParty(const Resource& from, const Reference& reference, const ResourceSet& set, Report& report,
                std::vector<Resource*>* used);

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_PARTIES_H_
