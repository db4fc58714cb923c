// ServiceRequests into drafts. Expected values were read by hand from the published examples.
#include <google/protobuf/util/message_differencer.h>

#include <nlohmann/json.hpp>

#include "tests/unit/interop/fixtures.h"

namespace tendon::interop {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
namespace pb = clinical::v1;

constexpr auto kWarning = Severity::kWarning;
constexpr auto kError = Severity::kError;

class Hl7ReferralTest : public FixtureTest {
 protected:
  static std::filesystem::path Example(const std::string& name) {
    return Fixtures() / "hl7-fhir-r4-examples" / (name + ".json");
  }
};

TEST_F(Hl7ReferralTest, ReadsThePhysicalTherapyOrder) {
  const ImportResult result = ImportFiles({Example("ServiceRequest-physical-therapy"), Example("Patient-example")});
  ASSERT_THAT(result.referrals, SizeIs(1)) << Show(result);
  const ReferralImport& import = result.referrals[0];
  EXPECT_EQ(import.fhir_reference, "ServiceRequest/physical-therapy");
  EXPECT_EQ(import.subject_reference, "Patient/example");
  EXPECT_EQ(import.fhir_status, "completed");
  EXPECT_EQ(import.fhir_intent, "order");
  EXPECT_EQ(import.requester.display, "Ollie Ortho, MD");
  ASSERT_THAT(import.performers, SizeIs(1));
  EXPECT_EQ(import.performers[0].display, "Paul Therapist, PT");

  const referral::v1::Referral& referral = import.referral;
  EXPECT_EQ(referral.discipline(), pb::DISCIPLINE_PHYSICAL_THERAPIST);
  EXPECT_EQ(referral.service().code(), "710830005");
  EXPECT_EQ(referral.reason(), "assessment of mobility limitations due to osteoarthritis");
  ASSERT_THAT(referral.body_sites(), SizeIs(1));
  EXPECT_EQ(referral.body_sites(0).region(), "knee");
  EXPECT_EQ(referral.body_sites(0).laterality(), pb::LATERALITY_BILATERAL);
  EXPECT_EQ(referral.authorization().start_date(), "2016-09-27");
  EXPECT_EQ(referral.authorization().sessions(), 1);
  EXPECT_EQ(referral.patient().identifiers(0).value(), "12345");
  EXPECT_EQ(referral.patient().identifiers(0).system(), "urn:oid:1.2.36.146.595.217.0.1");
  EXPECT_EQ(referral.patient().name().family(), "Chalmers");
  EXPECT_THAT(referral.patient().name().given(), ElementsAre("Peter", "James"));
  EXPECT_EQ(referral.patient().birth_date(), "1974-12-25");
  EXPECT_EQ(referral.patient().gender(), pb::ADMINISTRATIVE_GENDER_MALE);
  EXPECT_EQ(referral.patient().postal_code(), "3999");
  EXPECT_THAT(referral.patient().telecom(), SizeIs(2)) << "the old number and the one without a value are left out";
  EXPECT_EQ(referral.note(), "") << "no narrative";
  EXPECT_FALSE(result.has_errors());
  EXPECT_TRUE(HasIssue(result, kWarning, "ServiceRequest.status", "imported as a draft"));
  EXPECT_TRUE(HasIssue(result, kWarning, "ServiceRequest.performer", "credentials"));
  EXPECT_TRUE(HasIssue(result, kWarning, "ServiceRequest.authoredOn", "left out"));
  EXPECT_EQ(DispositionOf(result, "Patient/example").fate, Fate::kContext);
}

TEST_F(Hl7ReferralTest, ReadsTheBenchPressPlanAsADraftThatIsNoOrder) {
  const ImportResult result = ImportFiles({Example("ServiceRequest-benchpress")});
  ASSERT_THAT(result.referrals, SizeIs(1)) << Show(result);
  const referral::v1::Referral& referral = result.referrals[0].referral;
  EXPECT_EQ(referral.authorization().sessions(), 30);
  EXPECT_EQ(referral.authorization().sessions_per_week(), 3);
  EXPECT_EQ(referral.patient_instruction(),
            "Start with 30kg 10-15 repetitions for three sets and increase in increments of 5kg when you feel ready");
  EXPECT_EQ(result.referrals[0].fhir_intent, "plan");
  EXPECT_TRUE(HasIssue(result, kWarning, "ServiceRequest.intent", "no order"));
  EXPECT_TRUE(HasIssue(result, kWarning, "ServiceRequest.occurrenceTiming.repeat.countMax", "upper end"));
  EXPECT_TRUE(HasIssue(result, kWarning, "ServiceRequest.subject", "no Patient among the documents"));
}

TEST_F(Hl7ReferralTest, NeverReadsAProhibitionAndTellsTheSamePatientsReferrals) {
  const ImportResult alone = ImportFiles({Example("ServiceRequest-do-not-turn")});
  EXPECT_THAT(alone.referrals, IsEmpty());
  EXPECT_THAT(alone.issues, IsEmpty()) << Show(alone);
  EXPECT_EQ(DispositionOf(alone, "ServiceRequest/do-not-turn").fate, Fate::kSkipped);
  EXPECT_EQ(DispositionOf(alone, "ServiceRequest/do-not-turn").reason, "doNotPerform: a prohibition is no referral");

  const ImportResult both = ImportFiles(
      {Example("ServiceRequest-physical-therapy"), Example("Patient-example"), Example("ServiceRequest-do-not-turn")});
  ASSERT_THAT(both.referrals, SizeIs(1));
  EXPECT_TRUE(HasIssue(both, kWarning, "ServiceRequest.subject", "ServiceRequest/do-not-turn forbids"));
}

TEST_F(Hl7ReferralTest, ReadsThePhysiotherapyOrderWithItsContainedCondition) {
  const ImportResult result = ImportFiles({Example("ServiceRequest-physiotherapy"), Example("Practitioner-example")});
  ASSERT_THAT(result.referrals, SizeIs(1)) << Show(result);
  const referral::v1::Referral& referral = result.referrals[0].referral;
  EXPECT_EQ(referral.discipline(), pb::DISCIPLINE_PHYSICAL_THERAPIST);
  ASSERT_THAT(referral.reason_conditions(), SizeIs(1));
  EXPECT_EQ(referral.reason_conditions(0).icd10cm(), "E84.0");
  EXPECT_EQ(referral.reason_conditions(0).text(), "Cystic Fibrosis");
  EXPECT_EQ(referral.reason_conditions(0).clinical_status(), pb::CONDITION_CLINICAL_STATUS_ACTIVE);
  EXPECT_EQ(referral.reason_conditions(0).onset_date(), "2012-11-12");
  EXPECT_EQ(referral.authorization().session_minutes(), 15);
  EXPECT_EQ(referral.authorization().sessions_per_week(), 7);
  EXPECT_EQ(referral.authorization().sessions(), 0);
  EXPECT_EQ(referral.identifiers(0).value(), "20170201-0001");
  EXPECT_EQ(result.referrals[0].requester.reference, "Practitioner/example");
  EXPECT_EQ(DispositionOf(result, "ServiceRequest/physiotherapy#cystic-fibrosis").fate, Fate::kContext);
  EXPECT_TRUE(HasIssue(result, kWarning, "ServiceRequest.occurrenceTiming.repeat.frequencyMax", "left out"));
  EXPECT_TRUE(HasIssue(result, kWarning, "ServiceRequest.quantity", "number of sessions is not told"));
}

TEST_F(Hl7ReferralTest, ReadsTheMyringotomyReferral) {
  const ImportResult result = ImportFiles({Example("ServiceRequest-myringotomy")});
  ASSERT_THAT(result.referrals, SizeIs(1)) << Show(result);
  const referral::v1::Referral& referral = result.referrals[0].referral;
  EXPECT_EQ(referral.priority(), referral::v1::PRIORITY_ROUTINE);
  EXPECT_EQ(referral.authorization().end_date(), "2014-03-14");
  EXPECT_EQ(referral.reason(), "For consideration of Grommets");
  EXPECT_THAT(referral.note(), testing::StartsWith("Insertion of grommets\nIn the past 2 years"));
  EXPECT_EQ(referral.patient().name().text(), "Beverly Weaver");
  EXPECT_EQ(result.referrals[0].subject_reference, "https://fhir.orionhealth.com/blaze/fhir/Patient/77662");
}

TEST_F(Hl7ReferralTest, TakesThePatientsOtherConditionsForScreening) {
  const ImportResult result = ImportFiles({Example("ServiceRequest-physical-therapy"), Example("Patient-example"),
                                           Example("Condition-stroke"), Example("Condition-f001")});
  ASSERT_THAT(result.referrals, SizeIs(1)) << Show(result);
  ASSERT_THAT(result.referrals[0].referral.conditions(), SizeIs(1)) << "the other one is another patient's";
  const pb::Condition& stroke = result.referrals[0].referral.conditions(0);
  EXPECT_EQ(stroke.text(), "Stroke");
  EXPECT_EQ(stroke.icd10cm(), "") << "SNOMED CT is no ICD-10-CM";
  EXPECT_EQ(stroke.other_codings(0).code(), "422504002");
  EXPECT_EQ(stroke.onset_date(), "2010-07-18");
  EXPECT_TRUE(HasIssue(result, kWarning, "Condition.code", "not screened"));
  EXPECT_EQ(DispositionOf(result, "Condition/f001").fate, Fate::kSkipped);
}

TEST_F(Hl7ReferralTest, LeavesOrdersForTestsAlone) {
  for (const char* test : {"lipid", "ft4", "di", "og-example1", "example-pgx", "example", "subrequest"}) {
    const ImportResult result = ImportFiles({Example(std::string("ServiceRequest-") + test)});
    EXPECT_THAT(result.referrals, IsEmpty()) << test;
    EXPECT_THAT(DispositionOf(result, std::string("ServiceRequest/") + test).reason,
                testing::HasSubstr("order for a test"));
  }
}

class OtherReferralTest : public FixtureTest {};

TEST_F(OtherReferralTest, ReadsTheNhsReferralByThePatientsNumberAlone) {
  const ImportResult result =
      ImportFiles({Fixtures() / "nhs-ers/r4/searchServiceRequest/responses/ResponseExampleReferralAndAdvice.json"});
  ASSERT_THAT(result.referrals, SizeIs(1)) << Show(result);
  const referral::v1::Referral& referral = result.referrals[0].referral;
  EXPECT_EQ(referral.identifiers(0).system(), "https://fhir.nhs.uk/Id/UBRN");
  EXPECT_EQ(referral.identifiers(0).value(), "000000070002");
  EXPECT_EQ(referral.patient().identifiers(0).system(), "https://fhir.nhs.uk/Id/nhs-number");
  EXPECT_EQ(referral.patient().identifiers(0).value(), "9912003888");
  EXPECT_THAT(DispositionOf(result, "ServiceRequest/a.832db7fa-ebdd-44b6-ab3b-8329c2d43149").reason,
              testing::HasSubstr("advice"));
}

TEST_F(OtherReferralTest, RefusesEveryStu3RequestOfTheNhsByName) {
  const ImportResult result =
      ImportFiles({Fixtures() / "nhs-ers/stu3/retrieveReferralRequest/responses/Unbooked.json"});
  EXPECT_THAT(result.referrals, IsEmpty());
  EXPECT_TRUE(HasIssue(result, kError, "ReferralRequest.resourceType", "FHIR STU3 ReferralRequest, only R4 is read"))
      << Show(result);
}

// Of the ten Tasks three say "completed" and "ready" at once; none focuses a request.
TEST_F(OtherReferralTest, TakesNoStateFromTheContradictingTasksOfMedplum) {
  const ImportResult result = ImportFiles(JsonFilesUnder(Fixtures() / "medplum-task-demo"));
  int contradicting = 0;
  for (const Issue& issue : result.issues) contradicting += issue.path == "Task.businessStatus" ? 1 : 0;
  EXPECT_EQ(contradicting, 3) << Show(result);
  EXPECT_EQ(result.kinds().at("Task").skipped.at("focuses no ServiceRequest among the documents"), 10);
  EXPECT_THAT(result.referrals, IsEmpty());
}

// From here: constructed requests.
json Request() {
  return json::parse(R"({"resourceType": "ServiceRequest", "id": "r", "status": "active", "intent": "order",
      "subject": {"reference": "Patient/p"}, "code": {"text": "Massage"}, "reasonCode": [{"text": "low back pain"}],
      "performerType": {"coding": [{"system": "http://nucc.org/provider-taxonomy", "code": "225700000X"}]}})");
}

