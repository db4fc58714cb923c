#include "services/clinical/screening/adapted.h"

#include <algorithm>
#include <array>
#include <optional>

#include "absl/strings/match.h"

namespace tendon::clinical::screening {
namespace {

constexpr size_t kScarTissueMobility = 8;  // the bit of GoalSet

struct Adapted {
  absl::string_view technique_class;
  std::array<absl::string_view, 5> prefixes;  // ICD-10-CM without dots
  std::optional<FindingCode> finding;
  std::optional<size_t> goal;  // fits whoever asks for it
};

constexpr std::array<Adapted, 3> kAdapted = {{
    {"PREGNANCY_ADAPTED", {"O", "Z33", "Z34", "Z3A", "Z36"}, FindingCode::kGestation, std::nullopt},
    {"ONCOLOGY_ADAPTED", {"C", "D0", "Z85", "Z510", "Z511"}, std::nullopt, std::nullopt},
    {"SCAR", {"L905", "L91", "T2", "Z48", "Z98"}, std::nullopt, kScarTissueMobility},
}};

struct Placed {
  absl::string_view technique;
  absl::string_view region;
};

// What the catalogue's names say.
constexpr std::array<Placed, 2> kPlaced = {{{"NECK_MASSAGE_60", "neck"}, {"REFLEXOLOGY", "foot"}}};

bool IsIn(const Adapted& adapted, const PatientState& state) {
  if (adapted.finding) {
    const auto& readings = state.readings[static_cast<size_t>(*adapted.finding)];
    const auto told = [](const Reading& reading) { return reading.status == Truth::kTrue; };
    if (std::any_of(readings.begin(), readings.end(), told)) return true;
  }
  return std::any_of(state.diagnoses.begin(), state.diagnoses.end(), [&](const Diagnosis& diagnosis) {
    return std::any_of(adapted.prefixes.begin(), adapted.prefixes.end(),
                       [&](absl::string_view prefix) { return absl::StartsWith(diagnosis.code, prefix); });
  });
}

}  // namespace

bool FitsState(const Technique& technique, const PatientState& state, const GoalSet& goals) {
  return std::all_of(kAdapted.begin(), kAdapted.end(), [&](const Adapted& adapted) {
    const auto& classes = technique.classes;
    const bool is_adapted = std::find(classes.begin(), classes.end(), adapted.technique_class) != classes.end();
    return !is_adapted || (adapted.goal && goals.test(*adapted.goal)) || IsIn(adapted, state);
  });
}

bool FitsPlace(const Technique& technique, const Regions& regions, const Site& target) {
  if (target.region == kAnyRegion) return true;
  return std::all_of(kPlaced.begin(), kPlaced.end(), [&](const Placed& placed) {
    const auto region = regions.Find(placed.region);
    return technique.id != placed.technique || !region || regions.Overlapping(*region).test(target.region);
  });
}

}  // namespace tendon::clinical::screening
