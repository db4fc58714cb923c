// QuestionnaireResponses and Observations into sessions, Procedures into outcomes. Expected values were read by hand
// from the files.
#include <nlohmann/json.hpp>

#include "tests/unit/interop/fixtures.h"

namespace tendon::interop {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr auto kWarning = Severity::kWarning;
constexpr auto kError = Severity::kError;
constexpr const char* kXforms = "smart4health-backpain/s4h-user-portal/s4h-fhir-xforms/test/api/fixtures";

// The values of one measure before treatment, in the order of the sessions.
std::vector<double> Trend(const ImportResult& result, const std::string& measure) {
  std::vector<double> values;
  for (const SessionImport& session : result.sessions) {
    for (const clinical::v1::Observation& observation : session.session.observations()) {
      const bool before = observation.phase() == clinical::v1::OBSERVATION_PHASE_BEFORE;
      if (observation.measure() == measure && before) values.push_back(observation.value());
    }
  }
  return values;
}

class SmartForHealthTest : public FixtureTest {
 protected:
  static ImportResult Folder(const std::string& name) {
    return ImportFiles(JsonFilesUnder(Fixtures() / kXforms / name));
  }
};

TEST_F(SmartForHealthTest, ReadsTheTrendOfTheBiggerExample) {
  const ImportResult result = Folder("bigger-example");
  EXPECT_FALSE(result.has_errors()) << Show(result);
  EXPECT_THAT(Trend(result, "NPRS"), ElementsAre(4, 6, 7, 3, 3, 4));
  EXPECT_THAT(Trend(result, "WELL_BEING"), ElementsAre(5, 4, 9, 3, 5, 5));
  std::vector<int> numbers;
  for (const SessionImport& session : result.sessions) numbers.push_back(session.session.session_number());
  EXPECT_THAT(numbers, ElementsAre(1, 2, 3, 4, 5, 1))
      << "the sixth repeats training_no 1: kept, for the server to report";
}

TEST_F(SmartForHealthTest, WarnsOfTheRepeatedNumberOnce) {
  const ImportResult result = Folder("bigger-example");
  int warnings = 0;
  for (const Issue& issue : result.issues) {
    if (issue.text.find("repeats the session number") == std::string::npos) continue;
    ++warnings;
    EXPECT_EQ(issue.resource, "QuestionnaireResponse/s4h-treatment-series-pre-training-response-example-6");
    EXPECT_EQ(issue.path, "QuestionnaireResponse.item[0].answer[0]");
  }
  EXPECT_EQ(warnings, 1);
}

TEST_F(SmartForHealthTest, PutsBeforeAndAfterOfOneVisitTogether) {
  const ImportResult result = Folder("bigger-example");
  ASSERT_THAT(result.sessions, SizeIs(6));
  EXPECT_THAT(
      result.sessions[0].sources,
      testing::UnorderedElementsAre("QuestionnaireResponse/s4h-treatment-series-pre-training-response-example-1",
                                    "QuestionnaireResponse/s4h-treatment-series-post-training-response-example-1"));
  EXPECT_EQ(result.sessions[0].session.start_time().seconds(), 1580947200);  // 2020-02-06, of the Encounter
  EXPECT_EQ(result.sessions[0].session.identifiers(0).value(), "test-visit-1");
  EXPECT_EQ(result.sessions[0].session.status(), outcomes::v1::SESSION_STATUS_COMPLETED);
  EXPECT_EQ(result.sessions[0].subject_reference, "Patient/CD9B26EA-234E-46BB-91A1-D67B23064396");
  EXPECT_EQ(result.sessions[0].based_on, "");
  EXPECT_EQ(result.sessions[5].session.start_time().seconds(), 1584057600);  // 2020-03-13
}

TEST_F(SmartForHealthTest, AssessmentsBeforeAndAfterTheSeriesAreNoSessions) {
  const ImportResult result = Folder("bigger-example");
  ASSERT_THAT(result.assessments, SizeIs(2));
  const outcomes::v1::Session& last = result.assessments[1].session;
  ASSERT_THAT(last.observations(), SizeIs(3));
  EXPECT_EQ(last.observations(0).value(), 3);  // LA6114-8, now
  EXPECT_EQ(last.observations(0).recall(), "now");
  EXPECT_EQ(last.observations(1).value(), 5);  // LA10137-0, average
  EXPECT_EQ(last.observations(1).recall(), "average 4 weeks");
  EXPECT_EQ(last.observations(2).value(), 8);  // LA10140-4, worst
  EXPECT_EQ(last.observations(2).recall(), "worst 4 weeks");
}

TEST_F(SmartForHealthTest, NamesTheQuestionsThatItCannotTake) {
  const ImportResult result = Folder("bigger-example");
  EXPECT_TRUE(HasIssue(result, kWarning, "QuestionnaireResponse.item[3]", "no measure of Tendon's"));
  EXPECT_TRUE(HasIssue(result, kWarning, "QuestionnaireResponse.item[2]", "the knowledge base does not hold"));
}

TEST_F(SmartForHealthTest, TwoNumbersOfOneVisitAreTwoSessions) {
  const ImportResult result = Folder("terra-examples");
  std::vector<int> numbers;
  for (const SessionImport& session : result.sessions) numbers.push_back(session.session.session_number());
  EXPECT_THAT(numbers, testing::UnorderedElementsAre(1, 2, 3)) << Show(result);
}

// From here: constructed responses.
json Response(const std::string& id, int number, int pain, const std::string& visit = "",
              const std::string& subject = "Patient/p") {
  json response = json::parse(
      R"({"resourceType": "QuestionnaireResponse", "status": "completed", "authored": "2026-01-02T10:00:00Z"})");
  response["id"] = id;
  response["subject"] = {{"reference", subject}};
  if (!visit.empty()) response["encounter"] = {{"reference", visit}};
  if (number > 0) response["item"].push_back({{"linkId", "training_no"}, {"answer", {{{"valueInteger", number}}}}});
  response["item"].push_back({{"linkId", "back_pain_level_before"}, {"answer", {{{"valueInteger", pain}}}}});
  return response;
}

json Observation(const json& value, const std::string& loinc = "72514-3") {
  json observation = json::parse(
      R"({"resourceType": "Observation", "id": "o", "status": "final", "effectiveDateTime": "2026-01-02T10:00:00Z",
      "subject": {"reference": "Patient/p"}})");
  observation["code"]["coding"] = {{{"system", "http://loinc.org"}, {"code", loinc}}};
  observation.update(value);
  return observation;
}

