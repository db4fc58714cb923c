// The findings that rules ask for: their codes, the parts of their values with UCUM units, and what "present" means.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/clinical/screening/regions.h"
#include "services/clinical/screening/truth.h"

namespace tendon::clinical::screening {

enum class FindingCode : uint8_t {
  kAge,
  kBp,
  kHb,
  kPlatelets,
  kAnc,
  kTemp,
  kGestation,
  kIcd7th,
  kFlare,
  kSensationAbsent,
  kRoute,
  kInjectionSite,
  kAcuteInjury,
  kConsent,
  kRegion,
  kRfSaddle,
  kRfBladderBowel,
  kRfProgNeuro,
  kRfUmn,
  kRfWeightLoss,
  kRfNightPain,
  kRfCancerHx,
  kRfTrauma,
  kRfFragility,
  kRfSpinalInfection,
  kRfDvt,
  kRfChest,
  kRfCad,
  kRfAaa,
  kRfHotJoint,
  kRfFast,
  kRfPostTxNeuro,
  kRfSafety,
  kRfGca,
  kRfAge,
  kCount,
};
inline constexpr size_t kFindingCount = static_cast<size_t>(FindingCode::kCount);
using FindingSet = std::bitset<kFindingCount>;

// One part of a value: what it is and the UCUM unit that predicates compare in.
struct FindingPart {
  absl::string_view name;
  absl::string_view unit;
};

struct FindingFacts {
  FindingCode code;
  absl::string_view id;  // "BP"
  absl::string_view present_means;
  std::array<FindingPart, 2> parts;  // those that the code has, in the order of Finding.values
};

// Every code, in the order of the enum.
const std::array<FindingFacts, kFindingCount>& AllFindings();
inline const FindingFacts& FactsOf(FindingCode code) { return AllFindings()[static_cast<size_t>(code)]; }
std::optional<FindingCode> ParseFindingCode(absl::string_view id);

// `value` of `unit` in the UCUM unit `canonical`, rounded to nine decimals; empty when it cannot be converted or is not
// a finite number.
std::optional<double> Convert(double value, absl::string_view unit, absl::string_view canonical);
// The units that Convert takes for `canonical`, for messages: "Cel, [degF], K".
std::string UnitsFor(absl::string_view canonical);

// One finding as a predicate sees it.
struct Reading {
  // Present, absent, or not known.
  Truth status = Truth::kUnknown;
  // The parts that are known, in the units of FindingFacts.
  std::array<std::optional<double>, 2> parts;
  // Hours since it was made; 0 when that is not known.
  double hours_ago = 0;
  std::vector<Site> sites;
};

}  // namespace tendon::clinical::screening
