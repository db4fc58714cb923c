#include "services/clinical/screening/predicates.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace tendon::clinical::screening {
namespace {

// Of the part that a reading holds; not known when it is missing.
template <class Test>
Truth Of(const std::optional<double>& value, Test test) {
  return value.has_value() ? ToTruth(test(*value)) : Truth::kUnknown;
}
Truth Below(const std::optional<double>& value, double limit) {
  return Of(value, [limit](double v) { return v < limit; });
}
Truth Above(const std::optional<double>& value, double limit) {
  return Of(value, [limit](double v) { return v > limit; });
}
Truth AtLeast(const std::optional<double>& value, double limit) {
  return Of(value, [limit](double v) { return v >= limit; });
}
Truth From(const std::optional<double>& value, double low, double below) {
  return Of(value, [=](double v) { return v >= low && v < below; });
}

bool HasValue(const Reading& reading) { return reading.parts[0].has_value() || reading.parts[1].has_value(); }

// What is said to be absent is, unless its value says that it is not.
Truth Denied(const Reading& reading, Truth of_value) {
  return HasValue(reading) && of_value == Truth::kTrue ? Truth::kTrue : Truth::kFalse;
}
// Without a value the status speaks: "fever" is fever, whatever the thermometer said.
Truth ByValue(const Reading& reading, Truth of_value) {
  if (reading.status == Truth::kFalse) return Denied(reading, of_value);
  return HasValue(reading) ? of_value : reading.status;
}
// Where one code serves several thresholds, "present" alone tells nothing.
Truth ByValueOnly(const Reading& reading, Truth of_value) {
  if (reading.status == Truth::kFalse) return Denied(reading, of_value);
  return HasValue(reading) ? of_value : Truth::kUnknown;
}

Truth Reported(const Reading& reading, const Person&) { return reading.status; }

Truth HypertensiveCrisis(const Reading& bp, const Person&) {
  return ByValueOnly(bp, Or(AtLeast(bp.parts[0], 180), AtLeast(bp.parts[1], 120)));
}
Truth UncontrolledPressure(const Reading& bp, const Person&) {
  return ByValueOnly(bp, Or(From(bp.parts[0], 160, 180), From(bp.parts[1], 100, 120)));
}
Truth LowPressure(const Reading& bp, const Person&) {
  // The diastolic pressure alone does not tell.
  return ByValueOnly(bp, Below(bp.parts[0], 90));
}
Truth SevereThrombocytopenia(const Reading& platelets, const Person&) {
  return ByValueOnly(platelets, Below(platelets.parts[0], 20));
}
Truth ModerateThrombocytopenia(const Reading& platelets, const Person&) {
  return ByValueOnly(platelets, From(platelets.parts[0], 20, 50));
}
Truth SevereAnaemia(const Reading& hb, const Person&) { return ByValue(hb, Below(hb.parts[0], 8)); }
Truth MarkedNeutropenia(const Reading& anc, const Person&) { return ByValue(anc, Below(anc.parts[0], 1.0)); }
Truth Fever(const Reading& temperature, const Person&) {
  return ByValue(temperature, AtLeast(temperature.parts[0], 38.0));
}
Truth FirstTrimester(const Reading& gestation, const Person&) {
  return ByValue(gestation, Below(gestation.parts[0], 13));
}

Truth OlderThan(const Person& person, int years) {  // years or more
  if (person.least_age.has_value() && *person.least_age >= years) return Truth::kTrue;
  if (person.most_age.has_value() && *person.most_age < years) return Truth::kFalse;
  return Truth::kUnknown;
}
Truth SixtyOrMore(const Reading& age, const Person& person) {
  const Truth by_birth_date = OlderThan(person, 60);
  return by_birth_date != Truth::kUnknown ? by_birth_date : ByValue(age, AtLeast(age.parts[0], 60));
}

// An injury or injection grows older after it was noted; without a value it was fresh then.
double HoursNow(const Reading& reading) { return reading.parts[0].value_or(0) + reading.hours_ago; }
Truth AcuteInjury(const Reading& injury, const Person&) { return And(injury.status, ToTruth(HoursNow(injury) < 72)); }
Truth FreshInjection(const Reading& injection, const Person&) {
  const double hours = HoursNow(injection);
  const Truth slow = Of(injection.parts[1], [](double v) { return v != 0; });  // steroid or PRP
  return And(injection.status, Or(ToTruth(hours < 24), And(slow, ToTruth(hours < 168))));
}

Truth NewBladderOrBowel(const Reading& reading, const Person&) { return ByValue(reading, Below(reading.parts[0], 14)); }
Truth ProgressiveNeurology(const Reading& reading, const Person&) {
  return ByValue(reading, Or(AtLeast(reading.parts[0], 1), Of(reading.parts[1], [](double v) { return v != 0; })));
}
Truth WeightLoss(const Reading& loss, const Person&) {
  return ByValue(loss, Or(Above(loss.parts[0], 5), Above(loss.parts[1], 4.5)));
}
Truth RecentTrauma(const Reading& trauma, const Person&) { return ByValue(trauma, Below(trauma.parts[0], 42)); }
Truth DvtSigns(const Reading& reading, const Person&) {
  return ByValue(reading, Or(AtLeast(reading.parts[0], 2), Above(reading.parts[1], 3)));
}
Truth NeurologyAfterTreatment(const Reading& reading, const Person&) {
  return ByValue(reading, Below(reading.parts[0], 72));
}
// A trauma that was reported stands until the risk is known to be absent.
Truth FragilityTrauma(const Reading& trauma, const Person& person) {
  const bool no_risk = !person.fragile_bones && OlderThan(person, 70) == Truth::kFalse;
  return no_risk ? Truth::kFalse : trauma.status;
}
Truth TemporalHeadache(const Reading& headache, const Person& person) {
  return OlderThan(person, 50) == Truth::kFalse ? Truth::kFalse : headache.status;
}
// age < 18, or age > 55 and a first onset.
Truth AgeAndFirstOnset(const Reading& first_onset, const Person& person) {
  if (OlderThan(person, 18) == Truth::kFalse) return Truth::kTrue;
  // Beyond the birthday of 56 for sure; at 55 only whole years are known.
  return OlderThan(person, 56) == Truth::kFalse ? Truth::kFalse : first_onset.status;
}

constexpr Predicate Plain(FindingCode code, absl::string_view expression, absl::string_view name,
                          Truth (*holds)(const Reading&, const Person&)) {
  return {code, expression, name, Subject::kReading, holds, ""};
}

constexpr Predicate kPredicates[] = {
    Plain(FindingCode::kAge, "age>=60", "sixty or more", SixtyOrMore),
    Plain(FindingCode::kBp, "SBP>=180 || DBP>=120", "hypertensive crisis", HypertensiveCrisis),
    Plain(FindingCode::kBp, "(SBP>=160 && SBP<180) || (DBP>=100 && DBP<120)", "uncontrolled blood pressure",
          UncontrolledPressure),
    Plain(FindingCode::kBp, "SBP<90", "low blood pressure", LowPressure),
    Plain(FindingCode::kPlatelets, "PLT<20e9/L", "severe thrombocytopenia", SevereThrombocytopenia),
    Plain(FindingCode::kPlatelets, "PLT>=20e9/L && PLT<50e9/L", "moderate thrombocytopenia", ModerateThrombocytopenia),
    Plain(FindingCode::kHb, "Hb<8 g/dL", "severe anaemia", SevereAnaemia),
    {FindingCode::kIcd7th,
     "7th character in {A,B,C,D,E,F,G,H,J,K,M,N}; S (sequela) and P/Q/R (malunion) do not trigger",
     "fracture not united", Subject::kSeventhCharacter, nullptr, "ABCDEFGHJKMN"},
    {FindingCode::kIcd7th, "7th character in {S,P,Q,R}", "fracture united or malunited", Subject::kSeventhCharacter,
     nullptr, "SPQR"},
    Plain(FindingCode::kFlare, "joint warm, swollen or CRP raised", "flare", Reported),
    Plain(FindingCode::kFlare, "acute", "flare", Reported),
    Plain(FindingCode::kSensationAbsent, "10-g monofilament not felt or sharp/dull not discriminated at the site",
          "absent sensation", Reported),
    {FindingCode::kRoute, "route==transdermal", "through the skin", Subject::kRoute, Reported, ""},
    Plain(FindingCode::kInjectionSite, "hours_since_injection<24 (steroid/PRP: <168)", "fresh injection",
          FreshInjection),
    Plain(FindingCode::kTemp, "T>=38.0 Cel", "fever", Fever),
    Plain(FindingCode::kAnc, "ANC<1.0e9/L", "marked neutropenia", MarkedNeutropenia),
    Plain(FindingCode::kGestation, "weeks<13", "first trimester", FirstTrimester),
    Plain(FindingCode::kAcuteInjury, "age_of_injury<72h", "acute injury", AcuteInjury),
    Plain(FindingCode::kConsent, "consent==NO", "consent refused", Reported),
    {FindingCode::kRegion,
     "target in {anterior_neck, popliteal_fossa, axilla, femoral_triangle, cubital_fossa, eyes, xiphoid}",
     "endangerment site", Subject::kTarget, nullptr, ""},
    Plain(FindingCode::kRfSaddle, "reported==true", "saddle anaesthesia", Reported),
    Plain(FindingCode::kRfBladderBowel,
          "new onset < 14 d of retention, overflow or incontinence (an old R33, R15, R32 or N39.4 diagnosis alone does "
          "not trigger; one recorded within 14 d asks for the finding)",
          "new bladder or bowel dysfunction", NewBladderOrBowel),
    Plain(FindingCode::kRfProgNeuro, "motor grade drop >=1 or bilateral", "progressive neurology",
          ProgressiveNeurology),
    Plain(FindingCode::kRfUmn, "present", "upper motor neurone signs", Reported),
    Plain(FindingCode::kRfWeightLoss, ">5% in 6 months (or >4.5 kg/month)", "unexplained weight loss", WeightLoss),
    Plain(FindingCode::kRfNightPain, "not relieved by any position", "unremitting pain", Reported),
    Plain(FindingCode::kRfCancerHx, "new or worsening bone or spine pain", "bone pain after cancer", Reported),
    Plain(FindingCode::kRfTrauma, "fall from height or MVC < 6 weeks, not imaged", "recent trauma", RecentTrauma),
    Plain(FindingCode::kRfFragility, "(M80|M81|Z79.52|age>=70) && trauma", "trauma of fragile bones", FragilityTrauma),
    Plain(FindingCode::kRfSpinalInfection, "T>=38 or risk factor && spinal pain", "spinal infection", Reported),
    Plain(FindingCode::kRfDvt, "wells>=2 || calf_diff_cm>3", "signs of a deep vein thrombosis", DvtSigns),
    Plain(FindingCode::kRfChest,
          "present now or since the last visit (an R07 diagnosis alone does not trigger; one recorded within 14 d asks "
          "for the finding)",
          "chest pain or dyspnoea", Reported),
    Plain(FindingCode::kRfCad, "any with neck pain", "signs of a cervical artery dissection", Reported),
    Plain(FindingCode::kRfAaa, "present", "pulsatile abdominal mass", Reported),
    Plain(FindingCode::kRfHotJoint, "present", "hot swollen joint", Reported),
    Plain(FindingCode::kRfFast, "present", "signs of a stroke", Reported),
    Plain(FindingCode::kRfPostTxNeuro, "onset<72h after session", "neurology after treatment", NeurologyAfterTreatment),
    Plain(FindingCode::kRfSafety, "present", "danger to the patient", Reported),
    Plain(FindingCode::kRfGca, "age >= 50 and new severe headache and temporal tenderness", "temporal headache",
          TemporalHeadache),
    Plain(FindingCode::kRfAge, "age<18 || (age>55 && first_onset)", "age and first onset", AgeAndFirstOnset),
};

// Routes in words, and by code: SNOMED CT, HL7 v2 table 0162, HL7 v3 RouteOfAdministration, NCI thesaurus. "Topical" is
// none of them: a plaster is applied so too.
constexpr absl::string_view kThroughSkin[] = {"transdermal", "patch", "plaster", "percutaneous", "through the skin"};
constexpr absl::string_view kSkinCodes[] = {"td", "45890007", "trnsdermd", "c38305"};
constexpr absl::string_view kOtherRoutes[] = {"oral",  "mouth",     "intraven", "intramus",    "subcut", "inhal",
                                              "nasal", "rectal",    "vaginal",  "sublingual",  "buccal", "ophthal",
                                              "otic",  "injection", "epidural", "intrathecal", "tablet", "capsule"};
constexpr absl::string_view kOtherCodes[] = {"po",       "iv",       "im",       "sc",       "sq",       "sl",
                                             "pr",       "pv",       "in",       "26643006", "47625008", "78421000",
                                             "34206005", "37161004", "37839007", "46713006"};

}  // namespace

