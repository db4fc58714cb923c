// `tendon import fhir`: what becomes of FHIR resources through the command; the mapping itself has its own tests.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/unit/cli/cli_fixture.h"

namespace tendon::testing {
namespace {

namespace pb = referral::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kRequest[] = R"({"resourceType": "ServiceRequest", "id": "pt", "status": "active", "intent": "order",
  "code": {"text": "Massage for low back pain"}, "subject": {"reference": "Patient/p"}, "reasonCode": [{"text": "Low back pain"}]})";

class FhirCommandTest : public CliTest {
 protected:
  FhirCommandTest() {
    servers_.referral.CreateReferral_ = [this](grpc::ServerContext&, const pb::CreateReferralRequest& request,
                                               pb::Referral& referral) {
      created_.push_back(request);
      referral = request.referral();
      referral.set_name("referrals/new");
      referral.set_state(pb::REFERRAL_STATE_DRAFT);
      return grpc::Status::OK;
    };
    servers_.referral.SendReferral_ = [this](grpc::ServerContext&, const pb::SendReferralRequest& request,
                                             pb::Referral& referral) {
      sent_.push_back(request.name());
      referral.set_state(pb::REFERRAL_STATE_SENT);
      return grpc::Status::OK;
    };
  }
  // The referral "abc" of a patient, and what is recorded with it.
  void ReferralIs(const std::string& value) {
    servers_.referral.GetReferral_ = [value](grpc::ServerContext&, const pb::GetReferralRequest& request,
                                             pb::Referral& referral) {
      referral.set_name(request.name());
      auto* identifier = referral.mutable_patient()->add_identifiers();
      identifier->set_system("urn:mrn");
      identifier->set_value(value);
      return grpc::Status::OK;
    };
    servers_.sessions.ImportSessions_ = [this](grpc::ServerContext&, FakeSessionService::Stream& stream) {
      outcomes::v1::ImportSessionsRequest request;
      while (stream.Read(&request)) {
        recorded_.push_back(request);
        outcomes::v1::ImportSessionsResponse response;
        response.set_record_number(request.record_number());
        response.set_outcome(outcomes::v1::IMPORT_OUTCOME_ACCEPTED);
        response.set_session(request.parent() + "/sessions/1");
        stream.Write(response);
      }
      return grpc::Status::OK;
    };
  }
  std::vector<outcomes::v1::ImportSessionsRequest> recorded_;
  std::vector<pb::CreateReferralRequest> created_;
  std::vector<std::string> sent_;
};

TEST_F(FhirCommandTest, ARequestBecomesADraft) {
  environment_["TENDON_CLINICIAN"] = "ada";
  const auto result = Run({"import", "fhir", File("my request.json", kRequest), "--recipient", "harbor-massage",
                           "--sessions", "6", "--discipline", "massage-therapist"});
  EXPECT_EQ(result.code, 0) << result.err << result.out;
  ASSERT_EQ(created_.size(), 1U);
  const auto& referral = created_[0].referral();
  EXPECT_EQ(referral.recipient(), "organizations/harbor-massage");
  EXPECT_EQ(referral.referring_clinician(), "organizations/river-clinic/clinicians/ada");
  EXPECT_EQ(referral.authorization().sessions(), 6);
  EXPECT_EQ(referral.discipline(), clinical::v1::DISCIPLINE_MASSAGE_THERAPIST);
  EXPECT_THAT(result.out, HasSubstr("ServiceRequest/pt"));
  EXPECT_THAT(result.out, HasSubstr("DRAFT"));
  EXPECT_THAT(sent_, ::testing::IsEmpty());
}

TEST_F(FhirCommandTest, ARepeatedImportHasTheSameRequestId) {
  const auto file = File("r.json", kRequest);
  Run({"import", "fhir", file});
  Run({"import", "fhir", file});
  ASSERT_EQ(created_.size(), 2U);
  EXPECT_EQ(created_[0].request_id(), created_[1].request_id());
}

TEST_F(FhirCommandTest, SendSendsAtOnce) {
  EXPECT_EQ(Run({"import", "fhir", File("r.json", kRequest), "--recipient", "harbor-massage", "--send"}).code, 0);
  EXPECT_THAT(sent_, ElementsAre("referrals/new"));
}

