#include "services/clinical/screening/adapted.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace tendon::clinical::screening {
namespace {

struct Adapted {
  std::string_view technique_class;
  std::array<std::string_view, 5> prefixes;  // ICD-10-CM without dots
  std::optional<FindingCode> finding;
};

constexpr std::array<Adapted, 2> kAdapted = {{
    {"PREGNANCY_ADAPTED", {"O", "Z33", "Z34", "Z3A", "Z36"}, FindingCode::kGestation},
    {"ONCOLOGY_ADAPTED", {"C", "D0", "Z85", "Z510", "Z511"}, std::nullopt},
}};

bool IsIn(const Adapted& adapted, const PatientState& state) {
  const auto& readings = state.readings;
  if (adapted.finding && !readings[static_cast<size_t>(*adapted.finding)].empty()) return true;
  return std::any_of(state.diagnoses.begin(), state.diagnoses.end(), [&](const Diagnosis& diagnosis) {
    return std::any_of(adapted.prefixes.begin(), adapted.prefixes.end(),
                       [&](std::string_view prefix) { return diagnosis.code.starts_with(prefix); });
  });
}

}  // namespace

bool FitsState(const Technique& technique, const PatientState& state) {
  return std::all_of(kAdapted.begin(), kAdapted.end(), [&](const Adapted& adapted) {
    const auto& classes = technique.classes;
    const bool is_adapted = std::find(classes.begin(), classes.end(), adapted.technique_class) != classes.end();
    return !is_adapted || IsIn(adapted, state);
  });
}

}  // namespace tendon::clinical::screening
