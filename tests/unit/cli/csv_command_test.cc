// `tendon import csv`: a file and its map become records; the mapping itself has its own tests.
#include <gmock/gmock.h>

#include <mutex>
#include <nlohmann/json.hpp>

#include "tests/unit/cli/cli_fixture.h"
#include "tests/unit/client/rpc_errors.h"

namespace tendon::testing {
namespace {

namespace pb = referral::v1;
namespace v1 = outcomes::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kMap[] = R"(subject_column: id
missing: [NA]
time: {column: date}
readings: [{measure: NPRS, column: pain}]
referral: {column: referral}
)";
constexpr char kFile[] = "id,date,pain,referral\np1,2026-01-05,7,r1\np1,2026-01-12,4,r1\np2,2026-01-06,9,r2\n";

class CsvCommandTest : public CliTest {
 protected:
  CsvCommandTest() {
    servers_.sessions.ImportSessions_ = [this](grpc::ServerContext&, FakeSessionService::Stream& stream) {
      v1::ImportSessionsRequest record;
      while (stream.Read(&record)) {
        std::lock_guard lock(mutex_);
        records_.push_back(record);
        v1::ImportSessionsResponse response;
        response.set_record_number(record.record_number());
        const bool refused = record.session().observations(0).value() > 10;
        response.set_outcome(refused ? v1::IMPORT_OUTCOME_REJECTED : v1::IMPORT_OUTCOME_ACCEPTED);
        if (refused) {
          response.set_code(grpc::INVALID_ARGUMENT);
          response.set_reason("INVALID_FIELD");
          response.set_field("session.observations[0].value");
          response.set_message("must be 0 to 10");
        }
        stream.Write(response);
      }
      return grpc::Status::OK;
    };
    map_ = File("map.yaml", kMap);
  }
  CliResult Import(const std::string& text, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"import", "csv", File("trial.csv", text), "--map", map_};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Run(arguments);
  }
  std::vector<std::string> Parents() const {
    std::vector<std::string> parents;
    for (const auto& record : records_) parents.push_back(record.parent());
    return parents;
  }

  std::string map_;
  std::mutex mutex_;
  std::vector<v1::ImportSessionsRequest> records_;
};

TEST_F(CsvCommandTest, EachRowIsARecordOfItsReferral) {
  const auto result = Import(kFile);
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("3 records: 3 stored, 0 stored before, 0 rejected"));
  EXPECT_THAT(Parents(), ElementsAre("referrals/r1", "referrals/r1", "referrals/r2"));
  const v1::Session& session = records_[1].session();
  EXPECT_EQ(session.status(), v1::SESSION_STATUS_ASSESSMENT);
  EXPECT_EQ(session.observations(0).measure(), "NPRS");
  EXPECT_EQ(session.observations(0).value(), 4);
  // 2026-01-12T00:00:00Z.
  EXPECT_EQ(session.start_time().seconds(), 1'768'176'000);
}

TEST_F(CsvCommandTest, ARecordIsNamedByItsLine) {
  Import(kFile);
  EXPECT_EQ(records_[0].record_number(), 2) << "the header is line 1";
  EXPECT_EQ(records_[2].record_number(), 4);
}

TEST_F(CsvCommandTest, ARepeatedImportHasTheSameRequestIds) {
  Import(kFile);
  Import(kFile);
  ASSERT_EQ(records_.size(), 6U);
  for (size_t i = 0; i < 3; ++i) EXPECT_EQ(records_[i].request_id(), records_[i + 3].request_id());
  EXPECT_NE(records_[0].request_id(), records_[1].request_id());
}

TEST_F(CsvCommandTest, BadRowsAreToldByLineColumnAndRuleAndLeaveSeven) {
  const auto result = Import(
      "id,date,pain,referral\np1,soon,7,r1\np1,2026-01-12,11,r1\np2,2026-01-06,9,\np3,2026-01-06\np4,2026-01-07,3,"
      "r4\n");
  EXPECT_EQ(result.code, 7);
  EXPECT_THAT(result.out, HasSubstr("5 records: 1 stored, 0 stored before, 4 rejected"));
  EXPECT_THAT(result.out, HasSubstr("date"));
  EXPECT_THAT(result.out, HasSubstr("session.observations[0].value"));
  EXPECT_THAT(result.out, HasSubstr("must name a referral"));
  EXPECT_THAT(result.out, HasSubstr("2 cells"));
  EXPECT_THAT(result.out, Not(HasSubstr("soon"))) << "cells are patient data";
  EXPECT_EQ(records_.size(), 2U) << "what cannot be sent is not";
}

TEST_F(CsvCommandTest, JsonHasAResultForEachRecord) {
  const auto json = nlohmann::json::parse(Import(kFile, {"-o", "json"}).out);
  ASSERT_EQ(json.size(), 3U);
  EXPECT_EQ(json[0]["record_number"], "2");
  EXPECT_EQ(json[0]["outcome"], "IMPORT_OUTCOME_ACCEPTED");
}

TEST_F(CsvCommandTest, ADryRunSendsNothing) {
  const auto result = Import(kFile, {"--dry-run"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("3 of 3 records can be sent; nothing was."));
  EXPECT_THAT(records_, IsEmpty());
}

TEST_F(CsvCommandTest, ACheckpointGoesOnWhereTheFileEnded) {
  const std::string checkpoint = folder_ + "/checkpoint";
  EXPECT_EQ(Import(kFile, {"--checkpoint", checkpoint}).code, 0);
  const auto result = Import(std::string(kFile) + "p3,2026-01-07,2,r3\n", {"--checkpoint", checkpoint});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("1 records: 1 stored"));
  ASSERT_EQ(records_.size(), 4U);
  EXPECT_EQ(records_[3].parent(), "referrals/r3");
}

