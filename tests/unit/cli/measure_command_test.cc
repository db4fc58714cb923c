// `tendon measure`, `session amend` and what `episode show` says of the numbers.
#include <gmock/gmock.h>

#include "tests/unit/cli/cli_fixture.h"

namespace tendon::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
namespace v1 = outcomes::v1;

TEST_F(CliTest, AnswersAreSentInTheOrderOfTheForm) {
  v1::ScoreInstrumentRequest sent;
  servers_.measures.ScoreInstrument_ = [&](grpc::ServerContext&, const auto& request, auto& response) {
    sent = request;
    response.set_measure("ODI");
    response.set_value(35.5555555);
    response.set_rounded_value(35.6);
    response.set_unit("%");
    response.set_band("moderate");
    return grpc::Status::OK;
  };
  const CliResult result = Run({"measure", "score", "odi", "2,1,NA,3"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(sent.observation().measure(), "ODI");
  ASSERT_EQ(sent.observation().items_size(), 4);
  EXPECT_EQ(sent.observation().items(1).item(), 2);
  EXPECT_EQ(sent.observation().items(1).value(), 1);
  EXPECT_FALSE(sent.observation().items(2).has_value());
  EXPECT_FALSE(sent.has_other_side());
  EXPECT_THAT(result.out, HasSubstr("35.6 %"));
  EXPECT_THAT(result.out, HasSubstr("moderate"));
}

TEST_F(CliTest, AScoreThatThereIsNotSaysWhy) {
  servers_.measures.ScoreInstrument_ = [&](grpc::ServerContext&, const auto&, auto& response) {
    response.set_no_score_reason("all 3 required");
    return grpc::Status::OK;
  };
  EXPECT_THAT(Run({"measure", "score", "PEG", "6,NA,5"}).out, HasSubstr("none: all 3 required"));
}

TEST_F(CliTest, WhatIsNoAnswerIsAUsageError) {
  EXPECT_EQ(Run({"measure", "score", "PEG", "6,x,5"}).code, 2);
  EXPECT_EQ(Run({"measure", "score", "PEG", "--value", "much"}).code, 2);
  EXPECT_EQ(Run({"measure", "score", "ROM_DEG", "--value", "90", "--mode", "lazy"}).code, 2);
}

v1::Session Present() {
  v1::Session session;
  session.set_name("referrals/r1/sessions/s1");
  session.set_etag("v1");
  session.set_note("kept");
  session.mutable_start_time()->set_seconds(1'000'000);
  for (const auto phase : {clinical::v1::OBSERVATION_PHASE_BEFORE, clinical::v1::OBSERVATION_PHASE_AFTER}) {
    auto* reading = session.add_observations();
    reading->set_measure("NPRS");
    reading->set_value(7);
    reading->set_phase(phase);
  }
  return session;
}

TEST_F(CliTest, AnAmendmentChangesWhatItNamesAndKeepsTheRest) {
  servers_.sessions.GetSession_ = [](grpc::ServerContext&, const auto&, auto& response) {
    response = Present();
    return grpc::Status::OK;
  };
  v1::AmendSessionRequest sent;
  servers_.amendments.AmendSession_ = [&](grpc::ServerContext&, const auto& request, auto& response) {
    sent = request;
    response = request.session();
    return grpc::Status::OK;
  };
  const CliResult result =
      Run({"session", "amend", "r1/s1", "--pain-before", "6", "--because", "Read from the wrong line"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(sent.session().name(), "referrals/r1/sessions/s1");
  EXPECT_EQ(sent.session().etag(), "v1");
  EXPECT_EQ(sent.reason(), "Read from the wrong line");
  EXPECT_EQ(sent.session().note(), "kept");
  EXPECT_EQ(sent.session().start_time().seconds(), 1'000'000);
  ASSERT_EQ(sent.session().observations_size(), 2);
  EXPECT_EQ(sent.session().observations(0).phase(), clinical::v1::OBSERVATION_PHASE_AFTER);
  EXPECT_EQ(sent.session().observations(0).value(), 7);
  EXPECT_EQ(sent.session().observations(1).value(), 6);
}

TEST_F(CliTest, AnAmendmentNeedsAReason) {
  EXPECT_EQ(Run({"session", "amend", "r1/s1", "--pain-before", "6"}).code, 2);
}

TEST_F(CliTest, AnEpisodeSaysWhatToDoAndWhy) {
  servers_.sessions.GetEpisode_ = [](grpc::ServerContext&, const auto&, auto& response) {
    v1::Guidance& guidance = *response.mutable_guidance();
    guidance.set_answer("Massage alone is probably not enough.");
    v1::Advice* advice = guidance.add_advice();
    advice->set_action(v1::ADVICE_ACTION_ADD_DISCIPLINE);
    advice->set_discipline(clinical::v1::DISCIPLINE_PHYSICAL_THERAPIST);
    advice->set_rule("TR32");
    advice->set_working_rule(true);
    advice->add_inputs("NPRS: from 10 to 8");
    v1::Checkpoint* checkpoint = guidance.add_checkpoints();
    checkpoint->set_kind("RE_EVALUATE");
    checkpoint->set_state(v1::CHECKPOINT_STATE_DUE);
    return grpc::Status::OK;
  };
  const std::string out = Run({"episode", "show", "r1"}).out;
  EXPECT_THAT(out, HasSubstr("Massage alone is probably not enough."));
  EXPECT_THAT(out, HasSubstr("ADD_DISCIPLINE PHYSICAL_THERAPIST"));
  EXPECT_THAT(out, HasSubstr("TR32, working rule"));
  EXPECT_THAT(out, HasSubstr("NPRS: from 10 to 8"));
  EXPECT_THAT(out, HasSubstr("DUE"));
  EXPECT_THAT(out, HasSubstr("Decision support, not a decision."));
}

TEST_F(CliTest, AnEpisodeWithoutGuidanceSaysNothingOfIt) {
  servers_.sessions.GetEpisode_ = [](grpc::ServerContext&, const auto&, auto&) { return grpc::Status::OK; };
  EXPECT_THAT(Run({"episode", "show", "r1"}).out, Not(HasSubstr("Decision support")));
}

}  // namespace
}  // namespace tendon::testing
