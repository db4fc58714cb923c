// `tendon session` and `tendon episode`.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "clients/cli/session_records.h"
#include "tests/unit/cli/cli_fixture.h"
#include "tests/unit/client/rpc_errors.h"

namespace tendon::testing {
namespace {

namespace out = outcomes::v1;
using ::testing::HasSubstr;

class SessionCommandTest : public CliTest {
 protected:
  SessionCommandTest() {
    servers_.sessions.RecordSession_ = [this](grpc::ServerContext&, const out::RecordSessionRequest& request,
                                              out::Session& session) {
      recorded_ = request;
      session = request.session();
      session.set_name(request.parent() + "/sessions/s1");
      return grpc::Status::OK;
    };
    servers_.sessions.ImportSessions_ = [this](grpc::ServerContext&, FakeSessionService::Stream& stream) {
      out::ImportSessionsRequest record;
      while (stream.Read(&record)) {
        imported_.push_back(record);
        out::ImportSessionsResponse response;
        response.set_record_number(record.record_number());
        response.set_outcome(record.session().session_number() == 2 ? out::IMPORT_OUTCOME_REJECTED
                                                                    : out::IMPORT_OUTCOME_ACCEPTED);
        if (record.session().session_number() == 2) {
          response.set_reason("SESSION_NUMBER_TAKEN");
          response.set_code(grpc::ALREADY_EXISTS);
          response.set_field("session.session_number");
        }
        stream.Write(response);
      }
      return grpc::Status::OK;
    };
  }
  out::RecordSessionRequest recorded_;
  std::vector<out::ImportSessionsRequest> imported_;
};

TEST_F(SessionCommandTest, RecordSendsWhatWasTyped) {
  const auto result = Run({"session", "record", "abc", "--pain-before", "7", "--pain-after", "4", "--minutes", "60",
                           "--technique", "DEEP_TISSUE@lumbar", "--technique", "MLD@knee:left/15", "--time",
                           "2026-11-23T09:30:00Z", "--number", "3", "--measure", "ODI=32"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(recorded_.parent(), "referrals/abc");
  const auto& session = recorded_.session();
  EXPECT_EQ(session.duration_minutes(), 60);
  EXPECT_EQ(session.session_number(), 3);
  EXPECT_EQ(session.start_time().seconds(), 1'795'426'200);
  EXPECT_EQ(session.techniques_size(), 2);
  ASSERT_EQ(session.observations_size(), 3);
  EXPECT_EQ(session.observations(1).measure(), "NPRS");
  EXPECT_EQ(session.observations(1).value(), 7);
  EXPECT_THAT(result.out, HasSubstr("7 -> 4"));
}

TEST_F(SessionCommandTest, RecordWarnsOfAMeasureThatNobodyKnows) {
  servers_.sessions.RecordSession_ = [](grpc::ServerContext&, const out::RecordSessionRequest& request,
                                        out::Session& session) {
    session = request.session();
    auto* unknown = session.add_unknown_measures();
    unknown->set_measure("NRPS");
    unknown->add_nearest("NPRS");
    session.add_unknown_measures()->set_measure("NOPE");
    return grpc::Status::OK;
  };
  const auto result = Run({"-o", "json", "session", "record", "abc", "--measure", "NRPS=7", "--measure", "NOPE=1"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("NRPS is no known measure: the reading is kept"));
  EXPECT_THAT(result.err, HasSubstr("Did you mean NPRS?"));
  EXPECT_THAT(result.err, HasSubstr("NOPE is no known measure"));
  EXPECT_THAT(result.err, HasSubstr("tendon measure list"));
}

TEST_F(SessionCommandTest, RecordRefusesWrongForms) {
  EXPECT_EQ(Run({"session", "record", "abc", "--pain-before", "much"}).code, 2);
  EXPECT_EQ(Run({"session", "record", "abc", "--minutes", "0"}).code, 2);
  EXPECT_EQ(Run({"session", "record", "abc", "--time", "yesterday"}).code, 2);
  EXPECT_EQ(Run({"session", "record"}).code, 2);
}

TEST_F(SessionCommandTest, OptionsGoOverTheFile) {
  const auto file = File("s.yaml", "start_time: 2026-11-23T09:30:00Z\nduration_minutes: 30\nnote: from the file\n");
  EXPECT_EQ(Run({"session", "record", "abc", "-f", file, "--minutes", "45"}).code, 0);
  EXPECT_EQ(recorded_.session().duration_minutes(), 45);
  EXPECT_EQ(recorded_.session().start_time().seconds(), 1'795'426'200);
  EXPECT_EQ(recorded_.session().note(), "from the file");
}

TEST_F(SessionCommandTest, ATakenNumberShowsTheOther) {
  servers_.sessions.RecordSession_ = [](grpc::ServerContext&, const out::RecordSessionRequest&, out::Session&) {
    referral::v1::SessionConflict conflict;
    conflict.set_existing_session("referrals/abc/sessions/s9");
    conflict.set_session_number(3);
    return RpcError(grpc::ALREADY_EXISTS, "SESSION_NUMBER_TAKEN", "taken", conflict);
  };
  const auto result = Run({"session", "record", "abc", "--number", "3"});
  EXPECT_EQ(result.code, 5);
  EXPECT_THAT(result.err, HasSubstr("tendon session show abc/s9"));
}

TEST_F(SessionCommandTest, ImportTellsEachRejectedRecordAndLeavesSeven) {
  const auto file =
      File("s.jsonl",
           "{\"session_number\": 1}\n{\"session_number\": 2}\n{\"session_numbre\": 3}\n{\"session_number\": 4}\n");
  const auto result = Run({"session", "import", file, "--referral", "abc"});
  EXPECT_EQ(result.code, 7);
  EXPECT_THAT(result.out, HasSubstr("4 records: 2 stored, 0 stored before, 2 rejected"));
  EXPECT_THAT(result.out, HasSubstr("SESSION_NUMBER_TAKEN"));
  EXPECT_THAT(result.out, HasSubstr("session.session_numbre"));
  EXPECT_EQ(imported_.size(), 3U);
}

TEST_F(SessionCommandTest, AWholeImportLeavesZero) {
  EXPECT_EQ(Run({"session", "import", "-", "--referral", "abc"}, "- session_number: 1\n- session_number: 3\n").code, 0);
  EXPECT_EQ(imported_[1].parent(), "referrals/abc");
}

TEST_F(SessionCommandTest, ImportPrintsAResultForEachRecordAsJson) {
  const auto result = Run({"session", "import", "-", "--referral", "abc", "-o", "json"},
                          R"({"sessions": [{"session_number": 1}, {"session_number": 2}]})");
  const auto json = nlohmann::json::parse(result.out);
  ASSERT_EQ(json.size(), 2U);
  EXPECT_EQ(json[0]["outcome"], "IMPORT_OUTCOME_ACCEPTED");
}

TEST_F(SessionCommandTest, ImportWithoutAReferralIsAUsageError) {
  EXPECT_EQ(Run({"session", "import", "-"}, "[{\"session_number\": 1}]").code, 2);
  EXPECT_EQ(imported_.size(), 0U);
}

TEST_F(SessionCommandTest, RecordsMayNameTheirReferral) {
  EXPECT_EQ(Run({"session", "import", "-"},
                R"([{"parent": "referrals/x", "session": {"session_number": 1}}, {"parent": "y", "session": {}}])")
                .code,
            0);
  ASSERT_EQ(imported_.size(), 2U);
  EXPECT_EQ(imported_[0].parent(), "referrals/x");
  EXPECT_EQ(imported_[1].parent(), "referrals/y");
}

TEST_F(SessionCommandTest, ADryRunSendsNothing) {
  EXPECT_EQ(Run({"session", "import", "-", "--referral", "abc", "--dry-run"}, "[{\"session_number\": 1}]").code, 0);
  EXPECT_EQ(imported_.size(), 0U);
}

TEST_F(SessionCommandTest, NoServerIsSix) {
  environment_["TENDON_OUTCOMES_SERVER"] = "unix:/nonexistent/tendon.socket";
  EXPECT_EQ(Run({"session", "import", "-", "--referral", "abc", "--timeout", "0.01"}, "[{\"session_number\": 1}]").code,
            6);
}

TEST_F(SessionCommandTest, EpisodeDrawsTheCourseOfPain) {
  servers_.sessions.GetEpisode_ = [](grpc::ServerContext&, const out::GetEpisodeRequest& request,
                                     out::Episode& episode) {
    EXPECT_EQ(request.name(), "referrals/abc/episodes/-");
    episode.set_name("referrals/abc/episodes/1");
    episode.set_sessions_completed(2);
    episode.set_sessions_authorized(6);
    auto* measure = episode.add_measures();
    measure->set_measure("NPRS");
    measure->set_direction(out::DIRECTION_LOWER_BETTER);
    measure->set_baseline(7);
    measure->set_latest(3);
    measure->set_change(-4);
    measure->set_change_percent(-57.142857);
    for (int i = 1; i <= 2; ++i) {
      auto* point = measure->add_points();
      point->set_session("referrals/abc/sessions/" + std::to_string(i));
      point->set_session_number(i);
      point->set_phase(clinical::v1::OBSERVATION_PHASE_BEFORE);
      point->set_value(i == 1 ? 7 : 3);
    }
    return grpc::Status::OK;
  };
  const auto result = Run({"episode", "show", "abc"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("2 of 6  [##....]"));
  EXPECT_THAT(result.out, HasSubstr("Pain (NPRS), less is better: from 7 to 3, change -4 (-57 %)"));
  EXPECT_THAT(result.out, HasSubstr(" 7 |   #\n"));
  EXPECT_THAT(result.out, HasSubstr(" 3 |       #\n"));
}

}  // namespace
}  // namespace tendon::testing