ImportResult Import(const std::vector<json>& resources) {
  std::vector<std::string> texts;
  for (const json& resource : resources) texts.push_back(resource.dump());
  return ImportTexts(texts);
}

TEST(SessionTest, TheSameReadingTwiceOfOneVisitIsNeverOverwritten) {
  const ImportResult result = Import({Response("a", 1, 4, "Encounter/e"), Response("b", 1, 9, "Encounter/e")});
  ASSERT_THAT(result.sessions, SizeIs(2)) << Show(result);
  EXPECT_THAT(Trend(result, "NPRS"), testing::UnorderedElementsAre(4, 9));
  EXPECT_TRUE(HasIssue(result, kWarning, "QuestionnaireResponse.item[0].answer[0]", "repeats the session number"));
}

TEST(SessionTest, TwoPatientsNeverShareASession) {
  json second = Response("b", 1, 9, "Encounter/e", "Patient/q");
  const ImportResult result = Import({Response("a", 1, 4, "Encounter/e"), second});
  ASSERT_THAT(result.sessions, SizeIs(2));
  EXPECT_NE(result.sessions[0].subject_reference, result.sessions[1].subject_reference);
  EXPECT_FALSE(HasIssue(result, kWarning, "QuestionnaireResponse.item[0].answer[0]", "repeats the session number"));
}

TEST(SessionTest, AnEncounterOfAnotherPatientIsAnError) {
  const json encounter = json::parse(
      R"({"resourceType": "Encounter", "id": "e", "status": "finished", "subject": {"reference": "Patient/q"},
      "period": {"start": "2026-01-02T10:00:00Z"}})");
  const ImportResult result = Import({Response("a", 1, 4, "Encounter/e"), encounter});
  EXPECT_THAT(result.sessions, IsEmpty());
  EXPECT_TRUE(HasIssue(result, kError, "QuestionnaireResponse.encounter", "another patient")) << Show(result);
  EXPECT_EQ(DispositionOf(result, "QuestionnaireResponse/a").fate, Fate::kInvalid);
}

