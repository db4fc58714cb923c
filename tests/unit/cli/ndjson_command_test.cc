// `tendon import ndjson`: lines in, one result for each record.
#include <gmock/gmock.h>

#include "clients/cli/ndjson_index.h"
#include "tests/unit/cli/cli_fixture.h"

namespace tendon::testing {
namespace {

namespace out = outcomes::v1;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kLater[] =
    R"({"resourceType": "Observation", "id": "o2", "status": "final", "code": {"coding": [{"system": "http://loinc.org", "code": "72514-3"}]}, "subject": {"reference": "Patient/p"}, "encounter": {"reference": "Encounter/e2"}, "effectiveDateTime": "2026-02-02T10:00:00Z", "valueInteger": 4})";
constexpr char kEarlier[] =
    R"({"resourceType": "Observation", "id": "o1", "status": "final", "code": {"coding": [{"system": "http://loinc.org", "code": "72514-3"}]}, "subject": {"reference": "Patient/p"}, "encounter": {"reference": "Encounter/e1"}, "effectiveDateTime": "2026-01-02T10:00:00Z", "valueInteger": 6})";
constexpr char kVisit[] =
    R"({"resourceType": "Encounter", "id": "e1", "status": "finished", "class": {"code": "AMB"}, "subject": {"reference": "Patient/p"}, "period": {"start": "2026-01-02T09:30:00Z", "end": "2026-01-02T10:30:00Z"}})";

std::string LinesOf(const std::vector<std::string>& resources) {
  std::string text;
  for (const std::string& resource : resources) text += resource + "\n";
  return text;
}

class NdjsonCommandTest : public CliTest {
 protected:
  NdjsonCommandTest() {
    servers_.sessions.ImportSessions_ = [this](grpc::ServerContext&, auto& stream) {
      out::ImportSessionsRequest request;
      while (stream.Read(&request)) {
        received_.push_back(request);
        out::ImportSessionsResponse response;
        response.set_record_number(request.record_number());
        response.set_outcome(out::IMPORT_OUTCOME_ACCEPTED);
        stream.Write(response);
      }
      return grpc::Status::OK;
    };
    servers_.referral.GetReferral_ = [](grpc::ServerContext&, const referral::v1::GetReferralRequest&,
                                        referral::v1::Referral& referral) {
      auto* identifier = referral.mutable_patient()->add_identifiers();
      identifier->set_system("urn:mrn");
      identifier->set_value("77");
      return grpc::Status::OK;
    };
  }
  std::vector<out::ImportSessionsRequest> received_;
};

TEST_F(NdjsonCommandTest, WhatBelongsTogetherMayLieApartAndComesInTheOrderOfTime) {
  const auto observations = File("o.ndjson", LinesOf({kLater, kEarlier}));
  const auto encounters = File("e.ndjson", LinesOf({kVisit}));
  const auto result = Run({"import", "ndjson", observations, encounters, "--referral", "abc"});
  EXPECT_EQ(result.code, 0) << result.err << result.out;
  ASSERT_EQ(received_.size(), 2U);
  EXPECT_EQ(received_[0].session().observations(0).value(), 6) << "the earlier";
  EXPECT_EQ(received_[0].session().duration_minutes(), 60) << "of its Encounter, in another file";
  EXPECT_EQ(received_[0].record_number(), 2) << "the line of its first resource";
  EXPECT_EQ(received_[1].session().observations(0).value(), 4);
  EXPECT_EQ(received_[0].parent(), "referrals/abc");
  EXPECT_THAT(result.out, HasSubstr("2 records: 2 stored"));
}

std::string PatientLine(const std::string& number) {
  return R"({"resourceType": "Patient", "id": "p", "identifier": [{"system": "urn:mrn", "value": ")" + number + "\"}]}";
}

TEST_F(NdjsonCommandTest, SessionsOfAnotherPatientAreRejected) {
  const auto own =
      Run({"import", "ndjson", File("own.ndjson", LinesOf({kEarlier, PatientLine("77")})), "--referral", "abc"});
  EXPECT_EQ(own.code, 0) << own.out;
  EXPECT_EQ(own.err, "");
  EXPECT_EQ(received_.size(), 1U);
  const auto file = File("other.ndjson", LinesOf({kLater, PatientLine("SECRET"), kEarlier}));
  const auto other = Run({"import", "ndjson", file, "--referral", "abc"});
  EXPECT_EQ(other.code, static_cast<int>(cli::ExitCode::kPartialImport)) << other.out;
  EXPECT_EQ(received_.size(), 1U);
  EXPECT_THAT(other.out, AllOf(HasSubstr("another patient than the referral's"), HasSubstr("2 rejected")));
  EXPECT_THAT(other.out + other.err, ::testing::Not(HasSubstr("SECRET")));
}

TEST_F(NdjsonCommandTest, APatientWhoCannotBeComparedIsSaidOnce) {
  const auto result = Run({"import", "ndjson", File("o.ndjson", LinesOf({kLater, kEarlier})), "--referral", "abc"});
  EXPECT_EQ(received_.size(), 2U);
  EXPECT_THAT(result.err, HasSubstr("no identifier of the patient is told"));
  EXPECT_EQ(result.err.find("could not be checked"), result.err.rfind("could not be checked"));
}

TEST_F(NdjsonCommandTest, ALineThatIsNotReadHarmsNoOtherAndSaysWhy) {
  std::string wrong = kLater;
  wrong.replace(wrong.find("valueInteger\": 4"), 16, "valueInteger\": 40");
  const auto file = File("o.ndjson", LinesOf({kEarlier, "{not json", wrong, R"({"resourceType": "Patient"})"}));
  const auto result = Run({"import", "ndjson", file, "--referral", "abc"});
  EXPECT_EQ(result.code, static_cast<int>(cli::ExitCode::kPartialImport));
  EXPECT_EQ(received_.size(), 1U);
  EXPECT_THAT(result.out, AllOf(HasSubstr("is no JSON object"), HasSubstr("Observation.value"),
                                HasSubstr("3 records: 1 stored, 0 stored before, 2 rejected"),
                                HasSubstr("left out: 1 Patient: tells of no session")));
}

TEST_F(NdjsonCommandTest, ASecondRunGoesOnFromTheCheckpoint) {
  const auto file = File("o.ndjson", LinesOf({kEarlier, kLater}));
  const std::vector<std::string> command = {"import", "ndjson",       file,          "--referral",
                                            "abc",    "--checkpoint", folder_ + "/c"};
  EXPECT_EQ(Run(command).code, 0);
  EXPECT_EQ(received_.size(), 2U);
  const auto again = Run(command);
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(received_.size(), 2U);
  EXPECT_THAT(again.out, HasSubstr("0 records"));
}

TEST_F(NdjsonCommandTest, ACheckpointOfOtherFilesIsRefused) {
  const std::string checkpoint = folder_ + "/c";
  Run({"import", "ndjson", File("a.ndjson", LinesOf({kEarlier})), "--referral", "abc", "--checkpoint", checkpoint});
  const auto result =
      Run({"import", "ndjson", File("b.ndjson", LinesOf({kLater})), "--referral", "abc", "--checkpoint", checkpoint});
  EXPECT_NE(result.code, 0);
  EXPECT_THAT(result.err, HasSubstr("is of another import"));
}

TEST_F(NdjsonCommandTest, TheSameRecordHasTheSameRequestIdInEveryRun) {
  const auto file = File("o.ndjson", LinesOf({kEarlier}));
  Run({"import", "ndjson", file, "--referral", "abc"});
  Run({"import", "ndjson", file, "--referral", "abc"});
  ASSERT_EQ(received_.size(), 2U);
  EXPECT_EQ(received_[0].request_id(), received_[1].request_id());
}

TEST_F(NdjsonCommandTest, SessionsOfSeveralPatientsDoNotGoToOneReferral) {
  std::string other = kLater;
  other.replace(other.find("Patient/p"), 9, "Patient/q");
  const auto file = File("o.ndjson", LinesOf({kEarlier, other}));
  const auto refused = Run({"import", "ndjson", file, "--referral", "abc"});
  EXPECT_NE(refused.code, 0);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("--subject"), HasSubstr("Patient/q")));
  EXPECT_TRUE(received_.empty());
  EXPECT_EQ(Run({"import", "ndjson", file, "--referral", "abc", "--subject", "Patient/q"}).code, 0);
  ASSERT_EQ(received_.size(), 1U);
  EXPECT_EQ(received_[0].session().observations(0).value(), 4);
}

TEST_F(NdjsonCommandTest, SaysWhatItNeeds) {
  const auto file = File("o.ndjson", LinesOf({kEarlier}));
  EXPECT_THAT(Run({"import", "ndjson", file}).err, HasSubstr("--referral ID of one patient's, or --own DISCIPLINE"));
  EXPECT_THAT(Run({"import", "ndjson", file, "--own", "shaman"}).err, HasSubstr("MASSAGE_THERAPIST"));
  EXPECT_THAT(Run({"import", "ndjson", folder_ + "/none", "--referral", "a"}).err, HasSubstr("cannot be opened"));
}

TEST_F(NdjsonCommandTest, ADryRunSendsNothing) {
  const auto result =
      Run({"import", "ndjson", File("o.ndjson", LinesOf({kEarlier})), "--referral", "abc", "--dry-run"});
  EXPECT_TRUE(received_.empty());
  EXPECT_THAT(result.err, HasSubstr("1 of 1 records can be sent; nothing was."));
}

}  // namespace
}  // namespace tendon::testing
