// Which measures may have been meant by a code that is none.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/clinical/scoring/catalogue.h"

namespace tendon::clinical::scoring {

// At most three codes of the catalogue, the nearest first: those that begin with the code or that it begins with, then
// those that a slip of the pen or two (a letter more, less, another, or two swapped) lie between; none where none is
// near. Small letters are as capitals.
std::vector<std::string> NearestMeasures(const Catalogue& catalogue, absl::string_view code);

}  // namespace tendon::clinical::scoring