absl::Span<const Predicate> AllPredicates() { return kPredicates; }

const Predicate* FindPredicate(FindingCode code, absl::string_view expression) {
  for (const Predicate& predicate : kPredicates) {
    if (predicate.code == code && predicate.expression == expression) return &predicate;
  }
  return nullptr;
}

Truth SeventhCharacterIs(absl::string_view code, absl::string_view characters) {
  // ICD-10-CM knows these at fractures; anything else says nothing of the union.
  constexpr absl::string_view kKnown = "ABCDEFGHJKMNPQRS";
  if (code.size() < 7 || !absl::StrContains(kKnown, code[6])) return Truth::kUnknown;
  return ToTruth(absl::StrContains(characters, code[6]));
}

Truth IsTransdermal(absl::string_view route) {
  const std::string words = absl::AsciiStrToLower(absl::StripAsciiWhitespace(route));
  const auto holds = [&](absl::string_view word) { return absl::StrContains(words, word); };
  const auto is = [&](absl::string_view code) { return words == code; };
  if (std::any_of(std::begin(kThroughSkin), std::end(kThroughSkin), holds)) return Truth::kTrue;
  if (std::any_of(std::begin(kSkinCodes), std::end(kSkinCodes), is)) return Truth::kTrue;
  const bool other = std::any_of(std::begin(kOtherRoutes), std::end(kOtherRoutes), holds) ||
                     std::any_of(std::begin(kOtherCodes), std::end(kOtherCodes), is);
  return other ? Truth::kFalse : Truth::kUnknown;
}

}  // namespace tendon::clinical::screening
