// Facts about a patient as they are typed on the command line. Pure.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "tendon/clinical/v1/patient.pb.h"

namespace tendon::cli {

// "M81.0", "I82.412@2026-05-01", "C80.1@2026-05/chest:left": code, onset, place. Usage errors.
absl::StatusOr<clinical::v1::Condition> ParseCondition(const std::string& text);
// "warfarin", "fentanyl:transdermal", "prednisone@2026-01-31": ingredient, route, start. Usage errors.
absl::StatusOr<clinical::v1::Medication> ParseMedication(const std::string& text);
// "RF_SADDLE", "RF_SADDLE=no", "RF_SADDLE=unknown", "BP=168mm[Hg],96mm[Hg]": status, or values with units. Usage
// errors.
absl::StatusOr<clinical::v1::Finding> ParseFinding(const std::string& text);
// "lumbar", "knee:left". Usage errors that name `flag`.
absl::StatusOr<clinical::v1::BodySite> ParsePlace(const std::string& flag, const std::string& text);

}  // namespace tendon::cli
