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

TEST_F(FhirCommandTest, WhatIsNoJsonIsThree) {
  EXPECT_EQ(Run({"import", "fhir", File("r.json", "{\"resourceType\": ")}).code, 3);
  EXPECT_EQ(Run({"import", "fhir", File("r.xml", "<ServiceRequest/>")}).code, 3);
  EXPECT_EQ(Run({"import", "fhir", folder_ + "/none.json"}).code, 3);
}

}  // namespace
}  // namespace tendon::testing
