#include "services/referral/directory/technique_goals.h"

#include <cstdint>

namespace tendon::referral {
namespace {

constexpr uint32_t Bit(clinical::v1::TreatmentGoal goal) { return uint32_t{1} << static_cast<uint32_t>(goal); }

constexpr uint32_t kPainRelief = Bit(clinical::v1::TREATMENT_GOAL_PAIN_RELIEF);
constexpr uint32_t kCirculation = Bit(clinical::v1::TREATMENT_GOAL_CIRCULATION);
constexpr uint32_t kInflammationEdema = Bit(clinical::v1::TREATMENT_GOAL_INFLAMMATION_EDEMA);
constexpr uint32_t kRangeOfMotion = Bit(clinical::v1::TREATMENT_GOAL_RANGE_OF_MOTION);
constexpr uint32_t kStressReduction = Bit(clinical::v1::TREATMENT_GOAL_STRESS_REDUCTION);
constexpr uint32_t kFunction = Bit(clinical::v1::TREATMENT_GOAL_FUNCTION);
constexpr uint32_t kStrength = Bit(clinical::v1::TREATMENT_GOAL_STRENGTH);
constexpr uint32_t kScarTissueMobility = Bit(clinical::v1::TREATMENT_GOAL_SCAR_TISSUE_MOBILITY);

struct Row {
  const char* technique;
  uint32_t goals;
};

constexpr Row kRows[] = {
    {"ACUPUNCTURE", kPainRelief | kStressReduction},
    {"AQUATIC", kPainRelief | kRangeOfMotion | kFunction | kStrength},
    {"CHAIR_MASSAGE", kStressReduction | kPainRelief},
    {"CRANIOSACRAL", kStressReduction | kPainRelief},
    {"CROSS_FRICTION", kPainRelief | kScarTissueMobility},
    {"CRYOTHERAPY", kPainRelief | kInflammationEdema},
    {"CUPPING_DRY", kPainRelief | kRangeOfMotion},
    {"DEEP_TISSUE", kPainRelief | kRangeOfMotion | kScarTissueMobility},
    {"DRY_NEEDLING", kPainRelief | kRangeOfMotion},
    {"EFFLEURAGE", kPainRelief | kCirculation | kStressReduction},
    {"GAIT", kFunction},
    {"HOT_PACK", kPainRelief | kRangeOfMotion},
    {"HOT_STONE", kPainRelief | kStressReduction},
    {"IASTM", kPainRelief | kRangeOfMotion | kScarTissueMobility},
    {"JOINT_MOB_1", kPainRelief},
    {"JOINT_MOB_2", kPainRelief},
    {"JOINT_MOB_3", kRangeOfMotion | kPainRelief},
    {"JOINT_MOB_4", kRangeOfMotion},
    {"KINESIO_TAPE", kPainRelief | kRangeOfMotion},
    {"LLLT", kPainRelief},
    {"LYMPH_LIGHT", kInflammationEdema | kStressReduction},
    {"MANIPULATION", kPainRelief | kRangeOfMotion | kFunction},
    {"MLD", kInflammationEdema | kPainRelief | kStressReduction},
    {"MYOFASCIAL_RELEASE", kPainRelief | kRangeOfMotion | kInflammationEdema | kScarTissueMobility},
    {"NECK_MASSAGE_60", kPainRelief | kRangeOfMotion | kFunction},
    {"NMES", kStrength | kFunction},
    {"NMR", kFunction | kStrength},
    {"ONCOLOGY_MASSAGE", kPainRelief | kStressReduction},
    {"PASSIVE_STRETCH", kRangeOfMotion | kPainRelief},
    {"PERCUSSION_DEVICE", kPainRelief | kRangeOfMotion},
    {"PETRISSAGE", kPainRelief | kCirculation | kRangeOfMotion | kStressReduction},
    {"PNF_STRETCH", kRangeOfMotion | kFunction},
    {"PRENATAL_MASSAGE", kPainRelief | kStressReduction},
    {"REFLEXOLOGY", kStressReduction | kPainRelief},
    {"RELAXATION_MASSAGE", kPainRelief | kStressReduction | kCirculation},
    {"SCAR_MASSAGE", kScarTissueMobility | kRangeOfMotion | kPainRelief},
    {"SELF_CARE", kFunction | kPainRelief | kStressReduction},
    {"SHIATSU_TUINA", kPainRelief | kRangeOfMotion | kStressReduction},
    {"SPORTS_MASSAGE", kRangeOfMotion | kCirculation | kFunction},
    {"STM_MANUAL", kPainRelief | kRangeOfMotion | kScarTissueMobility},
    {"STRUCTURAL_MASSAGE", kPainRelief | kRangeOfMotion | kFunction},
    {"TAPOTEMENT", kCirculation | kStressReduction},
    {"TENS", kPainRelief},
    {"THER_ACT", kFunction | kStrength},
    {"THER_EX", kFunction | kStrength | kRangeOfMotion | kPainRelief},
    {"TRACTION_MANUAL", kPainRelief | kRangeOfMotion},
    {"TRACTION_MECH", kPainRelief},
    {"TRIGGER_INJECTION", kPainRelief},
    {"TRIGGER_POINT", kPainRelief | kRangeOfMotion},
    {"ULTRASOUND", kPainRelief},
    {"VIBRATION_MANUAL", kPainRelief | kStressReduction},
};

}  // namespace

std::vector<std::string> TechniquesServing(clinical::v1::TreatmentGoal goal) {
  std::vector<std::string> techniques;
  if (goal == clinical::v1::TREATMENT_GOAL_UNSPECIFIED) return techniques;
  for (const Row& row : kRows) {
    if ((row.goals & Bit(goal)) != 0) techniques.emplace_back(row.technique);
  }
  return techniques;
}

}  // namespace tendon::referral
