#include "services/clinical/scoring/rom.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "services/clinical/scoring/bands.h"

namespace tendon::clinical::scoring {
namespace {

// "Internal-Rotation" is "internal_rotation".
std::string Normalized(absl::string_view motion) {
  return absl::StrReplaceAll(absl::AsciiStrToLower(motion), {{"-", "_"}, {" ", "_"}});
}

bool FitsSex(const RomNorm& norm, const RomQuery& query) {
  if (norm.sex == "ANY") return true;
  return (norm.sex == "F" && query.gender == v1::ADMINISTRATIVE_GENDER_FEMALE) ||
         (norm.sex == "M" && query.gender == v1::ADMINISTRATIVE_GENDER_MALE);
}

// Ages are whole years: 44 lasts until the 45th birthday.
bool FitsAge(const RomNorm& norm, const RomQuery& query) {
  if (!norm.age_min && !norm.age_max) return true;
  if (!query.age_years) return false;
  return (!norm.age_min || *query.age_years >= *norm.age_min) && (!norm.age_max || *query.age_years <= *norm.age_max);
}

int Fit(const RomNorm& norm, const RomQuery& query) {
  const bool same_mode = norm.passive == (query.mode == v1::MOTION_MODE_PASSIVE);
  return (same_mode ? 4 : 0) + (norm.sex != "ANY" ? 2 : 0) + (norm.age_min || norm.age_max ? 1 : 0);
}

}  // namespace

const RomNorm* FindNorm(const std::vector<RomNorm>& norms, const RomQuery& query) {
  const RomNorm* best = nullptr;
  const std::string motion = Normalized(query.motion);
  for (const RomNorm& norm : norms) {
    const bool fits =
        norm.joint == query.joint && norm.motion == motion && FitsSex(norm, query) && FitsAge(norm, query);
    if (fits && (best == nullptr || Fit(norm, query) > Fit(*best, query))) best = &norm;
  }
  return best;
}

outcomes::v1::MotionNorm CompareToNorm(const RomNorm& norm, const Measure& rom, double measured_deg) {
  outcomes::v1::MotionNorm result;
  result.set_degrees(norm.degrees);
  result.set_source(norm.source);
  result.set_note(norm.note);
  result.set_source_type(norm.source_type);
  result.set_confidence(norm.confidence);
  if (norm.mdc) result.set_minimal_detectable_change(*norm.mdc);
  result.set_deficit(norm.degrees - measured_deg);
  if (norm.degrees <= 0) return result;
  result.set_percent_of_norm(100 * measured_deg / norm.degrees);
  // The bands of range of motion are of this percentage.
  const std::vector<Band> bands = ParseBands(absl::StrReplaceAll(rom.bands_text, {{"%", ""}}));
  result.set_limitation(BandOf(bands, result.percent_of_norm()));
  return result;
}

}  // namespace tendon::clinical::scoring