TEST(SessionTest, TakesTimeLengthAndRequestFromTheEncounter) {
  const json encounter = json::parse(R"({"resourceType": "Encounter", "id": "e", "status": "finished",
      "basedOn": [{"reference": "ServiceRequest/r"}], "period": {"start": "2026-01-02T09:30:00Z", "end": "2026-01-02T10:15:00Z"}})");
  const ImportResult result = Import({Response("a", 3, 4, "Encounter/e"), encounter});
  ASSERT_THAT(result.sessions, SizeIs(1)) << Show(result);
  EXPECT_EQ(result.sessions[0].session.start_time().seconds(), 1767346200);
  EXPECT_EQ(result.sessions[0].session.duration_minutes(), 45);
  EXPECT_EQ(result.sessions[0].based_on, "ServiceRequest/r");
  EXPECT_EQ(DispositionOf(result, "Encounter/e").fate, Fate::kContext);
}

TEST(SessionTest, EncounterInErrorIsNoSession) {
  const json encounter = json::parse(R"({"resourceType": "Encounter", "id": "e", "status": "entered-in-error"})");
  const ImportResult result = Import({Response("a", 3, 4, "Encounter/e"), encounter});
  EXPECT_THAT(result.sessions, IsEmpty());
  EXPECT_EQ(DispositionOf(result, "QuestionnaireResponse/a").reason, "its Encounter is entered-in-error");
}

TEST(SessionTest, AnObservationOfTheVisitJoinsItsSession) {
  const ImportResult result = Import({Observation({{"valueInteger", 2}, {"encounter", {{"reference", "Encounter/e"}}}}),
                                      Response("a", 1, 4, "Encounter/e")});
  ASSERT_THAT(result.sessions, SizeIs(1)) << Show(result);
  EXPECT_THAT(result.sessions[0].session.observations(), SizeIs(2));
}

TEST(SessionTest, AnObservationWithoutAVisitIsAnAssessment) {
  const ImportResult result = Import({Observation({{"valueInteger", 2}})});
  EXPECT_THAT(result.sessions, IsEmpty());
  ASSERT_THAT(result.assessments, SizeIs(1));
  EXPECT_EQ(result.assessments[0].session.observations(0).value(), 2);
}

TEST(SessionTest, UnfinishedOrMistakenResponsesAreLeftOut) {
  for (const char* status : {"in-progress", "stopped", "entered-in-error"}) {
    json response = Response("a", 1, 4);
    response["status"] = status;
    const ImportResult result = Import({response});
    EXPECT_THAT(result.sessions, IsEmpty()) << status;
    EXPECT_EQ(DispositionOf(result, "QuestionnaireResponse/a").fate, Fate::kSkipped);
  }
}

TEST(SessionTest, ReadsAQuestionByTheCodeOfItsForm) {
  const json form = json::parse(
      R"({"resourceType": "Questionnaire", "id": "f", "url": "http://example.org/f", "version": "1", "item": [
      {"linkId": "g", "item": [{"linkId": "q7", "code": [{"system": "http://loinc.org", "code": "97909-6"}]}]}]})");
  json response = Response("a", 2, 4);
  response["questionnaire"] = "http://example.org/f|1";
  response["item"].push_back({{"linkId", "g"}, {"item", {{{"linkId", "q7"}, {"answer", {{{"valueDecimal", 42}}}}}}}});
  const ImportResult result = Import({form, response});
  ASSERT_THAT(result.sessions, SizeIs(1)) << Show(result);
  ASSERT_THAT(result.sessions[0].session.observations(), SizeIs(2));
  EXPECT_EQ(result.sessions[0].session.observations(1).measure(), "ODI");
  EXPECT_EQ(result.sessions[0].session.observations(1).value(), 42);
  EXPECT_EQ(DispositionOf(result, "Questionnaire/f").fate, Fate::kContext);
}

struct BadScore {
  std::string name, loinc;
  json value;
  std::string path;
};

class BadScoreTest : public testing::TestWithParam<BadScore> {};

