// What a patient takes, and is allergic to, beside a request.
#include "tests/unit/interop/resources.h"

namespace tendon::interop {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
namespace pb = clinical::v1;

constexpr auto kWarning = Severity::kWarning;
constexpr auto kError = Severity::kError;

json Taken(const json& patch = json::object()) {
  json taken = Res("MedicationStatement", "m", R"("status": "active", "subject": {"reference": "Patient/p"},
      "medicationCodeableConcept": {"coding": [
          {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "11289", "display": "Warfarin"}]})");
  taken.merge_patch(patch);
  return taken;
}

ImportResult With(const json& medication, const std::vector<json>& others = {}) {
  std::vector<json> all = {RequestOfP(), PatientOf("p", "77"), medication};
  all.insert(all.end(), others.begin(), others.end());
  return ImportAll(all);
}

TEST(MedicationTest, IsScreenedByItsRxNormCodeAndName) {
  const ImportResult result = With(Taken(json::parse(
      R"({"effectivePeriod": {"start": "2025-11", "end": "2026-01-31"}, "dosage": [{"route": {"text": "Oral"}}]})")));
  ASSERT_THAT(result.referrals, SizeIs(1)) << Show(result);
  ASSERT_THAT(result.referrals[0].referral.medications(), SizeIs(1)) << Show(result);
  const pb::Medication& medication = result.referrals[0].referral.medications(0);
  EXPECT_EQ(medication.rxcui(), "11289");
  EXPECT_THAT(medication.ingredients(), ElementsAre("warfarin"));
  EXPECT_EQ(medication.text(), "Warfarin");
  EXPECT_EQ(medication.status(), pb::MEDICATION_STATUS_ACTIVE);
  EXPECT_EQ(medication.start_date(), "2025-11");
  EXPECT_EQ(medication.end_date(), "2026-01-31");
  EXPECT_EQ(medication.route(), "Oral");
  EXPECT_EQ(DispositionOf(result, "MedicationStatement/m").fate, Fate::kContext);
  EXPECT_TRUE(HasIssue(result, kWarning, "MedicationStatement.dosage", "the dose is not kept"));
}

TEST(MedicationTest, WordsAreCarriedAndNotScreened) {
  const ImportResult result =
      With(Taken({{"medicationCodeableConcept", {{"coding", nullptr}, {"text", "Pink pill"}}}}));
  const pb::Medication& medication = result.referrals.at(0).referral.medications().at(0);
  EXPECT_EQ(medication.text(), "Pink pill");
  EXPECT_THAT(medication.ingredients(), IsEmpty());
  EXPECT_TRUE(HasIssue(result, kWarning, "MedicationStatement.medication", "not screened"));
}

// A moment is no beginning: rules that ask how long ago it began would pass over what is taken.
TEST(MedicationTest, AMomentOfTakingIsNoBeginning) {
  const ImportResult result = With(Taken({{"effectiveDateTime", "2014-02-01"}}));
  EXPECT_EQ(result.referrals.at(0).referral.medications().at(0).start_date(), "");
  EXPECT_TRUE(HasIssue(result, kWarning, "MedicationStatement.effectiveDateTime", "left out"));
}

TEST(MedicationTest, IsReadByItsMedication) {
  json taken = Taken({{"medicationCodeableConcept", nullptr}, {"medicationReference", {{"reference", "#k"}}}});
  taken["contained"] = {Res("Medication", "k", R"("code": {"text": "Heparin"}, "ingredient": [{"itemCodeableConcept":
      {"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "5224", "display": "heparin"}]}}])")};
  const ImportResult result = With(taken);
  const pb::Medication& medication = result.referrals.at(0).referral.medications().at(0);
  EXPECT_THAT(medication.ingredients(), ElementsAre("heparin"));
  EXPECT_EQ(medication.text(), "Heparin");
  EXPECT_EQ(DispositionOf(result, "MedicationStatement/m#k").fate, Fate::kContext);
  taken["medicationReference"] = {{"reference", "Medication/x"}};
  const ImportResult unknown = With(taken);
  EXPECT_THAT(unknown.referrals.at(0).referral.medications(), IsEmpty());
  EXPECT_TRUE(HasIssue(unknown, kWarning, "MedicationStatement.medication", "ask what it is")) << Show(unknown);
}

struct Status {
  std::string type, status;
  int expected;  // -1: left out
};

TEST(MedicationTest, EveryStatusIsToldApart) {
  const Status statuses[] = {{"MedicationStatement", "completed", pb::MEDICATION_STATUS_COMPLETED},
                             {"MedicationStatement", "stopped", pb::MEDICATION_STATUS_STOPPED},
                             {"MedicationStatement", "on-hold", pb::MEDICATION_STATUS_ON_HOLD},
                             {"MedicationStatement", "intended", pb::MEDICATION_STATUS_UNSPECIFIED},
                             {"MedicationStatement", "unknown", pb::MEDICATION_STATUS_UNSPECIFIED},
                             {"MedicationStatement", "not-taken", -1},
                             {"MedicationStatement", "entered-in-error", -1},
                             {"MedicationRequest", "active", pb::MEDICATION_STATUS_ACTIVE},
                             {"MedicationRequest", "completed", pb::MEDICATION_STATUS_COMPLETED},
                             {"MedicationRequest", "stopped", pb::MEDICATION_STATUS_STOPPED},
                             {"MedicationRequest", "on-hold", pb::MEDICATION_STATUS_ON_HOLD},
                             {"MedicationRequest", "unknown", pb::MEDICATION_STATUS_UNSPECIFIED},
                             {"MedicationRequest", "draft", -1},
                             {"MedicationRequest", "cancelled", -1},
                             {"MedicationRequest", "entered-in-error", -1}};
  for (const auto& [type, status, expected] : statuses) {
    const ImportResult result = With(Taken({{"resourceType", type}, {"status", status}, {"intent", "order"}}));
    ASSERT_THAT(result.referrals, SizeIs(1)) << Show(result);
    const auto& medications = result.referrals[0].referral.medications();
    ASSERT_THAT(medications, SizeIs(expected < 0 ? 0 : 1)) << type << " " << status;
    if (expected >= 0) {
      EXPECT_EQ(medications[0].status(), expected) << type << " " << status;
    }
    EXPECT_EQ(HasIssue(result, kWarning, type + ".status", ""), expected <= 0) << type << " " << status;
  }
}

TEST(MedicationTest, AStatusOfNoCodeIsAnError) {
  for (const json& status : {json(nullptr), json("taken"), json("draft")}) {
    const ImportResult result = With(Taken({{"status", status}}));
    EXPECT_THAT(result.referrals, IsEmpty());
    EXPECT_TRUE(HasIssue(result, kError, "MedicationStatement.status", "")) << Show(result);
  }
}

TEST(MedicationTest, WhatIsForbiddenOrPlannedIsNotTaken) {
  const json order = Taken({{"resourceType", "MedicationRequest"}, {"intent", "order"}});
  json forbidden = order, plan = order;
  forbidden["doNotPerform"] = true;
  plan["intent"] = "proposal";
  EXPECT_THAT(With(order).referrals.at(0).referral.medications(), SizeIs(1));
  EXPECT_THAT(With(forbidden).referrals.at(0).referral.medications(), IsEmpty());
  EXPECT_THAT(With(plan).referrals.at(0).referral.medications(), IsEmpty());
  EXPECT_TRUE(HasIssue(With(forbidden), kWarning, "MedicationRequest.doNotPerform", "forbids"));
  EXPECT_TRUE(HasIssue(With(plan), kWarning, "MedicationRequest.intent", "not ordered"));
}

TEST(MedicationTest, IsThePatientsOwnAndUnrestricted) {
  const json other = Taken({{"subject", {{"reference", "Patient/q"}}}});
  EXPECT_THAT(With(other, {PatientOf("q", "78")}).referrals.at(0).referral.medications(), IsEmpty());
  const ImportResult restricted = With(Taken(json::parse(
      R"({"meta": {"security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}]}})")));
  EXPECT_THAT(restricted.referrals.at(0).referral.medications(), IsEmpty());
  EXPECT_TRUE(HasIssue(restricted, kWarning, "ServiceRequest.subject", "labelled restricted"));
}

