// The rest of the semantics: fail safe, status, medications, red flags, scope of practice, alternatives, suggestions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/clinical/screening/evidence.h"
#include "tests/unit/clinical/screening_case.h"

namespace tendon::clinical::screening {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::Field;
using ::testing::Not;

Screening Screen(const ScreeningQuestion& question) { return EmbeddedEngine().Screen(question); }
bool Lists(const FindingSet& set, FindingCode code) { return set.test(static_cast<size_t>(code)); }

TEST(UnknownFinding, IsTakenForTrueBesideADiagnosisAndSaysSo) {
  ScreeningQuestion question = AskFor("DEEP_TISSUE", "back");
  AddDiagnoses("D50.9", &question.patient);  // CI045: anaemia, and haemoglobin below 8
  const TechniqueResult result = Screen(question).techniques.front();
  ASSERT_EQ(result.hits.size(), 1U);
  EXPECT_TRUE(result.hits[0].finding_assumed);
  EXPECT_TRUE(Lists(result.unknown, FindingCode::kHb));
}

TEST(UnknownFinding, AloneIsFalseAndListed) {
  const TechniqueResult result = Screen(AskFor("DEEP_TISSUE", "back")).techniques.front();
  EXPECT_EQ(result.verdict, Verdict::kNone);
  for (const FindingCode code : {FindingCode::kBp, FindingCode::kTemp, FindingCode::kRfSaddle, FindingCode::kConsent}) {
    EXPECT_TRUE(Lists(result.unknown, code)) << FactsOf(code).id;
  }
  EXPECT_FALSE(Lists(result.unknown, FindingCode::kAcuteInjury));  // of heat only
}

TEST(UnknownFinding, ThatIsKnownIsNotListed) {
  ScreeningQuestion question = AskFor("DEEP_TISSUE", "back");
  DenyOtherFindings(&question.patient);
  EXPECT_TRUE(Screen(question).techniques.front().unknown.none());
}

TEST(RedFlag, AnOldCancerAsksForBonePainAndDoesNotStopCare) {
  ScreeningQuestion question = AskFor("EFFLEURAGE", "back");
  AddDiagnoses("Z85.46", &question.patient);
  const Screening screening = Screen(question);
  EXPECT_EQ(screening.verdict, Verdict::kNone);
  EXPECT_TRUE(Lists(screening.asked, FindingCode::kRfCancerHx));
}

TEST(RedFlag, ARecentDiagnosisOfItsSymptomAsksForIt) {
  ScreeningQuestion question = AskFor("EFFLEURAGE", "back");
  AddDiagnoses("R07.9@14", &question.patient);
  EXPECT_TRUE(Lists(Screen(question).asked, FindingCode::kRfChest));
  ScreeningQuestion later = AskFor("EFFLEURAGE", "back");
  AddDiagnoses("R07.9@15", &later.patient);
  EXPECT_FALSE(Lists(Screen(later).asked, FindingCode::kRfChest));
}

TEST(RedFlag, StopsEverythingButEducation) {
  for (const char* technique : {"THER_EX", "TENS", "ONCOLOGY_MASSAGE"}) {
    ScreeningQuestion question = AskFor(technique, "foot");
    AddFindings("RF_SADDLE", &question.patient);
    EXPECT_EQ(VerdictOf(Screen(question), "CI147"), "ABSOLUTE") << technique;
    EXPECT_EQ(Screen(question).urgency, Urgency::kEmergency);
  }
  ScreeningQuestion education = AskFor("SELF_CARE", "");
  AddFindings("RF_SADDLE", &education.patient);
  EXPECT_EQ(Screen(education).verdict, Verdict::kNone);
}

TEST(Override, IsNeverForAPatientWhoMustBeSeenToday) {
  const KnowledgeBase& knowledge = EmbeddedEngine().knowledge();
  EXPECT_FALSE(knowledge.FindRule("CI001")->overridable());  // URGENT_SAME_DAY
  EXPECT_FALSE(knowledge.FindRule("CI005")->overridable());  // EMERGENCY
  EXPECT_TRUE(knowledge.FindRule("CI006")->overridable());   // ROUTINE
  EXPECT_TRUE(knowledge.FindRule("CI048")->overridable());   // NONE
}

TEST(ResolvedCondition, NoLongerCountsButWhatHasAWindowDoes) {
  ScreeningQuestion question = AskFor("EFFLEURAGE", "calf");
  AddDiagnoses("L03.115;I82.412@30", &question.patient);
  for (DiagnosisFact& fact : question.patient.diagnoses) fact.resolved = true;
  EXPECT_EQ(VerdictOf(Screen(question), "CI102"), "NONE");
  EXPECT_EQ(VerdictOf(Screen(question), "CI001"), "ABSOLUTE");
}

TEST(ResolvedCondition, DoesNotTakeADeviceAway) {
  ScreeningQuestion question = AskFor("TENS", "calf");
  AddDiagnoses("Z95.0", &question.patient);
  question.patient.diagnoses[0].resolved = true;
  EXPECT_EQ(VerdictOf(Screen(question), "CI031"), "ABSOLUTE");
}

TEST(Medication, MatchesByIngredientWithSaltStrengthAndCompany) {
  for (const char* name : {"warfarin", "Warfarin Sodium", "warfarin sodium 5 MG Oral Tablet", "aspirin + warfarin"}) {
    ScreeningQuestion question = AskFor("DEEP_TISSUE", "back");
    AddMedications(name, &question.patient);
    EXPECT_EQ(VerdictOf(Screen(question), "CI040"), "CLEARANCE") << name;
  }
  ScreeningQuestion question = AskFor("DEEP_TISSUE", "back");
  AddMedications("cowarfarinol", &question.patient);
  EXPECT_EQ(VerdictOf(Screen(question), "CI040"), "NONE");
}

TEST(Medication, ThatHasEndedDoesNotCount) {
  ScreeningQuestion question = AskFor("DEEP_TISSUE", "back");
  AddMedications("warfarin", &question.patient);
  question.patient.medications[0].end_date = "2026-06-14";
  EXPECT_EQ(VerdictOf(Screen(question), "CI040"), "NONE");
  question.patient.medications[0].end_date = "2026-06-15";
  EXPECT_EQ(VerdictOf(Screen(question), "CI040"), "CLEARANCE");
  question.patient.medications[0].stopped = true;
  EXPECT_EQ(VerdictOf(Screen(question), "CI040"), "NONE");
}

TEST(Medication, APatchIsBelievedByItsRoute) {
  ScreeningQuestion question = AskFor("HOT_STONE", "back");
  AddMedications("fentanyl", &question.patient);
  EXPECT_EQ(VerdictOf(Screen(question), "CI097"), "ABSOLUTE");  // route not known
  question.patient.medications[0].route = "oral";
  EXPECT_EQ(VerdictOf(Screen(question), "CI097"), "NONE");
  question.patient.medications[0].route = "transdermal";
  EXPECT_EQ(VerdictOf(Screen(question), "CI097"), "ABSOLUTE");
}

TechniqueResult InScopeOf(const char* technique, std::optional<Discipline> discipline, const char* state) {
  ScreeningQuestion question = AskFor(technique, "back");
  question.performer = {discipline, state};
  return Screen(question).techniques.front();
}

TEST(Scope, IsTheCatalogueWithTheOverridesOfTheState) {
  EXPECT_EQ(InScopeOf("MANIPULATION", Discipline::kMassageTherapist, "NY").verdict, Verdict::kOutOfScope);
  EXPECT_EQ(InScopeOf("MANIPULATION", Discipline::kPhysician, "NY").scope, ScopeAnswer::kInScope);
  EXPECT_EQ(InScopeOf("DRY_NEEDLING", Discipline::kPhysicalTherapist, "NY").scope, ScopeAnswer::kOutOfScope);
  EXPECT_EQ(InScopeOf("DRY_NEEDLING", Discipline::kPhysicalTherapist, "TX").scope, ScopeAnswer::kDependsOnState);
  EXPECT_EQ(InScopeOf("DRY_NEEDLING", Discipline::kPhysicalTherapist, "").scope, ScopeAnswer::kDependsOnState);
  EXPECT_EQ(InScopeOf("DRY_NEEDLING", std::nullopt, "NY").scope, ScopeAnswer::kNotAsked);
}

TEST(Scope, DependingOnTheStateIsNoVerdict) {
  EXPECT_EQ(InScopeOf("MLD", Discipline::kMassageTherapist, "TX").verdict, Verdict::kNone);
}

TEST(Scope, DoesNotHideAnAbsoluteContraindication) {
  ScreeningQuestion question = AskFor("MANIPULATION", "lumbar");
  question.performer.discipline = Discipline::kMassageTherapist;
  AddDiagnoses("M81.0", &question.patient);
  EXPECT_EQ(Screen(question).verdict, Verdict::kAbsolute);
}

TEST(Alternatives, AreForTheSameGoalSafeAndInScope) {
  ScreeningQuestion question = AskFor("DEEP_TISSUE", "lumbar");
  question.performer.discipline = Discipline::kMassageTherapist;
  AddMedications("warfarin", &question.patient);
  std::vector<std::string> ids;
  const Screening screening = Screen(question);
  for (const Technique* other : screening.techniques.front().alternatives) ids.push_back(other->id);
  EXPECT_THAT(ids, Contains("RELAXATION_MASSAGE"));  // a precaution
  EXPECT_THAT(ids, Contains("HOT_PACK"));            // no rule
  EXPECT_THAT(ids, Not(Contains("TRIGGER_POINT")));  // clearance as well
  EXPECT_THAT(ids, Not(Contains("THER_EX")));        // not a massage therapist's
  EXPECT_THAT(ids, Not(Contains("DEEP_TISSUE")));
}

TEST(Suggest, NamesWhatFitsSafeFirst) {
  ScreeningQuestion question = AskFor("", "lumbar");
  question.goals.set(1).set(4);  // PAIN_RELIEF, RANGE_OF_MOTION
  question.performer = {Discipline::kPhysicalTherapist, "CA"};
  AddDiagnoses("M81.0", &question.patient);
  const std::vector<Suggestion> suggestions = EmbeddedEngine().Suggest(question);
  std::vector<std::string> ids;
  Verdict before = Verdict::kNone;
  for (const Suggestion& suggestion : suggestions) {
    ids.push_back(suggestion.result.technique_id);
    EXPECT_LE(before, suggestion.result.verdict);
    EXPECT_LT(suggestion.result.verdict, Verdict::kClearance);
    before = suggestion.result.verdict;
  }
  EXPECT_EQ(ids[0], "PASSIVE_STRETCH");                   // both goals, "strong", first in the catalogue
  EXPECT_EQ(ids[1], "THER_EX");                           // both goals, "strong"
  EXPECT_THAT(ids, Not(Contains("MANIPULATION")));        // osteoporosis: absolute
  EXPECT_THAT(ids, Not(Contains("TRACTION_MECH")));       // osteoporosis: clearance
  EXPECT_THAT(ids, Not(Contains("DRY_NEEDLING")));        // California
  EXPECT_THAT(ids, Not(Contains("RELAXATION_MASSAGE")));  // not a physical therapist's
  EXPECT_THAT(ids, Not(Contains("GAIT")));                // another goal
  EXPECT_THAT(ids, Contains("JOINT_MOB_3"));              // a precaution
}

std::vector<std::string> SuggestedFor(const std::string& icd10cm) {
  ScreeningQuestion question = AskFor("", "lumbar");
  question.goals.set(1);  // PAIN_RELIEF
  question.performer = {Discipline::kMassageTherapist, "NY"};
  AddDiagnoses(icd10cm, &question.patient);
  std::vector<std::string> ids;
  for (const Suggestion& suggestion : EmbeddedEngine().Suggest(question)) ids.push_back(suggestion.result.technique_id);
  return ids;
}

TEST(Suggest, AdaptedTechniquesForThoseWhomTheyFit) {
  EXPECT_THAT(SuggestedFor("M54.50"), AllOf(Contains("EFFLEURAGE"), Not(Contains("PRENATAL_MASSAGE"))));
  EXPECT_THAT(SuggestedFor("M54.50"), Not(Contains("ONCOLOGY_MASSAGE")));
  EXPECT_THAT(SuggestedFor("Z85.3"), AllOf(Contains("ONCOLOGY_MASSAGE"), Not(Contains("PRENATAL_MASSAGE"))));
  EXPECT_THAT(SuggestedFor("Z34.82"), AllOf(Contains("PRENATAL_MASSAGE"), Not(Contains("ONCOLOGY_MASSAGE"))));
}

TEST(Suggest, EvidenceForAnotherGoalDoesNotRank) {
  EXPECT_THAT(SuggestedFor("M54.50").front(), Not("PASSIVE_STRETCH"));  // strong, but for ROM
  ScreeningQuestion question = AskFor("", "lumbar");
  question.goals.set(4);  // RANGE_OF_MOTION
  question.performer = {Discipline::kMassageTherapist, "NY"};
  EXPECT_EQ(EmbeddedEngine().Suggest(question).front().result.technique_id, "PASSIVE_STRETCH");
}

TEST(EvidenceRank, IsOfTheGoalsThatTheTextNames) {
  GoalSet pain, motion, stress;
  pain.set(1);
  motion.set(4);
  stress.set(5);
  EXPECT_EQ(EvidenceRank("strong for ROM", motion), 5);
  EXPECT_EQ(EvidenceRank("strong for ROM", pain), 1);
  EXPECT_EQ(EvidenceRank("strong (LBP, OA, neck)", stress), 5);
  EXPECT_EQ(EvidenceRank("moderate for immediate pain/PPT", pain), 4);
  EXPECT_EQ(EvidenceRank("moderate for immediate pain/PPT", motion), 1);
  EXPECT_EQ(EvidenceRank("moderate for acute pain/swelling", pain | motion), 4);
  EXPECT_EQ(EvidenceRank("RCT: as effective as structural massage for chronic LBP", stress), 4);
  EXPECT_EQ(EvidenceRank("weak-moderate", pain), 3);
}

TEST(Suggest, TechniquesOfOnePlaceOnThatPlaceOnly) {
  EXPECT_THAT(SuggestedFor("M54.50"), AllOf(Not(Contains("NECK_MASSAGE_60")), Not(Contains("REFLEXOLOGY"))));
  ScreeningQuestion question = AskFor("", "neck");
  question.goals.set(1);
  std::vector<std::string> ids;
  for (const Suggestion& suggestion : EmbeddedEngine().Suggest(question)) ids.push_back(suggestion.result.technique_id);
  EXPECT_THAT(ids, AllOf(Contains("NECK_MASSAGE_60"), Not(Contains("REFLEXOLOGY"))));
}

TEST(Suggest, ScarMassageWhereThereIsAScarOrItIsTheGoal) {
  EXPECT_THAT(SuggestedFor("M54.50"), Not(Contains("SCAR_MASSAGE")));
  EXPECT_THAT(SuggestedFor("L90.5"), Contains("SCAR_MASSAGE"));
}

TEST(Alternatives, FitThePatientToo) {
  ScreeningQuestion question = AskFor("DEEP_TISSUE", "lumbar");
  AddMedications("warfarin", &question.patient);
  const Screening screening = Screen(question);
  for (const Technique* other : screening.techniques.front().alternatives) {
    EXPECT_THAT(other->id, AllOf(Not("PRENATAL_MASSAGE"), Not("ONCOLOGY_MASSAGE"), Not("NECK_MASSAGE_60")));
  }
}

TEST(RedFlag, AnOldDiagnosisOfItIsAskedAbout) {
  ScreeningQuestion question = AskFor("EFFLEURAGE", "back");
  AddDiagnoses("T74.12XS@400", &question.patient);
  EXPECT_EQ(VerdictOf(Screen(question), "CI164"), "NONE");
  EXPECT_TRUE(Lists(Screen(question).asked, FindingCode::kRfSafety));
  question.patient.diagnoses[0].onset_date.clear();
  EXPECT_EQ(VerdictOf(Screen(question), "CI164"), "ABSOLUTE");
}

TEST(NotScreened, IsCounted) {
  ScreeningQuestion question = AskFor("EFFLEURAGE", "back");
  question.patient.unscreened_conditions = 2;
  AddMedications("warfarin;#11289;#999999", &question.patient);
  question.patient.medications.push_back({});  // words only
  EXPECT_EQ(Screen(question).unscreened_conditions, 2);
  EXPECT_EQ(Screen(question).unscreened_medications, 2);
}

TEST(UnknownTechnique, NeedsClearanceBecauseItCannotBeScreened) {
  const TechniqueResult result = Screen(AskFor("ROLFING", "back")).techniques.front();
  EXPECT_EQ(result.technique, nullptr);
  EXPECT_EQ(result.verdict, Verdict::kClearance);
}

}  // namespace
}  // namespace tendon::clinical::screening