TEST_P(BadScoreTest, IsAnErrorAtItsPath) {
  const ImportResult result = Import({Observation(GetParam().value, GetParam().loinc)});
  EXPECT_THAT(result.assessments, IsEmpty());
  EXPECT_TRUE(HasIssue(result, kError, GetParam().path, "")) << Show(result);
  EXPECT_EQ(DispositionOf(result, "Observation/o").fate, Fate::kInvalid);
}

INSTANTIATE_TEST_SUITE_P(
    All, BadScoreTest,
    testing::Values(BadScore{"OverTen", "72514-3", {{"valueInteger", 11}}, "Observation.valueInteger"},
                    BadScore{"Negative", "72514-3", {{"valueInteger", -1}}, "Observation.valueInteger"},
                    BadScore{"Words", "72514-3", {{"valueString", "severe"}}, "Observation.valueString"},
                    BadScore{"NumberAsString", "72514-3", {{"valueInteger", "4"}}, "Observation.valueInteger"},
                    BadScore{"Millimetres",
                             "72514-3",
                             {{"valueQuantity", {{"value", 4}, {"code", "mm"}}}},
                             "Observation.valueQuantity.code"},
                    BadScore{"Comparator",
                             "72514-3",
                             {{"valueQuantity", {{"value", 4}, {"comparator", ">"}}}},
                             "Observation.valueQuantity.comparator"},
                    BadScore{"OtherAnswer",
                             "72514-3",
                             {{"valueCodeableConcept",
                               {{"coding", {{{"system", "http://loinc.org"}, {"code", "LA33-6"}}}}}}},
                             "Observation.valueCodeableConcept"},
                    BadScore{"AnalogueWithoutUnit", "38214-3", {{"valueInteger", 4}}, "Observation.valueInteger"},
                    BadScore{"AnalogueOver100",
                             "38214-3",
                             {{"valueQuantity", {{"value", 11}, {"unit", "cm"}}}},
                             "Observation.valueQuantity"},
                    BadScore{"NoStatus", "72514-3", {{"valueInteger", 4}, {"status", ""}}, "Observation.status"},
                    BadScore{"BadTime",
                             "72514-3",
                             {{"valueInteger", 4}, {"effectiveDateTime", "2026-01-02T10"}},
                             "Observation.effectiveDateTime"},
                    BadScore{"OnlyAMonth",
                             "72514-3",
                             {{"valueInteger", 4}, {"effectiveDateTime", "2026-01"}},
                             "Observation.effectiveDateTime"},
                    BadScore{"ModifierExtension",
                             "72514-3",
                             {{"valueInteger", 4}, {"modifierExtension", {{{"url", "x"}}}}},
                             "Observation.modifierExtension"}),
    [](const auto& info) { return info.param.name; });

TEST(SessionTest, VisualAnalogueScaleIsKeptInMillimetres) {
  const ImportResult result = Import({Observation({{"valueQuantity", {{"value", 4.5}, {"unit", "cm"}}}}, "38214-3")});
  ASSERT_THAT(result.assessments, SizeIs(1)) << Show(result);
  EXPECT_EQ(result.assessments[0].session.observations(0).measure(), "VAS_PAIN");
  EXPECT_EQ(result.assessments[0].session.observations(0).value(), 45);
}