TEST_F(FhirCommandTest, SendNeedsARecipient) {
  EXPECT_EQ(Run({"import", "fhir", File("r.json", kRequest), "--send"}).code, 2);
}

TEST_F(FhirCommandTest, ADryRunStoresNothingAndNeedsNobody) {
  environment_.erase("TENDON_ORGANIZATION");
  const auto result = Run({"import", "fhir", File("r.json", kRequest), "--dry-run", "-o", "json"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(nlohmann::json::parse(result.out)["referrals"].size(), 1U);
  EXPECT_EQ(created_.size(), 0U);
}

TEST_F(FhirCommandTest, WhatMustNotBecomeAReferralDoesNot) {
  std::string prohibited = kRequest;
  prohibited.insert(1, "\"doNotPerform\": true, ");
  const auto result = Run({"import", "fhir", File("r.json", prohibited)});
  EXPECT_EQ(created_.size(), 0U);
  EXPECT_THAT(result.out, HasSubstr("doNotPerform"));
}

// A questionnaire's answers of one session of one patient, as smart4health writes them.
std::string Reading(const std::string& id, const std::string& patient) {
  return R"({"resourceType": "Observation", "id": ")" + id +
         R"(", "status": "final", "code": {"coding": [{"system": "http://loinc.org", "code": "72514-3"}]},
    "subject": {"reference": "Patient/)" +
         patient + R"("}, "encounter": {"reference": "Encounter/e)" + id + R"("}, "effectiveDateTime": "2026-03-0)" +
         id + R"(T10:00:00Z",
    "valueQuantity": {"value": 5, "unit": "{score}", "system": "http://unitsofmeasure.org", "code": "{score}"}})";
}
std::string Visit(const std::string& id, const std::string& patient) {
  return R"({"resourceType": "Encounter", "id": "e)" + id +
         R"(", "status": "finished", "class": {"code": "AMB"}, "subject": {"reference": "Patient/)" + patient +
         R"("}, "period": {"start": "2026-03-0)" + id + R"(T10:00:00Z"}})";
}

TEST_F(FhirCommandTest, SessionsOfTwoPatientsDoNotGoToOneReferral) {
  const auto file = File("two.json", "[" + Reading("1", "a") + "," + Visit("1", "a") + "," + Reading("2", "b") + "," +
                                         Visit("2", "b") + "]");
  const auto dry = nlohmann::json::parse(Run({"import", "fhir", file, "--dry-run", "-o", "json"}).out);
  ASSERT_EQ(dry["sessions"].size(), 2U) << dry;
  const auto result = Run({"import", "fhir", file, "--referral", "abc"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("Patient/a, Patient/b"));
  const auto one = nlohmann::json::parse(
      Run({"import", "fhir", file, "--referral", "abc", "--subject", "Patient/a", "--dry-run", "-o", "json"}).out);
  EXPECT_EQ(one["sessions"].size(), 1U);
}

// A reading of the patient with that record number.
std::string FileOf(const std::string& number) {
  return R"([{"resourceType": "Patient", "id": "a", "identifier": [{"system": "urn:mrn", "value": ")" + number +
         R"("}]}, )" + Reading("1", "a") + "]";
}

TEST_F(FhirCommandTest, SessionsOfTheReferralsPatientAreRecorded) {
  ReferralIs("77");
  const auto result = Run({"import", "fhir", File("own.json", FileOf("77")), "--referral", "abc"});
  EXPECT_EQ(result.code, 0) << result.err << result.out;
  EXPECT_EQ(recorded_.size(), 1U);
}

TEST_F(FhirCommandTest, SessionsOfAnotherPatientAreRefused) {
  ReferralIs("77");
  const auto result = Run({"import", "fhir", File("other.json", FileOf("SECRET")), "--referral", "abc"});
  EXPECT_EQ(result.code, 3) << result.err << result.out;
  EXPECT_EQ(recorded_.size(), 0U);
  EXPECT_THAT(result.out, HasSubstr("another patient than the referral's"));
  EXPECT_THAT(result.out + result.err, ::testing::Not(HasSubstr("SECRET")));
  const auto mixed =
      Run({"import", "fhir", File("other.json", FileOf("SECRET")), File("own.json", "[" + Reading("2", "b") + "]"),
           "--referral", "abc", "--subject", "Patient/a"});
  EXPECT_EQ(mixed.code, 3) << mixed.out;
  EXPECT_EQ(recorded_.size(), 0U);
}