TEST_F(CsvCommandTest, ACheckpointOfAnotherMapIsRefused) {
  const std::string checkpoint = folder_ + "/checkpoint";
  Import(kFile, {"--checkpoint", checkpoint});
  map_ = File("map.yaml", std::string(kMap) + "day_zero: 2001-01-01\n");
  EXPECT_NE(Import(kFile, {"--checkpoint", checkpoint}).code, 0);
  EXPECT_EQ(records_.size(), 3U);
}

TEST_F(CsvCommandTest, WithoutAColumnEachPatientGetsAReferralOfOnesOwn) {
  std::vector<std::string> patients;
  const auto step = [](grpc::ServerContext&, const auto& request, pb::Referral& referral) {
    referral.set_name(request.name());
    return grpc::Status::OK;
  };
  servers_.referral.CreateReferral_ = [&](grpc::ServerContext&, const pb::CreateReferralRequest& request,
                                          pb::Referral& referral) {
    const std::string& patient = request.referral().patient().identifiers(0).value();
    patients.push_back(patient);
    EXPECT_EQ(request.referral().recipient(), "organizations/river-clinic");
    referral.set_name("referrals/of-" + patient);
    return grpc::Status::OK;
  };
  servers_.referral.SendReferral_ = step;
  servers_.referral.AcceptReferral_ = step;
  std::string map(kMap);
  map.replace(map.find("{column: referral}"), std::string("{column: referral}").size(),
              "{discipline: massage-therapist, reason: Headache}");
  map_ = File("map.yaml", map);
  const auto result = Import(kFile);
  EXPECT_EQ(result.code, 0) << result.err << result.out;
  EXPECT_THAT(patients, ElementsAre("p1", "p2")) << "one for each patient, not for each row";
  EXPECT_THAT(Parents(), ElementsAre("referrals/of-p1", "referrals/of-p1", "referrals/of-p2"));
}

TEST_F(CsvCommandTest, MeasuresOfTheMapAreDeclaredAndADifferentOneIsRefused) {
  map_ = File("map.yaml",
              std::string(kMap) + "measures: [{id: diary, definition: {display_name: Diary, unit: \"{score}\"}}]\n");
  std::string declared;
  servers_.measure_definitions.DeclareMeasure_ = [&](grpc::ServerContext&, const v1::DeclareMeasureRequest& request,
                                                     v1::MeasureDefinition& definition) {
    declared = request.measure_id();
    definition = request.measure_definition();
    return grpc::Status::OK;
  };
  EXPECT_EQ(Import(kFile).code, 0);
  EXPECT_EQ(declared, "diary");

  servers_.measure_definitions.DeclareMeasure_ = [](grpc::ServerContext&, const v1::DeclareMeasureRequest&,
                                                    v1::MeasureDefinition&) {
    return RpcError(grpc::ALREADY_EXISTS, "ALREADY_EXISTS", "declared");
  };
  servers_.measure_definitions.GetMeasureDefinition_ = [](grpc::ServerContext&, const v1::GetMeasureDefinitionRequest&,
                                                          v1::MeasureDefinition& definition) {
    definition.set_display_name("Another diary");
    return grpc::Status::OK;
  };
  const auto result = Import(kFile);
  EXPECT_EQ(result.code, 5);
  EXPECT_THAT(result.err, HasSubstr("'diary' is declared already, otherwise"));
  EXPECT_EQ(records_.size(), 3U) << "those of the first import";
}

TEST_F(CsvCommandTest, AMapOrFileThatCannotBeUsedSendsNothing) {
  EXPECT_EQ(Run({"import", "csv", File("trial.csv", kFile)}).code, 2) << "no map";
  EXPECT_EQ(Run({"import", "csv", folder_ + "/none.csv", "--map", map_}).code, 3);
  EXPECT_EQ(Run({"import", "csv", File("trial.csv", kFile), "--map", folder_ + "/none.yaml"}).code, 3);
  EXPECT_EQ(Import("").code, 3) << "an empty file";
  const auto no_column = Import("id,date,referral\np1,2026-01-05,r1\n");
  EXPECT_EQ(no_column.code, 3);
  EXPECT_THAT(no_column.err, HasSubstr("pain"));
  map_ = File("map.yaml", "subject_colum: id\n");
  const auto typo = Import(kFile);
  EXPECT_EQ(typo.code, 3);
  EXPECT_THAT(typo.err, HasSubstr("subject_colum"));
  EXPECT_THAT(records_, IsEmpty());
}

TEST_F(CsvCommandTest, AServerThatIsGoneLeavesSevenAndSaysHowToGoOn) {
  servers_.sessions.ImportSessions_ = [](grpc::ServerContext&, FakeSessionService::Stream& stream) {
    v1::ImportSessionsRequest record;
    stream.Read(&record);
    v1::ImportSessionsResponse response;
    response.set_record_number(record.record_number());
    response.set_outcome(v1::IMPORT_OUTCOME_ACCEPTED);
    stream.Write(response);
    return RpcError(grpc::PERMISSION_DENIED, "PERMISSION_DENIED", "no more");
  };
  const auto result = Import(kFile);
  EXPECT_EQ(result.code, 7);
  EXPECT_THAT(result.out, HasSubstr("2 without a result"));
  EXPECT_THAT(result.err, HasSubstr("Run it again"));
}

TEST_F(CsvCommandTest, StandardInputIsRead) {
  EXPECT_EQ(Run({"import", "csv", "-", "--map", map_}, kFile).code, 0);
  EXPECT_EQ(records_.size(), 3U);
}

}  // namespace
}  // namespace tendon::testing