json Patient() {
  return json::parse(
      R"({"resourceType": "Patient", "id": "p", "identifier": [{"system": "urn:oid:1.2.3", "value": "77"}]})");
}

ImportResult Import(const json& request, const std::vector<json>& others = {Patient()}) {
  std::vector<std::string> texts = {request.dump()};
  for (const json& other : others) texts.push_back(other.dump());
  return ImportTexts(texts);
}

TEST(ReferralTest, ReadsAMassageReferral) {
  const ImportResult result = Import(Request());
  ASSERT_THAT(result.referrals, SizeIs(1)) << Show(result);
  EXPECT_EQ(result.referrals[0].referral.discipline(), pb::DISCIPLINE_MASSAGE_THERAPIST);
  EXPECT_EQ(result.referrals[0].referral.note(), "Massage");
}

struct Refused {
  std::string name;
  json patch;  // RFC 7396 merge patch of Request()
  Fate fate;
  std::string path;  // of the error; empty where there is none
};

class RefusedTest : public testing::TestWithParam<Refused> {};

TEST_P(RefusedTest, BecomesNoReferral) {
  json request = Request();
  request.merge_patch(GetParam().patch);
  const ImportResult result = Import(request);
  EXPECT_THAT(result.referrals, IsEmpty());
  EXPECT_EQ(DispositionOf(result, "ServiceRequest/r").fate, GetParam().fate) << Show(result);
  EXPECT_EQ(result.has_errors(), GetParam().fate == Fate::kInvalid);
  if (!GetParam().path.empty()) {
    EXPECT_TRUE(HasIssue(result, kError, GetParam().path, "")) << Show(result);
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusedTest,
    testing::Values(
        Refused{"Prohibition", {{"doNotPerform", true}}, Fate::kSkipped, ""},
        Refused{"ProhibitionInWords", {{"doNotPerform", "true"}}, Fate::kInvalid, "ServiceRequest.doNotPerform"},
        Refused{"ProhibitionAsANumber", {{"doNotPerform", 1}}, Fate::kInvalid, "ServiceRequest.doNotPerform"},
        Refused{"EnteredInError", {{"status", "entered-in-error"}}, Fate::kSkipped, ""},
        Refused{"Revoked", {{"status", "revoked"}}, Fate::kSkipped, ""},
        Refused{"NoStatus", {{"status", nullptr}}, Fate::kInvalid, "ServiceRequest.status"},
        Refused{"UnknownStatus", {{"status", "Active"}}, Fate::kInvalid, "ServiceRequest.status"},
        Refused{"NumericStatus", {{"status", 5}}, Fate::kInvalid, "ServiceRequest.status"},
        Refused{"NoIntent", {{"intent", nullptr}}, Fate::kInvalid, "ServiceRequest.intent"},
        Refused{"UnknownIntent", {{"intent", "wish"}}, Fate::kInvalid, "ServiceRequest.intent"},
        Refused{"NoSubject", {{"subject", nullptr}}, Fate::kInvalid, "ServiceRequest.subject"},
        Refused{"SubjectInWords", {{"subject", "Patient/p"}}, Fate::kInvalid, "ServiceRequest.subject"},
        Refused{"UnknownPriority", {{"priority", "soon"}}, Fate::kInvalid, "ServiceRequest.priority"},
        Refused{"ReasonIsNoArray", {{"reasonCode", {{"text", "x"}}}}, Fate::kInvalid, "ServiceRequest.reasonCode"},
        Refused{"ReasonOfStrings", {{"reasonCode", {"x"}}}, Fate::kInvalid, "ServiceRequest.reasonCode[0]"},
        Refused{"NumericText", {{"reasonCode", {{{"text", 1}}}}}, Fate::kInvalid, "ServiceRequest.reasonCode[0].text"},
        Refused{"BadDate", {{"occurrenceDateTime", "2026-02-30"}}, Fate::kInvalid, "ServiceRequest.occurrenceDateTime"},
        Refused{"BadPeriod",
                {{"occurrencePeriod", {{"start", "tomorrow"}}}},
                Fate::kInvalid,
                "ServiceRequest.occurrencePeriod.start"},
        Refused{"PeriodBackwards",
                {{"occurrencePeriod", {{"start", "2026-02-02"}, {"end", "2026-02-01"}}}},
                Fate::kInvalid,
                "ServiceRequest.occurrencePeriod"},
        Refused{"HalfASession",
                {{"occurrenceTiming", {{"repeat", {{"count", 2.5}}}}}},
                Fate::kInvalid,
                "ServiceRequest.occurrenceTiming.repeat.count"},
        Refused{"NoSessions",
                {{"quantityQuantity", {{"value", 0}}}},
                Fate::kInvalid,
                "ServiceRequest.quantityQuantity.value"},
        Refused{"TooManySessions",
                {{"quantityQuantity", {{"value", 366}}}},
                Fate::kInvalid,
                "ServiceRequest.quantityQuantity.value"},
        Refused{"UnknownPeriodUnit",
                {{"occurrenceTiming", {{"repeat", {{"period", 1}, {"periodUnit", "weeks"}}}}}},
                Fate::kInvalid,
                "ServiceRequest.occurrenceTiming.repeat.period"},
        Refused{"PerformerIsNoArray", {{"performer", {{"display", "x"}}}}, Fate::kInvalid, "ServiceRequest.performer"},
        Refused{"ModifierExtension",
                {{"modifierExtension", {{{"url", "http://example.org/not"}, {"valueBoolean", true}}}}},
                Fate::kInvalid,
                "ServiceRequest.modifierExtension"},
        Refused{"ModifierExtensionWithin",
                {{"occurrenceTiming",
                  {{"repeat", {{"count", 6}}}, {"modifierExtension", {{{"url", "http://example.org/not"}}}}}}},
                Fate::kInvalid,
                "ServiceRequest.occurrenceTiming.modifierExtension"},
        Refused{"ImplicitRules",
                {{"implicitRules", "http://example.org/rules"}},
                Fate::kInvalid,
                "ServiceRequest.implicitRules"},
        Refused{"NoteTooLong", {{"note", {{{"text", std::string(8193, 'x')}}}}}, Fate::kInvalid, "Referral.note"},
        Refused{"NoteWithControls",
                {{"note",
                  {{{"text",
                     "a\x01"
                     "b"}}}}},
                Fate::kInvalid,
                "Referral.note"}),
    [](const auto& info) { return info.param.name; });

TEST(ReferralTest, AContainedRequestIsNoReferral) {
  json form = json::parse(R"({"resourceType": "QuestionnaireResponse", "id": "q", "status": "completed"})");
  form["contained"] = json::array({Request()});
  const ImportResult result = ImportTexts({form.dump()});
  EXPECT_THAT(result.referrals, IsEmpty());
  EXPECT_THAT(DispositionOf(result, "QuestionnaireResponse/q#r").reason, testing::StartsWith("contained"));
}

TEST(ReferralTest, AnErrorInThePatientOrConditionRefusesTheReferral) {
  json patient = Patient();
  patient["birthDate"] = "25.12.1974";
  const ImportResult bad_patient = Import(Request(), {patient});
  EXPECT_THAT(bad_patient.referrals, IsEmpty());
  EXPECT_TRUE(HasIssue(bad_patient, kError, "Patient.birthDate", "not a date"));

  const json condition = json::parse(R"({"resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/p"},
      "code": {"coding": "M54.50"}})");
  const ImportResult bad_condition = Import(Request(), {Patient(), condition});
  EXPECT_THAT(bad_condition.referrals, IsEmpty());
  EXPECT_TRUE(HasIssue(bad_condition, kError, "Condition.code.coding", "expected an array"));
}

