// Converts amounts between the UCUM units that clinics write the same measure in. Pure.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace tendon::clinical::scoring {

// The amount in the unit `to`; nullopt when the units do not measure the same thing. Annotations ("{score}",
// "{points}") say nothing about the amount and are equal to one another.
std::optional<double> Convert(double amount, absl::string_view from, absl::string_view to);

// The units that convert to `unit`, "cm, m, [in_i]", for an error; empty when there are none.
std::string UnitsLike(absl::string_view unit);

}  // namespace tendon::clinical::scoring
