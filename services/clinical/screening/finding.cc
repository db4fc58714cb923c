#include "services/clinical/screening/finding.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace tendon::clinical::screening {
namespace {

constexpr FindingPart kNone = {"", ""};

constexpr std::array<FindingFacts, kFindingCount> kFindings = {{
    {FindingCode::kAge, "AGE", "age of 60 years or more", {{{"age", "a"}, kNone}}},
    {FindingCode::kBp, "BP", "needs values", {{{"systolic", "mm[Hg]"}, {"diastolic", "mm[Hg]"}}}},
    {FindingCode::kHb, "HB", "haemoglobin below 8 g/dL", {{{"haemoglobin", "g/dL"}, kNone}}},
    {FindingCode::kPlatelets, "PLATELETS", "needs a value", {{{"platelets", "10*9/L"}, kNone}}},
    {FindingCode::kAnc, "ANC", "neutrophils below 1.0 x 10^9/L", {{{"absolute neutrophil count", "10*9/L"}, kNone}}},
    {FindingCode::kTemp, "TEMP", "fever, 38.0 Cel or more", {{{"temperature", "Cel"}, kNone}}},
    {FindingCode::kGestation, "GESTATION", "first trimester, before week 13", {{{"gestation", "wk"}, kNone}}},
    {FindingCode::kIcd7th, "ICD_7TH", "read from the diagnosis code itself", {{kNone, kNone}}},
    {FindingCode::kFlare, "FLARE", "the joint is warm or swollen now, or CRP is raised", {{kNone, kNone}}},
    {FindingCode::kSensationAbsent,
     "SENSATION_ABSENT",
     "10-g monofilament not felt, or sharp and dull not told apart",
     {{kNone, kNone}}},
    {FindingCode::kRoute, "ROUTE", "the medication is given through the skin", {{kNone, kNone}}},
    {FindingCode::kInjectionSite,
     "INJECTION_SITE",
     "injected in the last 24 hours (steroid or PRP: 7 days)",
     {{{"time since the injection", "h"}, {"1 for steroid or PRP, 0 for another", "1"}}}},
    {FindingCode::kAcuteInjury, "ACUTE_INJURY", "injured in the last 72 hours", {{{"age of the injury", "h"}, kNone}}},
    {FindingCode::kConsent, "CONSENT", "the patient REFUSES the treatment", {{kNone, kNone}}},
    {FindingCode::kRegion, "REGION", "read from the target itself", {{kNone, kNone}}},
    {FindingCode::kRfSaddle, "RF_SADDLE", "saddle anaesthesia reported", {{kNone, kNone}}},
    {FindingCode::kRfBladderBowel,
     "RF_BLADDER_BOWEL",
     "new retention, overflow or incontinence, less than 14 days",
     {{{"time since it began", "d"}, kNone}}},
    {FindingCode::kRfProgNeuro,
     "RF_PROG_NEURO",
     "bilateral leg pain or weakness, or a motor deficit that grows",
     {{{"drop of motor grade", "{grade}"}, {"1 for both sides, 0 for one", "1"}}}},
    {FindingCode::kRfUmn, "RF_UMN", "upper motor neurone signs", {{kNone, kNone}}},
    {FindingCode::kRfWeightLoss,
     "RF_WEIGHT_LOSS",
     "unexplained: more than 5 % in 6 months or 4.5 kg in a month",
     {{{"loss in 6 months", "%"}, {"loss in a month", "kg"}}}},
    {FindingCode::kRfNightPain, "RF_NIGHT_PAIN", "pain that no position relieves", {{kNone, kNone}}},
    {FindingCode::kRfCancerHx, "RF_CANCER_HX", "new or worsening bone or spine pain", {{kNone, kNone}}},
    {FindingCode::kRfTrauma,
     "RF_TRAUMA",
     "fall from height or crash less than 6 weeks ago, not imaged",
     {{{"time since the trauma", "d"}, kNone}}},
    {FindingCode::kRfFragility,
     "RF_FRAGILITY",
     "minor trauma, with osteoporosis, steroids or age of 70 or more",
     {{kNone, kNone}}},
    {FindingCode::kRfSpinalInfection,
     "RF_SPINAL_INFECTION",
     "fever, infection or a risk for one, with spinal pain",
     {{kNone, kNone}}},
    {FindingCode::kRfDvt,
     "RF_DVT",
     "Wells score of 2 or more, or calf more than 3 cm thicker than the other",
     {{{"Wells score", "{score}"}, {"difference of the calves", "cm"}}}},
    {FindingCode::kRfChest, "RF_CHEST", "sudden dyspnoea or chest pain, now or since the last visit", {{kNone, kNone}}},
    {FindingCode::kRfCad,
     "RF_CAD",
     "any of the 5 Ds and 3 Ns with neck pain, or a new worst headache",
     {{kNone, kNone}}},
    {FindingCode::kRfAaa, "RF_AAA", "pulsatile abdominal mass with back pain", {{kNone, kNone}}},
    {FindingCode::kRfHotJoint, "RF_HOT_JOINT", "hot swollen joint with fever", {{kNone, kNone}}},
    {FindingCode::kRfFast, "RF_FAST", "facial droop, arm weakness or speech change", {{kNone, kNone}}},
    {FindingCode::kRfPostTxNeuro,
     "RF_POST_TX_NEURO",
     "neurological change less than 72 hours after a session",
     {{{"time from the session to the onset", "h"}, kNone}}},
    {FindingCode::kRfSafety, "RF_SAFETY", "suicidal ideation or abuse disclosed", {{kNone, kNone}}},
    {FindingCode::kRfGca, "RF_GCA", "new severe headache with temporal tenderness at age 50 or more", {{kNone, kNone}}},
    {FindingCode::kRfAge, "RF_AGE", "first onset of back pain without a mechanical cause", {{kNone, kNone}}},
}};

struct UnitRow {
  absl::string_view canonical;
  absl::string_view unit;
  double factor;
  double offset;  // added after the factor
};

// UCUM (ucum.org), case-sensitive codes.
constexpr UnitRow kUnits[] = {
    {"mm[Hg]", "mm[Hg]", 1, 0},
    {"mm[Hg]", "kPa", 7.500616827041698, 0},
    {"Cel", "Cel", 1, 0},
    {"Cel", "[degF]", 5.0 / 9, -160.0 / 9},
    {"Cel", "K", 1, -273.15},
    {"g/dL", "g/dL", 1, 0},
    {"g/dL", "g/L", 0.1, 0},
    {"g/dL", "mmol/L", 1.6114, 0},
    {"10*9/L", "10*9/L", 1, 0},
    {"10*9/L", "10*3/uL", 1, 0},
    {"10*9/L", "10*3/mm3", 1, 0},
    {"10*9/L", "/uL", 1e-3, 0},
    {"10*9/L", "/mm3", 1e-3, 0},
    {"10*9/L", "/L", 1e-9, 0},
    {"wk", "wk", 1, 0},
    {"wk", "d", 1.0 / 7, 0},
    {"h", "h", 1, 0},
    {"h", "min", 1.0 / 60, 0},
    {"h", "d", 24, 0},
    {"h", "wk", 168, 0},
    {"d", "d", 1, 0},
    {"d", "h", 1.0 / 24, 0},
    {"d", "wk", 7, 0},
    {"a", "a", 1, 0},
    {"a", "mo", 1.0 / 12, 0},
    {"%", "%", 1, 0},
    {"kg", "kg", 1, 0},
    {"kg", "g", 1e-3, 0},
    {"kg", "[lb_av]", 0.45359237, 0},
    {"cm", "cm", 1, 0},
    {"cm", "mm", 0.1, 0},
    {"cm", "[in_i]", 2.54, 0},
    {"{score}", "{score}", 1, 0},
    {"{score}", "1", 1, 0},
    {"{grade}", "{grade}", 1, 0},
    {"{grade}", "1", 1, 0},
    {"1", "1", 1, 0},
};

// UCUM writes the litre with either letter: g/dL is g/dl.
bool IsSameUnit(absl::string_view ours, absl::string_view given) {
  if (ours == given) return true;
  return absl::ConsumeSuffix(&ours, "L") && absl::ConsumeSuffix(&given, "l") && ours == given;
}

}  // namespace

const std::array<FindingFacts, kFindingCount>& AllFindings() { return kFindings; }

std::optional<FindingCode> ParseFindingCode(absl::string_view id) {
  for (const FindingFacts& facts : kFindings) {
    if (facts.id == id) return facts.code;
  }
  return std::nullopt;
}

std::optional<double> Convert(double value, absl::string_view unit, absl::string_view canonical) {
  if (!std::isfinite(value)) return std::nullopt;
  for (const UnitRow& row : kUnits) {
    // So that 100.4 [degF] is 38 Cel and not a little less.
    if (row.canonical == canonical && IsSameUnit(row.unit, unit))
      return std::round((value * row.factor + row.offset) * 1e9) / 1e9;
  }
  return std::nullopt;
}

std::string UnitsFor(absl::string_view canonical) {
  std::string units;
  for (const UnitRow& row : kUnits) {
    if (row.canonical == canonical) absl::StrAppend(&units, units.empty() ? "" : ", ", row.unit);
  }
  return units;
}

}  // namespace tendon::clinical::screening