TEST(ReferralTest, TwoRequestsSeeTheSameBadPatient) {
  json patient = Patient(), second = Request();
  patient["gender"] = "M";
  second["id"] = "s";
  const ImportResult result = Import(Request(), {patient, second});
  EXPECT_THAT(result.referrals, IsEmpty());
  EXPECT_EQ(DispositionOf(result, "ServiceRequest/s").fate, Fate::kInvalid);
}

TEST(ReferralTest, AnErrorInAHintRefusesNothing) {
  json request = Request();
  request["requester"] = {{"reference", "Practitioner/d"}};
  const json doctor = json::parse(R"({"resourceType": "Practitioner", "id": "d", "name": "Dr. D"})");
  const ImportResult result = Import(request, {Patient(), doctor});
  EXPECT_THAT(result.referrals, SizeIs(1));
  EXPECT_TRUE(HasIssue(result, kError, "Practitioner.name", "expected an array"));
}

TEST(ReferralTest, ReadsTheNpiAndTheRoleOfThePerformer) {
  json request = Request();
  request.erase("performerType");
  request["performer"] = {{{"reference", "urn:uuid:role"}}};
  const json bundle = {
      {"resourceType", "Bundle"},
      {"type", "collection"},
      {"entry",
       {{{"resource", request}},
        {{"resource", Patient()}},
        {{"fullUrl", "urn:uuid:role"},
         {"resource",
          json::parse(R"({"resourceType": "PractitionerRole", "practitioner": {"reference": "Practitioner/t"},
                             "code": [{"coding": [{"system": "http://snomed.info/sct", "code": "36682004"}]}]})")}},
        {{"resource",
          json::parse(R"({"resourceType": "Practitioner", "id": "t", "name": [{"given": ["Tia"], "family": "Pi"}],
                             "identifier": [{"system": "http://hl7.org/fhir/sid/us-npi", "value": "1234567893"}]})")}}}}};
  const ImportResult result = ImportTexts({bundle.dump()});
  ASSERT_THAT(result.referrals, SizeIs(1)) << Show(result);
  EXPECT_EQ(result.referrals[0].referral.discipline(), pb::DISCIPLINE_PHYSICAL_THERAPIST);
  EXPECT_EQ(result.referrals[0].performers[0].npi, "1234567893");
  EXPECT_EQ(result.referrals[0].performers[0].display, "Tia Pi");
  EXPECT_EQ(DispositionOf(result, "Practitioner/t").fate, Fate::kContext);
}

TEST(ReferralTest, SeveralDisciplinesAreForAPerson) {
  json request = Request();
  request["performerType"]["coding"].push_back({{"system", "http://snomed.info/sct"}, {"code", "36682004"}});
  const ImportResult result = Import(request);
  ASSERT_THAT(result.referrals, SizeIs(1));
  EXPECT_EQ(result.referrals[0].referral.discipline(), pb::DISCIPLINE_UNSPECIFIED);
  EXPECT_TRUE(HasIssue(result, kWarning, "ServiceRequest.performerType", "several disciplines"));
}

TEST(ReferralTest, TaskIsAHintAndNeverAState) {
  const json task = json::parse(R"({"resourceType": "Task", "id": "t", "status": "completed", "intent": "order",
      "focus": {"reference": "ServiceRequest/r"}, "businessStatus": {"coding": [{"code": "2.0"}]}, "owner": {"display": "River Clinic"}})");
  const ImportResult result = Import(Request(), {Patient(), task});
  ASSERT_THAT(result.referrals, SizeIs(1));
  ASSERT_THAT(result.referrals[0].tasks, SizeIs(1));
  EXPECT_EQ(result.referrals[0].tasks[0].status, "completed");
  EXPECT_EQ(result.referrals[0].tasks[0].business_status, "2.0");
  EXPECT_EQ(result.referrals[0].tasks[0].owner.display, "River Clinic");
  EXPECT_EQ(result.referrals[0].referral.state(), referral::v1::REFERRAL_STATE_UNSPECIFIED);
  EXPECT_TRUE(HasIssue(result, kWarning, "Task.businessStatus", "contradicts"));
  EXPECT_EQ(DispositionOf(result, "Task/t").fate, Fate::kContext);
}

TEST(ReferralTest, CountsSessionsFromQuantityAndTakesTheSmallerOfTwo) {
  json request = Request();
  request["quantityQuantity"] = {{"value", 6}, {"unit", "sessions"}};
  EXPECT_EQ(Import(request).referrals.at(0).referral.authorization().sessions(), 6);
  request["occurrenceTiming"] = {{"repeat", {{"count", 4}, {"frequency", 2}, {"period", 1}, {"periodUnit", "wk"}}}};
  const ImportResult both = Import(request);
  EXPECT_EQ(both.referrals.at(0).referral.authorization().sessions(), 4);
  EXPECT_EQ(both.referrals.at(0).referral.authorization().sessions_per_week(), 2);
  EXPECT_TRUE(HasIssue(both, kWarning, "ServiceRequest.quantityQuantity", "smaller one"));
}

TEST(ReferralTest, ReadsBoundsAndEvents) {
  json request = Request();
  request["occurrenceTiming"] = {
      {"repeat", {{"boundsPeriod", {{"start", "2026-03-01"}, {"end", "2026-05-31"}}}, {"count", 8}}}};
  const referral::v1::Authorization bounds = Import(request).referrals.at(0).referral.authorization();
  EXPECT_EQ(bounds.start_date(), "2026-03-01");
  EXPECT_EQ(bounds.end_date(), "2026-05-31");
  EXPECT_EQ(bounds.sessions(), 8);
  request["occurrenceTiming"] = {{"event", {"2026-03-08", "2026-03-01", "2026-03-15"}}};
  const referral::v1::Authorization events = Import(request).referrals.at(0).referral.authorization();
  EXPECT_EQ(events.start_date(), "2026-03-01");
  EXPECT_EQ(events.end_date(), "2026-03-15");
  EXPECT_EQ(events.sessions(), 3);
}

TEST(ReferralTest, CodesOfOtherTerminologiesNeverBecomeIcd10cm) {
  json request = Request();
  request["reasonCode"] = json::parse(R"([{"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "M54.5"},
      {"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "M54.50", "display": "Low back pain"}, {"system": "http://snomed.info/sct", "code": "279039007"}]}])");
  const ImportResult result = Import(request);
  const pb::Condition& reason = result.referrals.at(0).referral.reason_conditions(0);
  EXPECT_EQ(reason.icd10cm(), "M54.50");
  EXPECT_EQ(reason.text(), "Low back pain");
  ASSERT_THAT(reason.other_codings(), SizeIs(2));
  EXPECT_EQ(reason.other_codings(0).system(), "http://hl7.org/fhir/sid/icd-10");
}

TEST(ReferralTest, RefutedConditionsAreNone) {
  const json condition = json::parse(R"({"resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/p"},
      "verificationStatus": {"coding": [{"code": "refuted"}]}, "code": {"text": "Thrombosis"}})");
  const ImportResult result = Import(Request(), {Patient(), condition});
  EXPECT_THAT(result.referrals.at(0).referral.conditions(), IsEmpty());
  EXPECT_TRUE(HasIssue(result, kWarning, "Condition.verificationStatus", "no condition"));
}

TEST(ReferralTest, RestrictedConditionsAreLeftForAPerson) {
  const json condition = json::parse(
      R"({"resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/p"}, "code": {"text": "X"},
      "meta": {"security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}]}})");
  const ImportResult result = Import(Request(), {Patient(), condition});
  EXPECT_THAT(result.referrals.at(0).referral.conditions(), IsEmpty());
  EXPECT_TRUE(HasIssue(result, kWarning, "ServiceRequest.subject", "Condition/c is labelled restricted"));
  EXPECT_EQ(DispositionOf(result, "Condition/c").fate, Fate::kSkipped);
}

TEST(ReferralTest, NarrativeIsNeverCopied) {
  json request = Request();
  request["text"] = {{"status", "generated"}, {"div", "<div>SECRET</div>"}};
  json patient = Patient();
  patient["text"] = request["text"];
  const ImportResult result = Import(request, {patient});
  ASSERT_THAT(result.referrals, SizeIs(1));
  EXPECT_THAT(result.referrals[0].referral.DebugString(), testing::Not(testing::HasSubstr("SECRET")));
}

TEST(ReferralTest, TheSameRequestTwiceIsOneReferral) {
  const ImportResult result = Import(Request(), {Patient(), Request()});
  EXPECT_THAT(result.referrals, SizeIs(1));
  EXPECT_EQ(result.kinds().at("ServiceRequest").skipped.at("given twice with the same content"), 1);
}

TEST(ReferralTest, TwoPatientsOfOneNameAreNeverGuessed) {
  json other = Patient();
  other["identifier"][0]["value"] = "78";
  const ImportResult result = Import(Request(), {Patient(), other});
  ASSERT_THAT(result.referrals, SizeIs(1));
  EXPECT_THAT(result.referrals[0].referral.patient().identifiers(), IsEmpty());
  EXPECT_TRUE(HasIssue(result, kWarning, "Patient.id", "other content"));
}

TEST(ReferralTest, FollowsALogicalReferenceToThePatient) {
  json request = Request();
  request["subject"] = {{"identifier", {{"system", "urn:oid:1.2.3"}, {"value", "77"}}}};
  const ImportResult result = Import(request);
  EXPECT_EQ(result.referrals.at(0).subject_reference, "Patient/p");
}

TEST(ReferralTest, TheSameInputGivesTheSameReferral) {
  const ImportResult once = Import(Request()), twice = Import(Request());
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(once.referrals.at(0).referral,
                                                                 twice.referrals.at(0).referral));
}

}  // namespace
}  // namespace tendon::interop
