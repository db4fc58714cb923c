// Words for explanations: numbers, amounts, percentages. Pure.
#pragma once

#include <string>

#include "services/clinical/scoring/catalogue.h"
#include "services/clinical/trajectory/series.h"

namespace tendon::clinical::trajectory {

// At most two decimals, none that are not needed: "2.5".
std::string NumberText(double value);

// "3 points", "5.5 T", "12 mm".
std::string AmountText(double value, const scoring::Measure& measure);

// "from 7 to 3, 4 points better (57 %)".
std::string ChangeText(const Change& change, const scoring::Measure& measure);

// What people call the measure: "pain" for the pain scales, the code for others.
std::string MeasureText(const scoring::Measure& measure);

}  // namespace tendon::clinical::trajectory
