// Sessions that go to a referral that exists: those of another patient do not.
#include "tests/unit/interop/resources.h"

namespace tendon::interop {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr auto kWarning = Severity::kWarning;
constexpr auto kError = Severity::kError;

referral::v1::Referral ReferralOf(const std::string& value, const std::string& system = "urn:oid:1.2.3") {
  referral::v1::Referral referral;
  auto* identifier = referral.mutable_patient()->add_identifiers();
  identifier->set_system(system);
  identifier->set_value(value);
  return referral;
}

ImportResult Keep(ImportResult result, const referral::v1::Referral& referral) {
  KeepSessionsOf(referral, &result);
  return result;
}

TEST(PatientCheckTest, TheReferralsPatientIsKeptWithoutAWord) {
  const ImportResult result =
      Keep(ImportAll({BundleOf({PatientOf("p", "77"), PainOf("o", "Patient/p")})}), ReferralOf("77"));
  EXPECT_THAT(result.assessments, SizeIs(1));
  EXPECT_THAT(result.issues, IsEmpty()) << Show(result);
}

TEST(PatientCheckTest, AnotherPatientsFileIsRefusedAndTheOthersAreKept) {
  const json other = BundleOf({PatientOf("q", "SECRET"), PainOf("o1", "Patient/q"), PainOf("o2", "Patient/q")});
  const json own = BundleOf({PatientOf("p", "77"), PainOf("o3", "Patient/p")});
  const ImportResult result = Keep(ImportAll({other, own}), ReferralOf("77"));
  ASSERT_THAT(result.assessments, SizeIs(1)) << Show(result);
  EXPECT_THAT(result.assessments[0].sources, ElementsAre("Observation/o3"));
  EXPECT_TRUE(HasIssue(result, kError, "Patient.identifier", "another patient than the referral's")) << Show(result);
  EXPECT_THAT(Show(result), HasSubstr("error 0 Patient/q "));
  EXPECT_THAT(Show(result), Not(HasSubstr("SECRET")));
  EXPECT_EQ(DispositionOf(result, "Observation/o1").fate, Fate::kInvalid);
  EXPECT_EQ(DispositionOf(result, "Observation/o3").fate, Fate::kAssessment);
}

TEST(PatientCheckTest, OneReadingOfAnotherPatientRefusesItsWholeFile) {
  const ImportResult result = Keep(ImportAll({BundleOf({PatientOf("p", "77"), PainOf("o1", "Patient/p"),
                                                        PatientOf("q", "78"), PainOf("o2", "Patient/q")})}),
                                   ReferralOf("77"));
  EXPECT_THAT(result.assessments, IsEmpty());
}

TEST(PatientCheckTest, TheSubjectsOwnIdentifierCounts) {
  json pain = PainOf("o", "Patient/elsewhere");
  pain["subject"]["identifier"] = {{"system", "urn:oid:1.2.3"}, {"value", "78"}};
  EXPECT_THAT(Keep(ImportAll({pain}), ReferralOf("78")).issues, IsEmpty());
  const ImportResult refused = Keep(ImportAll({pain}), ReferralOf("77"));
  EXPECT_THAT(refused.assessments, IsEmpty());
  EXPECT_TRUE(HasIssue(refused, kError, "Observation.subject.identifier", "another patient")) << Show(refused);
  // Also where the Patient that it points to is the right one.
  pain["subject"]["reference"] = "Patient/p";
  EXPECT_THAT(Keep(ImportAll({BundleOf({PatientOf("p", "77"), pain})}), ReferralOf("77")).assessments, IsEmpty());
}

TEST(PatientCheckTest, AQuestionnairesSubjectAndAVisitsCount) {
  json response =
      Res("QuestionnaireResponse", "q",
          R"("status": "completed", "authored": "2026-01-02T10:00:00Z", "encounter": {"reference": "Encounter/e"},
      "item": [{"linkId": "training_no", "answer": [{"valueInteger": 1}]},
               {"linkId": "back_pain_level_before", "answer": [{"valueInteger": 4}]}])");
  const json visit = Res("Encounter", "e", R"("status": "finished", "period": {"start": "2026-01-02T10:00:00Z"},
      "subject": {"identifier": {"system": "urn:oid:1.2.3", "value": "78"}})");
  EXPECT_THAT(Keep(ImportAll({response, visit}), ReferralOf("77")).sessions, IsEmpty());
  response["subject"]["identifier"] = {{"system", "urn:oid:1.2.3"}, {"value", "78"}};
  response.erase("encounter");
  EXPECT_THAT(Keep(ImportAll({response}), ReferralOf("77")).sessions, IsEmpty());
  EXPECT_THAT(Keep(ImportAll({response}), ReferralOf("78")).sessions, SizeIs(1));
}

TEST(PatientCheckTest, AReadingThatDoesNotSayWhoseItIsMayBeOfTheFilesPatient) {
  const json file = BundleOf({PatientOf("q", "78"), PainOf("o", "")});
  EXPECT_THAT(Keep(ImportAll({file}), ReferralOf("77")).assessments, IsEmpty());
  EXPECT_THAT(Keep(ImportAll({file}), ReferralOf("78")).assessments, SizeIs(1));
}

TEST(PatientCheckTest, AMereReferenceCannotBeCompared) {
  const ImportResult result = Keep(ImportAll({PainOf("o", "Patient/other")}), ReferralOf("77"));
  EXPECT_THAT(result.assessments, SizeIs(1));
  EXPECT_TRUE(HasIssue(result, kWarning, "Observation.subject", "no identifier of the patient is told"))
      << Show(result);
}

TEST(PatientCheckTest, OneOfSeveralIdentifiersInCommonIsEnough) {
  json patient = PatientOf("p", "old");
  patient["identifier"].push_back({{"system", "urn:oid:1.2.3"}, {"value", "77"}});
  EXPECT_THAT(Keep(ImportAll({BundleOf({patient, PainOf("o", "Patient/p")})}), ReferralOf("77")).issues, IsEmpty());
}

TEST(PatientCheckTest, NoSystemInCommonIsToldOnce) {
  const ImportResult result =
      Keep(ImportAll({BundleOf({PatientOf("p", "77"), PainOf("o1", "Patient/p"), PainOf("o2", "Patient/p")})}),
           ReferralOf("77", "urn:oid:9"));
  EXPECT_THAT(result.assessments, SizeIs(2));
  EXPECT_THAT(result.issues, SizeIs(1)) << Show(result);
  EXPECT_TRUE(HasIssue(result, kWarning, "Patient.identifier", "no identifier is of a system of the referral's"));
}

TEST(PatientCheckTest, WhatTheViewWithholdsIsSaid) {
  referral::v1::Referral referral;
  const ImportResult all = ImportAll({BundleOf({PatientOf("p", "77"), PainOf("o", "Patient/p")})});
  EXPECT_TRUE(
      HasIssue(Keep(all, referral), kWarning, "Patient.identifier", "the referral's patient has no identifier"));
  referral.add_withheld_categories(options::v1::DATA_CATEGORY_IDENTITY);
  const ImportResult withheld = Keep(all, referral);
  EXPECT_THAT(withheld.assessments, SizeIs(1));
  EXPECT_TRUE(HasIssue(withheld, kWarning, "Patient.identifier", "withholds the patient's identifiers from your role"));
}

}  // namespace
}  // namespace tendon::interop
