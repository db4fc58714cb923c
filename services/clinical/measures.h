// The catalogue of measures, as far as an episode's summary needs it: unit, range and direction. Scoring comes with the
// outcomes issue; the facts are those of the reviewed table of measures (score_min, score_max, direction, ucum).
#pragma once

#include <array>
#include <string_view>

#include "tendon/outcomes/v1/outcomes.pb.h"

namespace tendon::clinical {

struct MeasureFacts {
  std::string_view id;
  std::string_view unit;  // UCUM
  double minimum;         // of a score, in the unit
  double maximum;
  outcomes::v1::Direction direction;
  bool true_zero;  // percentages of change mean something
};

inline constexpr std::array<MeasureFacts, 44> kMeasures = {{
    {"NPRS", "{score}", 0, 10, outcomes::v1::DIRECTION_LOWER_BETTER, true},
    {"VAS_PAIN", "mm", 0, 100, outcomes::v1::DIRECTION_LOWER_BETTER, true},
    {"PEG", "{score}", 0, 10, outcomes::v1::DIRECTION_LOWER_BETTER, true},
    {"PROMIS_PI_4A", "{Tscore}", 41.6, 75.6, outcomes::v1::DIRECTION_LOWER_BETTER, false},
    {"PROMIS_PI_6A", "{Tscore}", 41.1, 76.3, outcomes::v1::DIRECTION_LOWER_BETTER, false},
    {"PROMIS_PI_6B", "{Tscore}", 41, 78.3, outcomes::v1::DIRECTION_LOWER_BETTER, false},
    {"PROMIS_PI_8A", "{Tscore}", 40.7, 77, outcomes::v1::DIRECTION_LOWER_BETTER, false},
    {"PROMIS_PAININT_3A_V1", "{Tscore}", 30.7, 71.9, outcomes::v1::DIRECTION_LOWER_BETTER, false},
    {"PROMIS_PAININT_3A_V2", "{Tscore}", 36.3, 81.8, outcomes::v1::DIRECTION_LOWER_BETTER, false},
    {"PROMIS_PF_4A_V1", "{Tscore}", 22.9, 56.9, outcomes::v1::DIRECTION_HIGHER_BETTER, false},
    {"PROMIS_PF_4A_V2", "{Tscore}", 22.5, 57, outcomes::v1::DIRECTION_HIGHER_BETTER, false},
    {"PROMIS_PF_6B_V1", "{Tscore}", 21.5, 58.7, outcomes::v1::DIRECTION_HIGHER_BETTER, false},
    {"PROMIS_PF_8B_V1", "{Tscore}", 20.8, 59.7, outcomes::v1::DIRECTION_HIGHER_BETTER, false},
    {"PROMIS_PF_10A_V1", "{Tscore}", 14.1, 61.7, outcomes::v1::DIRECTION_HIGHER_BETTER, false},
    {"PROMIS_ANX_4A", "{Tscore}", 40.3, 81.6, outcomes::v1::DIRECTION_LOWER_BETTER, false},
    {"PROMIS_DEP_4A", "{Tscore}", 41, 79.4, outcomes::v1::DIRECTION_LOWER_BETTER, false},
    {"PROMIS_FAT_4A", "{Tscore}", 33.7, 75.8, outcomes::v1::DIRECTION_LOWER_BETTER, false},
    {"PROMIS_SLEEP_4A", "{Tscore}", 32, 73.3, outcomes::v1::DIRECTION_LOWER_BETTER, false},
    {"PROMIS_SOCIAL_4A", "{Tscore}", 27.5, 64.2, outcomes::v1::DIRECTION_HIGHER_BETTER, false},
    {"PROMIS29_PAIN_ITEM", "{score}", 0, 10, outcomes::v1::DIRECTION_LOWER_BETTER, true},
    {"ISS_NIH", "{score}", 8, 50, outcomes::v1::DIRECTION_LOWER_BETTER, true},
    {"ODI", "%", 0, 100, outcomes::v1::DIRECTION_LOWER_BETTER, true},
    {"RMDQ", "{score}", 0, 24, outcomes::v1::DIRECTION_LOWER_BETTER, true},
    {"NDI", "%", 0, 100, outcomes::v1::DIRECTION_LOWER_BETTER, true},
    {"QUICKDASH", "{score}", 0, 100, outcomes::v1::DIRECTION_LOWER_BETTER, true},
    {"LEFS", "{score}", 0, 80, outcomes::v1::DIRECTION_HIGHER_BETTER, true},
    {"PSFS", "{score}", 0, 10, outcomes::v1::DIRECTION_HIGHER_BETTER, true},
    {"FABQ_PA", "{score}", 0, 24, outcomes::v1::DIRECTION_LOWER_BETTER, true},
    {"FABQ_W", "{score}", 0, 42, outcomes::v1::DIRECTION_LOWER_BETTER, true},
    {"TSK11", "{score}", 11, 44, outcomes::v1::DIRECTION_LOWER_BETTER, true},
    {"PSS10", "{score}", 0, 40, outcomes::v1::DIRECTION_LOWER_BETTER, true},
    {"PSS4", "{score}", 0, 16, outcomes::v1::DIRECTION_LOWER_BETTER, true},
    {"PCS", "{score}", 0, 52, outcomes::v1::DIRECTION_LOWER_BETTER, true},
    {"START_BACK", "{score}", 0, 9, outcomes::v1::DIRECTION_LOWER_BETTER, true},
    {"GROC", "{score}", -7, 7, outcomes::v1::DIRECTION_HIGHER_BETTER, true},
    {"PGIC", "{score}", 1, 7, outcomes::v1::DIRECTION_LOWER_BETTER, true},
    {"SATISFACTION", "{score}", 0, 10, outcomes::v1::DIRECTION_HIGHER_BETTER, true},
    {"SESSION_MINUTES", "min", 0, 240, outcomes::v1::DIRECTION_UNSPECIFIED, true},
    {"ROM_DEG", "deg", -30, 200, outcomes::v1::DIRECTION_HIGHER_BETTER, true},
    {"LIMB_VOLUME", "mL", 0, 20000, outcomes::v1::DIRECTION_LOWER_BETTER, true},
    {"CIRCUMFERENCE", "cm", 1, 150, outcomes::v1::DIRECTION_LOWER_BETTER, true},
    {"HR", "/min", 20, 250, outcomes::v1::DIRECTION_UNSPECIFIED, true},
    {"BP", "mm[Hg]", 20, 300, outcomes::v1::DIRECTION_UNSPECIFIED, true},
    {"AE", "{grade}", 0, 5, outcomes::v1::DIRECTION_LOWER_BETTER, true},
}};

// Null for a measure that is not in the catalogue.
constexpr const MeasureFacts* FindMeasure(std::string_view id) {
  for (const MeasureFacts& facts : kMeasures) {
    if (facts.id == id) return &facts;
  }
  return nullptr;
}

}  // namespace tendon::clinical
