// The bands of a score: "0 none;1-3 mild;4-6 moderate;7-10 severe", "<4 mild;4-<7 moderate;>=7 severe". Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/clinical/scoring/catalogue.h"

namespace tendon::clinical::scoring {

// Empty unless every part of the text is a range and a name. What stands in parentheses is left out.
std::vector<Band> ParseBands(absl::string_view text);

// The name of the band that holds the value; bands in whole numbers are read with the value rounded half up. Empty for
// none.
std::string BandOf(const std::vector<Band>& bands, double value);

// Rounds half up: 2.25 to one decimal is 2.3, -2.5 to none is -2.
double RoundHalfUp(double value, int decimals);

}  // namespace tendon::clinical::scoring
