// FHIR Procedure as something that was done in a session.
#ifndef TENDON_CLIENTS_INTEROP_TREATMENTS_H_
#define TENDON_CLIENTS_INTEROP_TREATMENTS_H_

#include <optional>
#include <string_view>

#include "clients/interop/readings.h"

namespace tendon::interop {

// Codes of this system are techniques of the knowledge base: "DEEP_TISSUE".
inline constexpr std::string_view kTechniques = "urn:tendon:technique";
inline constexpr std::string_view kCpt = "http://www.ama-assn.org/go/cpt";

// Whether a CPT or HCPCS code is one of a session of the knowledge base's techniques.
bool IsSessionBillingCode(std::string_view cpt);
// The technique that it names surely; empty where it may be several.
std::string_view TechniqueOfCpt(std::string_view cpt);

// Nothing where it was not done; it is then settled, with the reason. Nothing, and not settled, where it is no
// treatment of the knowledge base, or stands for a whole course: based on a request and of no single visit.
std::optional<Readings> ReadTreatment(Resource& resource, ResourceSet& set, Report& report);

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_TREATMENTS_H_
