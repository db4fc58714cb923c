// FHIR body sites to the regions of the knowledge base: a small table of SNOMED CT codes and of English words, with the
// side.
#ifndef TENDON_CLIENTS_INTEROP_BODY_SITES_H_
#define TENDON_CLIENTS_INTEROP_BODY_SITES_H_

#include <optional>
#include <string_view>
#include <vector>

#include "clients/interop/datatypes.h"
#include "tendon/clinical/v1/coding.pb.h"

namespace tendon::interop {

// A code of the table decides; else the words of the first display or text that the table knows ("Both knees", "Left
// forearm"), which also give the side where the code has none. SNOMED CT post-coordination with laterality
// (71341001:272741003=7771000) is read. Nothing when no region is named surely, or when code and words name different
// sides.
std::optional<clinical::v1::BodySite> ToBodySite(const Concept& site);

// Maps every concept of `parent`.`key` into `into`, and warns of those that have no region.
void ReadBodySites(Element& parent, std::string_view key,
                   google::protobuf::RepeatedPtrField<clinical::v1::BodySite>* into);

// Every region that the tables name; for holding them against the knowledge base.
std::vector<std::string_view> RegionsOfTheTable();

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_BODY_SITES_H_