TEST(SessionTest, ASessionNumberIsAPositiveWholeNumber) {
  for (const json& bad : {json(0), json(-1), json(10'001), json(1.5), json("1")}) {
    json response = Response("a", 1, 4);
    response["item"][0]["answer"][0]["valueInteger"] = bad;
    const ImportResult result = Import({response});
    EXPECT_THAT(result.sessions, IsEmpty()) << bad;
    EXPECT_TRUE(HasIssue(result, kError, "QuestionnaireResponse.item[0].answer[0].valueInteger", "")) << Show(result);
  }
}

TEST(SessionTest, AResponseWithoutATimeIsAnError) {
  json response = Response("a", 1, 4);
  response.erase("authored");
  EXPECT_TRUE(HasIssue(Import({response}), kError, "QuestionnaireResponse.authored", "a whole date is needed"));
}

TEST(SessionTest, AFormOfStu3IsAnErrorOfType) {
  json response = Response("a", 1, 4);
  response["questionnaire"] = {{"reference", "Questionnaire/f"}};
  EXPECT_TRUE(HasIssue(Import({response}), kError, "QuestionnaireResponse.questionnaire", "expected a string"));
}

class Hl7OutcomeTest : public FixtureTest {};

TEST_F(Hl7OutcomeTest, ClosesThePhysicalTherapyLoop) {
  const auto folder = Fixtures() / "hl7-fhir-r4-examples";
  const ImportResult result =
      ImportFiles({folder / "Procedure-physical-therapy.json", folder / "ServiceRequest-physical-therapy.json"});
  ASSERT_THAT(result.outcomes, SizeIs(1)) << Show(result);
  const OutcomeImport& outcome = result.outcomes[0];
  EXPECT_EQ(outcome.based_on, "ServiceRequest/physical-therapy");
  EXPECT_EQ(outcome.based_on, result.referrals.at(0).fhir_reference);
  EXPECT_EQ(outcome.source, "Procedure/physical-therapy");
  EXPECT_EQ(outcome.summary.text(), "Assessment of passive range of motion");
  EXPECT_EQ(outcome.summary.discharge_reason(), referral::v1::DISCHARGE_REASON_UNSPECIFIED);
  EXPECT_EQ(outcome.session.start_time().seconds(), 1474934400);  // 2016-09-27
  EXPECT_EQ(outcome.performers.at(0).display, "Paul Therapist, PT");
  EXPECT_TRUE(HasIssue(result, kWarning, "Procedure.outcome", "no outcome is told"));
  EXPECT_TRUE(HasIssue(result, kWarning, "Procedure.status", "discharge reason"));
}

TEST_F(Hl7OutcomeTest, ProceduresOfACarePlanTellOfNoReferral) {
  const ImportResult result = ImportFiles({Fixtures() / "hl7-fhir-r4-examples/Procedure-ambulation.json"});
  EXPECT_THAT(result.outcomes, IsEmpty());
  EXPECT_EQ(DispositionOf(result, "Procedure/ambulation").reason, "based on no ServiceRequest: tells of no referral");
}

json Procedure() {
  return json::parse(
      R"({"resourceType": "Procedure", "id": "d", "status": "completed", "basedOn": [{"reference": "ServiceRequest/r"}],
      "subject": {"reference": "Patient/p"}, "code": {"text": "Massage of back"}, "outcome": {"text": "less pain"},
      "complication": [{"text": "soreness"}], "followUp": [{"text": "stretch daily"}], "note": [{"text": "well tolerated"}],
      "performedPeriod": {"start": "2026-01-02T10:00:00Z", "end": "2026-01-02T10:50:00Z"}})");
}

TEST(OutcomeTest, WritesTheSummaryInLines) {
  const ImportResult result = Import({Procedure()});
  ASSERT_THAT(result.outcomes, SizeIs(1)) << Show(result);
  EXPECT_EQ(result.outcomes[0].summary.text(),
            "Massage of back\nOutcome: less pain\nComplication: soreness\nwell tolerated");
  EXPECT_EQ(result.outcomes[0].summary.recommendation(), "stretch daily");
  EXPECT_EQ(result.outcomes[0].session.duration_minutes(), 50);
  EXPECT_TRUE(HasIssue(result, kWarning, "Procedure.basedOn[0]", "not among the documents"));
  EXPECT_TRUE(HasIssue(result, kWarning, "Procedure.complication", "adverse event"));
}

TEST(OutcomeTest, OnlyCompletedProceduresCount) {
  for (const char* status :
       {"preparation", "in-progress", "not-done", "on-hold", "stopped", "entered-in-error", "unknown"}) {
    json procedure = Procedure();
    procedure["status"] = status;
    const ImportResult result = Import({procedure});
    EXPECT_THAT(result.outcomes, IsEmpty()) << status;
    EXPECT_EQ(DispositionOf(result, "Procedure/d").fate, Fate::kSkipped);
  }
}

TEST(OutcomeTest, TwoProceduresOfOneRequestAreForAPerson) {
  json second = Procedure();
  second["id"] = "e";
  const ImportResult result = Import({Procedure(), second});
  EXPECT_THAT(result.outcomes, SizeIs(2));
  EXPECT_TRUE(HasIssue(result, kWarning, "Procedure.basedOn", "one summary of both"));
}

}  // namespace
}  // namespace tendon::interop
