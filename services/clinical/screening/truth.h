// Three-valued logic (Kleene): what is not known stays not known unless the known parts decide.
#pragma once

#include <algorithm>
#include <cstdint>

namespace tendon::clinical::screening {

enum class Truth : uint8_t { kFalse, kUnknown, kTrue };

constexpr Truth ToTruth(bool value) { return value ? Truth::kTrue : Truth::kFalse; }
constexpr Truth And(Truth a, Truth b) { return std::min(a, b); }
constexpr Truth Or(Truth a, Truth b) { return std::max(a, b); }

}  // namespace tendon::clinical::screening
