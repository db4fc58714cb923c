// Finding rules and techniques by a text that they hold.
#pragma once

#include "absl/strings/string_view.h"
#include "services/clinical/screening/model.h"

namespace tendon::clinical::screening {

// In id, label, codes, ingredients, finding, action or rationale; case does not matter, and a code is found with or
// without its dot. An empty text is in every rule.
bool Holds(const Rule& rule, absl::string_view text);
// In id, name, synonyms or classes.
bool Holds(const Technique& technique, absl::string_view text);

}  // namespace tendon::clinical::screening
