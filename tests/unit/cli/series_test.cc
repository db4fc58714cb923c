// A measure is never named without what its question asked for: pain now and the worst pain of a week are two courses.
#include "clients/cli/series.h"

#include <gmock/gmock.h>

#include "tests/unit/cli/cli_fixture.h"

namespace tendon::testing {
namespace {

namespace shown = outcomes::v1;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

shown::MeasureSummary* AddPain(shown::Episode& episode, const std::string& recall, double latest) {
  shown::MeasureSummary* measure = episode.add_measures();
  measure->set_measure("NPRS");
  measure->set_recall(recall);
  measure->set_baseline(7);
  measure->set_latest(latest);
  measure->mutable_trajectory()->set_rule("TR09");
  measure->mutable_trajectory()->set_explanation("Said of " + (recall.empty() ? "no question" : recall));
  for (int i = 1; i <= 2; ++i) {
    shown::MeasurePoint* point = measure->add_points();
    point->set_session("referrals/abc/sessions/" + std::to_string(i));
    point->set_session_number(i);
    point->set_phase(clinical::v1::OBSERVATION_PHASE_BEFORE);
    point->set_value(i == 1 ? 7 : latest);
  }
  return measure;
}

void AddReading(shown::Session& session, const char* recall, clinical::v1::ObservationPhase phase, double value) {
  clinical::v1::Observation* reading = session.add_observations();
  reading->set_measure("NPRS");
  reading->set_recall(recall);
  reading->set_phase(phase);
  reading->set_value(value);
}

// The line of `text` that begins with `start`; empty when there is none.
std::string LineOf(const std::string& text, const std::string& start) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind(start, 0) == 0) return line;
  }
  return "";
}