TEST(MedicationTest, TheIngredientsOfAProductAreToldApart) {
  json taken = Taken();
  json& coding = taken["medicationCodeableConcept"]["coding"];
  coding = {{{"system", "http://www.nlm.nih.gov/research/umls/rxnorm"},
             {"code", "1049621"},
             {"display", "Acetaminophen 325 MG / Oxycodone Hydrochloride 5 MG Oral Tablet"}}};
  EXPECT_THAT(With(taken).referrals.at(0).referral.medications().at(0).ingredients(),
              ElementsAre("acetaminophen 325 mg", "oxycodone hydrochloride 5 mg oral tablet"));
  coding[0]["display"] = "Warfarin" + std::string(119, ' ') + "\xC3\xA4";  // the limit is within the last letter
  const ImportResult result = With(taken);
  ASSERT_THAT(result.referrals, SizeIs(1)) << Show(result);
  EXPECT_EQ(result.referrals[0].referral.medications(0).ingredients(0).size(), 127U);
}

TEST(MedicationTest, ARouteThatIsTooLongIsLeftOut) {
  json taken = Taken();
  taken["dosage"] = {{{"route", {{"text", std::string(65, 'x')}}}}};
  const ImportResult result = With(taken);
  ASSERT_THAT(result.referrals, SizeIs(1)) << Show(result);
  EXPECT_EQ(result.referrals[0].referral.medications(0).route(), "");
}

