// A cohort for people, and the readings of an export as CSV.
#pragma once

#include <string>

#include "clients/cli/context.h"
#include "tendon/outcomes/v1/cohort.pb.h"

namespace tendon::cli {

void PrintCohort(const outcomes::v1::Cohort& cohort, Context& context);

// The header of an export, and a reading as its line; without line ends.
std::string ExportHeader();
std::string ExportLine(const outcomes::v1::CohortReading& reading);

}  // namespace tendon::cli