TEST_F(FhirCommandTest, AReferralThatCannotBeReadTakesNoSessions) {
  ReferralIs("77");
  servers_.referral.GetReferral_ = [](grpc::ServerContext&, const pb::GetReferralRequest&, pb::Referral&) {
    return grpc::Status(grpc::NOT_FOUND, "no such referral");
  };
  EXPECT_EQ(Run({"import", "fhir", File("own.json", FileOf("77")), "--referral", "abc"}).code, 4);
  EXPECT_EQ(recorded_.size(), 0U);
}

TEST_F(FhirCommandTest, ADryRunSaysThatThePatientIsNotChecked) {
  const auto result = Run({"import", "fhir", File("own.json", FileOf("77")), "--referral", "abc", "--dry-run"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("is checked when they are stored"));
}

TEST_F(FhirCommandTest, WhatWasFoundAndNotStoredIsSeven) {
  EXPECT_EQ(Run({"import", "fhir", File("own.json", FileOf("77"))}).code, 7) << "sessions of no referral";
  const auto course = Run({"import", "fhir", File("p.json", R"({"resourceType": "Procedure", "id": "p",
      "status": "completed", "basedOn": [{"reference": "ServiceRequest/r"}], "performedDateTime": "2026-01-02",
      "outcome": {"text": "Walks without pain"}, "followUp": [{"text": "Home exercises"}]})")});
  EXPECT_EQ(course.code, 7) << course.out;
  EXPECT_THAT(course.out, HasSubstr("Outcome: Walks without pain"));
  EXPECT_THAT(course.out, HasSubstr("Home exercises"));
  EXPECT_EQ(Run({"import", "fhir", File("n.json", R"({"resourceType": "Patient", "id": "p"})")}).code, 7);
  EXPECT_EQ(Run({"import", "fhir", File("own.json", FileOf("77")), "--dry-run"}).code, 0);
}

TEST_F(FhirCommandTest, RequestsBesideTheSessionsOfAReferralAreNoFailure) {
  ReferralIs("77");
  std::string file = FileOf("77");
  file.insert(1, std::string(kRequest) + ", ");
  EXPECT_EQ(Run({"import", "fhir", File("both.json", file), "--referral", "abc"}).code, 0);
  EXPECT_EQ(recorded_.size(), 1U);
  EXPECT_EQ(Run({"import", "fhir", File("r.json", kRequest), "--referral", "abc"}).code, 7) << "nothing was stored";
}

TEST_F(FhirCommandTest, WhatHasEndedIsNotSentAtOnce) {
  const std::string task = R"({"resourceType": "Task", "status": "rejected", "intent": "order",
      "focus": {"reference": "ServiceRequest/pt"}})";
  const auto result = Run({"import", "fhir", File("r.json", "[" + std::string(kRequest) + ", " + task + "]"),
                           "--recipient", "harbor-massage", "--send"});
  EXPECT_EQ(result.code, 7) << result.out;
  EXPECT_EQ(created_.size(), 1U);
  EXPECT_THAT(sent_, ::testing::IsEmpty());
  EXPECT_THAT(result.out, HasSubstr("DRAFT, not sent"));
  EXPECT_THAT(result.out, HasSubstr("rejected"));
}

TEST_F(FhirCommandTest, TheSameFileTwiceIsOneDraft) {
  const auto file = File("r.json", kRequest);
  const auto result = Run({"import", "fhir", file, file});
  EXPECT_EQ(result.code, 0) << result.out;
  EXPECT_EQ(created_.size(), 1U);
  EXPECT_THAT(result.out, HasSubstr("taken once"));
}

TEST_F(FhirCommandTest, WhatIsNoJsonIsThree) {
  EXPECT_EQ(Run({"import", "fhir", File("r.json", "{\"resourceType\": ")}).code, 3);
  EXPECT_EQ(Run({"import", "fhir", File("r.xml", "<ServiceRequest/>")}).code, 3);
  EXPECT_EQ(Run({"import", "fhir", folder_ + "/none.json"}).code, 3);
}

}  // namespace
}  // namespace tendon::testing