TEST_F(CliTest, EpisodeNamesEachSeriesWithItsRecall) {
  servers_.sessions.GetEpisode_ = [](grpc::ServerContext&, const shown::GetEpisodeRequest&, shown::Episode& episode) {
    AddPain(episode, "now", 3);
    AddPain(episode, "worst 4 weeks", 8);
    AddPain(episode, "", 5);
    return grpc::Status::OK;
  };
  const auto result = Run({"episode", "show", "abc"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(LineOf(result.out, "NPRS, now  "), HasSubstr("       3"));
  EXPECT_THAT(LineOf(result.out, "NPRS, worst 4 weeks  "), HasSubstr("       8"));
  EXPECT_THAT(result.out, HasSubstr("NPRS, now            Said of now"));
  EXPECT_THAT(result.out, HasSubstr("NPRS, worst 4 weeks  Said of worst 4 weeks"));
  EXPECT_NE(LineOf(result.out, "Pain (NPRS), now"), "");
  EXPECT_NE(LineOf(result.out, "Pain (NPRS), worst 4 weeks"), "");
}

TEST_F(CliTest, PlanNamesEachSeriesWithItsRecallAndPlace) {
  servers_.sessions.GetEpisode_ = [](grpc::ServerContext&, const shown::GetEpisodeRequest&, shown::Episode& episode) {
    AddPain(episode, "now", 3);
    AddPain(episode, "worst 4 weeks", 8)->mutable_body_site()->set_region("lumbar");
    return grpc::Status::OK;
  };
  servers_.referral.GetReferral_ = [](grpc::ServerContext&, const referral::v1::GetReferralRequest& request,
                                      referral::v1::Referral& referral) {
    referral.set_name(request.name());
    return grpc::Status::OK;
  };
  const auto result = Run({"plan", "show", "abc"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("NPRS, now "), HasSubstr("NPRS, worst 4 weeks  lumbar ")));
}

TEST_F(CliTest, SessionNamesTheRecallOfEachReading) {
  servers_.sessions.GetSession_ = [](grpc::ServerContext&, const shown::GetSessionRequest&, shown::Session& session) {
    AddReading(session, "worst 7d", clinical::v1::OBSERVATION_PHASE_BEFORE, 9);
    return grpc::Status::OK;
  };
  EXPECT_THAT(Run({"session", "show", "abc/s1"}).out, HasSubstr("NPRS, worst 7d 9 BEFORE"));
}

TEST(PainLabelTest, NeverComparesTwoQuestions) {
  shown::Session session;
  AddReading(session, "now", clinical::v1::OBSERVATION_PHASE_BEFORE, 7);
  AddReading(session, "now", clinical::v1::OBSERVATION_PHASE_AFTER, 4);
  AddReading(session, "worst 7d", clinical::v1::OBSERVATION_PHASE_BEFORE, 9);
  EXPECT_EQ(cli::PainLabel(session, false), "7 -> 4");
  session.mutable_observations()->DeleteSubrange(0, 2);
  EXPECT_EQ(cli::PainLabel(session, false), "9 -> ? (worst 7d)");
}

TEST(SeriesLabelTest, HasWhatPartsOneSeriesFromAnother) {
  shown::MeasureSummary motion;
  motion.set_measure("ROM_DEG");
  motion.mutable_body_site()->set_region("knee");
  motion.mutable_body_site()->set_laterality(clinical::v1::LATERALITY_LEFT);
  motion.set_motion("FLEXION");
  EXPECT_EQ(cli::SeriesLabel(motion), "ROM_DEG, knee LEFT, FLEXION");
  EXPECT_EQ(cli::MeasureLabel(motion), "ROM_DEG");
  EXPECT_EQ(cli::PlaceLabel(motion), "knee LEFT FLEXION");
}

// Pain before and after a session is pain now, as deploy/demo/sessions.json says it: one patient, one course.
TEST_F(CliTest, RecordedPainIsPainNow) {
  shown::Session recorded;
  servers_.sessions.RecordSession_ = [&](grpc::ServerContext&, const shown::RecordSessionRequest& request,
                                         shown::Session& session) {
    recorded = session = request.session();
    return grpc::Status::OK;
  };
  Run({"session", "record", "abc", "--pain-before", "7", "--pain-after", "4", "--measure", "NPRS=9:before:worst 7d"});
  ASSERT_EQ(recorded.observations_size(), 3);
  EXPECT_EQ(recorded.observations(0).recall(), "worst 7d");
  EXPECT_EQ(recorded.observations(1).recall(), "now");
  EXPECT_EQ(recorded.observations(2).recall(), "now");
}

class AmendReadingTest : public CliTest {
 protected:
  AmendReadingTest() {
    servers_.sessions.GetSession_ = [this](grpc::ServerContext&, const shown::GetSessionRequest&,
                                           shown::Session& session) {
      session = stored_;
      return grpc::Status::OK;
    };
    servers_.amendments.AmendSession_ = [this](grpc::ServerContext&, const shown::AmendSessionRequest& request,
                                               shown::Session& session) {
      stored_ = session = request.session();
      return grpc::Status::OK;
    };
  }
  shown::Session stored_;
};

TEST_F(AmendReadingTest, AmendedPainLeavesTheOtherQuestionsAlone) {
  AddReading(stored_, "worst 7d", clinical::v1::OBSERVATION_PHASE_BEFORE, 9);
  AddReading(stored_, "now", clinical::v1::OBSERVATION_PHASE_BEFORE, 7);
  EXPECT_EQ(Run({"session", "amend", "r1/s1", "--pain-before", "6", "--because", "Misread"}).code, 0);
  ASSERT_EQ(stored_.observations_size(), 2);
  EXPECT_EQ(stored_.observations(0).value(), 9);
  EXPECT_EQ(stored_.observations(1).value(), 6);
}

TEST_F(AmendReadingTest, AnAmendedScoreKeepsItsQuestionAndPlace) {
  AddReading(stored_, "", clinical::v1::OBSERVATION_PHASE_BEFORE, 7);
  stored_.mutable_observations(0)->mutable_body_site()->set_region("lumbar");
  EXPECT_EQ(Run({"session", "amend", "r1/s1", "--pain-before", "6", "--because", "Misread"}).code, 0);
  ASSERT_EQ(stored_.observations_size(), 1);
  EXPECT_EQ(stored_.observations(0).value(), 6);
  EXPECT_EQ(stored_.observations(0).recall(), "");
  EXPECT_EQ(stored_.observations(0).body_site().region(), "lumbar");
}

TEST_F(AmendReadingTest, WhichReadingIsMeantIsNotGuessed) {
  AddReading(stored_, "worst 7d", clinical::v1::OBSERVATION_PHASE_BEFORE, 9);
  AddReading(stored_, "average 7d", clinical::v1::OBSERVATION_PHASE_BEFORE, 7);
  const auto result = Run({"session", "amend", "r1/s1", "--measure", "NPRS=6:before", "--because", "Misread"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, AllOf(HasSubstr("NPRS: the session has 2 readings"), Not(HasSubstr("9"))));
}

}  // namespace
}  // namespace tendon::testing
