#include "services/clinical/scoring/units.h"

#include <algorithm>
#include <iterator>
#include <numbers>

#include "absl/strings/str_cat.h"

namespace tendon::clinical::scoring {
namespace {

enum class Dimension { kLength, kVolume, kTime, kAngle, kPressure, kFrequency, kFraction, kMass };

// One unit is so many of the first of its dimension. UCUM 2.1, tables 3 to 6.
struct Unit {
  absl::string_view code;
  Dimension dimension;
  double factor;
};

constexpr Unit kUnits[] = {
    {"mm", Dimension::kLength, 1},
    {"cm", Dimension::kLength, 10},
    {"m", Dimension::kLength, 1000},
    {"[in_i]", Dimension::kLength, 25.4},
    {"[ft_i]", Dimension::kLength, 304.8},
    {"mL", Dimension::kVolume, 1},
    {"ml", Dimension::kVolume, 1},
    {"cL", Dimension::kVolume, 10},
    {"dL", Dimension::kVolume, 100},
    {"L", Dimension::kVolume, 1000},
    {"l", Dimension::kVolume, 1000},
    {"cm3", Dimension::kVolume, 1},
    {"dm3", Dimension::kVolume, 1000},
    {"s", Dimension::kTime, 1},
    {"min", Dimension::kTime, 60},
    {"h", Dimension::kTime, 3600},
    {"d", Dimension::kTime, 86400},
    {"wk", Dimension::kTime, 604800},
    {"deg", Dimension::kAngle, 1},
    {"rad", Dimension::kAngle, 180 / std::numbers::pi},
    {"'", Dimension::kAngle, 1.0 / 60},
    {"mm[Hg]", Dimension::kPressure, 1},
    {"kPa", Dimension::kPressure, 1 / 0.133322},
    {"Pa", Dimension::kPressure, 1 / 133.322},
    {"/min", Dimension::kFrequency, 1},
    {"1/min", Dimension::kFrequency, 1},
    {"{beats}/min", Dimension::kFrequency, 1},
    {"/s", Dimension::kFrequency, 60},
    {"Hz", Dimension::kFrequency, 60},
    {"%", Dimension::kFraction, 1},
    {"1", Dimension::kFraction, 100},
    {"g", Dimension::kMass, 1},
    {"kg", Dimension::kMass, 1000},
};

const Unit* Find(absl::string_view code) {
  const auto* found = std::find_if(std::begin(kUnits), std::end(kUnits), [&](const Unit& u) { return u.code == code; });
  return found == std::end(kUnits) ? nullptr : found;
}

bool IsAnnotation(absl::string_view unit) {
  return unit == "1" || (unit.size() >= 2 && unit.front() == '{' && unit.find('}') == unit.size() - 1);
}

}  // namespace

std::optional<double> Convert(double amount, absl::string_view from, absl::string_view to) {
  if (from == to || (IsAnnotation(from) && IsAnnotation(to))) return amount;
  const Unit *source = Find(from), *target = Find(to);
  if (source == nullptr || target == nullptr || source->dimension != target->dimension) return std::nullopt;
  return amount * source->factor / target->factor;
}

std::string UnitsLike(absl::string_view unit) {
  std::string list;
  const Unit* same = Find(unit);
  for (const Unit& other : kUnits) {
    if (same == nullptr || other.dimension != same->dimension || other.code == unit) continue;
    absl::StrAppend(&list, list.empty() ? "" : ", ", std::string(other.code));
  }
  return list;
}

}  // namespace tendon::clinical::scoring