TEST(MedicationTest, SeveralRoutesAreNone) {
  const ImportResult result =
      With(Taken(json::parse(R"({"dosage": [{"route": {"text": "Oral"}}, {"route": {"text": "Transdermal"}}]})")));
  EXPECT_EQ(result.referrals.at(0).referral.medications().at(0).route(), "");
}

TEST(AllergyTest, IsToBeEnteredByHand) {
  json allergy = Res("AllergyIntolerance", "a", R"("patient": {"reference": "Patient/p"}, "code": {"text": "latex"})");
  const ImportResult result = With(allergy);
  ASSERT_THAT(result.referrals, SizeIs(1));
  EXPECT_TRUE(HasIssue(result, kWarning, "ServiceRequest.subject", "AllergyIntolerance/a is an allergy"))
      << Show(result);
  EXPECT_THAT(DispositionOf(result, "AllergyIntolerance/a").reason, testing::HasSubstr("by hand"));
  allergy["verificationStatus"]["coding"] = {{{"code", "refuted"}}};
  EXPECT_FALSE(HasIssue(With(allergy), kWarning, "ServiceRequest.subject", "allergy"));
}

struct Ended {
  std::string status;
  bool ended;
};

TEST(TaskStatusTest, WhatHasEndedOrIsUnderWayIsSaid) {
  const Ended statuses[] = {{"rejected", true}, {"cancelled", true}, {"failed", true},      {"completed", true},
                            {"on-hold", false}, {"accepted", false}, {"in-progress", false}};
  for (const auto& [status, ended] : statuses) {
    json task = Res("Task", "t", R"("focus": {"reference": "ServiceRequest/r"})");
    task["status"] = status;
    const ImportResult result = With(task);
    ASSERT_THAT(result.referrals, SizeIs(1));
    EXPECT_TRUE(HasIssue(result, kWarning, "Task.status", status + ": it ") ||
                HasIssue(result, kWarning, "Task.status", status + ": somebody"))
        << Show(result);
    EXPECT_EQ(result.referrals[0].has_ended(), ended) << status;
  }
}

TEST(TaskStatusTest, ATaskThatIsWantedIsNoWarning) {
  const json task = Res("Task", "t", R"("status": "requested", "focus": {"reference": "ServiceRequest/r"})");
  EXPECT_FALSE(HasIssue(With(task), kWarning, "Task.status", ""));
  const json rejected = Res("Task", "u", R"("status": "rejected", "focus": {"reference": "ServiceRequest/r"})");
  EXPECT_FALSE(With(task, {rejected}).referrals.at(0).has_ended()) << "another one is open";
  EXPECT_TRUE(With(rejected).referrals.at(0).has_ended());
}

}  // namespace
}  // namespace tendon::interop
