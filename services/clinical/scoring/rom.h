// Range of motion against what is normal for the joint and motion, and against the other side. Pure.
#pragma once

#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/clinical/scoring/catalogue.h"
#include "tendon/clinical/v1/patient.pb.h"
#include "tendon/clinical/v1/treatment.pb.h"

namespace tendon::clinical::scoring {

// What is known of the patient and the movement.
struct RomQuery {
  absl::string_view joint, motion;  // "knee", "flexion"
  v1::MotionMode mode = v1::MOTION_MODE_UNSPECIFIED;
  v1::AdministrativeGender gender = v1::ADMINISTRATIVE_GENDER_UNSPECIFIED;
  std::optional<int> age_years = std::nullopt;
};

// The norm that fits best: of the same mode (active where it is not said) before the other; of the patient's sex and
// age before one for everybody; the first of the table among equals. A norm for a sex or age that is not known to be
// the patient's is never used. Null where there is none.
const RomNorm* FindNorm(const std::vector<RomNorm>& norms, const RomQuery& query);

// The norm with the reading held against it: percent, deficit, and the band of the percentage.
outcomes::v1::MotionNorm CompareToNorm(const RomNorm& norm, const Measure& rom, double measured_deg);

}  // namespace tendon::clinical::scoring
