// Whose a resource is: what is pulled in by reference, and what an observation is of.
#include "tests/unit/interop/resources.h"

namespace tendon::interop {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr auto kWarning = Severity::kWarning;
constexpr auto kError = Severity::kError;

json ReasonOf(const std::string& subject) {
  return Res("Condition", "c", R"("code": {"text": "Low back pain"}, "subject": {"reference": ")" + subject + "\"}");
}

json RequestForC() {
  json request = RequestOfP();
  request["reasonReference"] = {{{"reference", "Condition/c"}}};
  return request;
}

TEST(SubjectTest, AConditionOfAnotherPatientIsNeverTheReason) {
  for (const std::string other : {"Patient/q", "RelatedPerson/mother"}) {
    for (const auto& patients :
         {std::vector<json>{}, {PatientOf("p", "77")}, {PatientOf("p", "77"), PatientOf("q", "78")}}) {
      std::vector<json> all = {RequestForC(), ReasonOf(other)};
      all.insert(all.end(), patients.begin(), patients.end());
      const ImportResult result = ImportAll(all);
      EXPECT_THAT(result.referrals, IsEmpty()) << other;
      EXPECT_TRUE(HasIssue(result, kError, "ServiceRequest.reasonReference[0]", "another patient")) << Show(result);
      EXPECT_NE(DispositionOf(result, "Condition/c").fate, Fate::kContext);
    }
  }
}

TEST(SubjectTest, AConditionOfThePatientIsByAnyOfTheirNames) {
  json entry = BundleOf({RequestForC(), ReasonOf("https://example.org/Patient/p"), PatientOf("p", "77")});
  entry["entry"][2]["fullUrl"] = "https://example.org/Patient/p";
  for (const ImportResult& result :
       {ImportAll({entry}), ImportAll({RequestForC(), ReasonOf("Patient/p/_history/2")})}) {
    ASSERT_THAT(result.referrals, SizeIs(1)) << Show(result);
    EXPECT_THAT(result.referrals[0].referral.reason_conditions(), SizeIs(1));
    EXPECT_FALSE(HasIssue(result, kWarning, "ServiceRequest.reasonReference[0]", "")) << Show(result);
  }
}

TEST(SubjectTest, IdentifiersTellTwoPatientsApartWhereNamesDoNot) {
  json request = RequestForC();
  json condition = ReasonOf("Patient/p");
  request["subject"] = {{"identifier", {{"system", "urn:oid:1.2.3"}, {"value", "77"}}}};
  condition["subject"] = {{"identifier", {{"system", "urn:oid:1.2.3"}, {"value", "78"}}}};
  EXPECT_THAT(ImportAll({request, condition}).referrals, IsEmpty());
  condition["subject"]["identifier"]["value"] = "77";
  EXPECT_THAT(ImportAll({request, condition}).issues,
              testing::Not(testing::Contains(testing::Field(&Issue::path, "ServiceRequest.reasonReference[0]"))));
}

TEST(SubjectTest, WhatCannotBeComparedIsSaid) {
  for (const std::string other : {"Group/g", "https://example.org/Patient/p", "urn:uuid:0190a5b4-0000-7000-8000-1"}) {
    const ImportResult result = ImportAll({RequestForC(), ReasonOf(other)});
    ASSERT_THAT(result.referrals, SizeIs(1)) << Show(result);
    EXPECT_TRUE(HasIssue(result, kWarning, "ServiceRequest.reasonReference[0]", "could not be checked")) << other;
  }
}

TEST(SubjectTest, ConditionsAndProhibitionsOfAPatientWhoIsNotAmongTheDocumentsCount) {
  json forbidden = RequestOfP();
  forbidden["id"] = "f";
  forbidden["doNotPerform"] = true;
  const ImportResult result = ImportAll({RequestOfP(), ReasonOf("Patient/p"), forbidden});
  ASSERT_THAT(result.referrals, SizeIs(1)) << Show(result);
  EXPECT_THAT(result.referrals[0].referral.conditions(), SizeIs(1));
  EXPECT_TRUE(HasIssue(result, kWarning, "ServiceRequest.subject", "ServiceRequest/f forbids"));
}

TEST(SubjectTest, NothingIsTakenByANameOfTwoPatients) {
  const ImportResult result =
      ImportAll({RequestOfP(), ReasonOf("Patient/p"), PatientOf("p", "77"), PatientOf("p", "78")});
  ASSERT_THAT(result.referrals, SizeIs(1)) << Show(result);
  EXPECT_THAT(result.referrals[0].referral.conditions(), IsEmpty());
}

TEST(SubjectTest, ATaskForAnotherPatientIsNoHint) {
  const json task = Res("Task", "t", R"("status": "requested", "focus": {"reference": "ServiceRequest/r"},
      "for": {"reference": "Patient/q"})");
  const ImportResult result = ImportAll({RequestOfP(), task});
  ASSERT_THAT(result.referrals, SizeIs(1));
  EXPECT_THAT(result.referrals[0].tasks, IsEmpty());
  EXPECT_TRUE(HasIssue(result, kWarning, "Task.for", "another patient")) << Show(result);
}

TEST(SubjectTest, WhatIsBasedOnAnotherPatientsRequestIsAnError) {
  json pain = PainOf("o", "Patient/q");
  pain["basedOn"] = {{{"reference", "ServiceRequest/r"}}};
  const json course = Res("Procedure", "c", R"("status": "completed", "subject": {"reference": "Patient/q"},
      "basedOn": [{"reference": "ServiceRequest/r"}], "performedDateTime": "2026-01-02")");
  const ImportResult result = ImportAll({RequestOfP(), pain, course});
  EXPECT_THAT(result.assessments, IsEmpty());
  EXPECT_THAT(result.outcomes, IsEmpty());
  EXPECT_TRUE(HasIssue(result, kError, "Observation.basedOn[0]", "another patient")) << Show(result);
  EXPECT_TRUE(HasIssue(result, kError, "Procedure.basedOn[0]", "another patient")) << Show(result);
}

TEST(FocusTest, AnObservationOfSomebodyElseIsNotRecorded) {
  for (const std::string focus : {"RelatedPerson/mother", "Patient/q", "Device/d", "Group/g"}) {
    json pain = PainOf("o", "Patient/p");
    pain["focus"] = {{{"reference", focus}}};
    const ImportResult result = ImportAll({pain});
    EXPECT_THAT(result.assessments, IsEmpty()) << focus;
    EXPECT_TRUE(HasIssue(result, kWarning, "Observation.focus", "not recorded")) << Show(result);
    EXPECT_EQ(DispositionOf(result, "Observation/o").fate, Fate::kSkipped);
  }
}

TEST(FocusTest, TheOneThatIsNotThePatientDecides) {
  json pain = PainOf("o", "Patient/p");
  pain["focus"] = {{{"reference", "Patient/p"}}};
  EXPECT_THAT(ImportAll({pain}).assessments, SizeIs(1));
  pain["focus"].push_back({{"reference", "RelatedPerson/mother"}});
  EXPECT_THAT(ImportAll({pain}).assessments, IsEmpty());
  pain["focus"] = {{"reference", "Patient/p"}};  // no array
  EXPECT_TRUE(HasIssue(ImportAll({pain}), kError, "Observation.focus", "expected an array"));
}

}  // namespace
}  // namespace tendon::interop
