// Where a diagnosis sits on the body: what the clinician said, or else what its code says.
#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "services/clinical/screening/model.h"

namespace tendon::clinical::screening {

// Where a diagnosis sits: empty when it cannot be placed.
struct Place {
  RegionSet regions;
  Side side = Side::kEither;
  bool said = false;  // by the clinician, not by the code
};

// ICD-10-CM in capitals, without dots and spaces.
std::string NormalCode(absl::string_view icd10cm);

// By the longest row of the ICD map, else by the site character of chapter XIII.
Place PlaceOfCode(const KnowledgeBase& knowledge, absl::string_view normal_code);

// The sites that were said refine the code's own place where they overlap it, and add to it where they do not: a slip
// of the pen must not take a tumour out of the way.
std::vector<Place> PlacesOf(const KnowledgeBase& knowledge, absl::string_view normal_code,
                            const std::vector<Site>& sites_said);

}  // namespace tendon::clinical::screening
