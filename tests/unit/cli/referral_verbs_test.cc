// The verbs of `tendon referral` after sending: what goes to the server.
#include <gmock/gmock.h>

#include "tests/unit/cli/cli_fixture.h"

namespace tendon::testing {
namespace {

namespace pb = referral::v1;
using ::testing::HasSubstr;

class ReferralVerbsTest : public CliTest {
 protected:
  ReferralVerbsTest() {
    servers_.referral.GetReferral_ = [](grpc::ServerContext&, const pb::GetReferralRequest& request,
                                        pb::Referral& out) {
      out.set_name(request.name());
      out.set_etag("v7");
      return grpc::Status::OK;
    };
  }
};

TEST_F(ReferralVerbsTest, AReasonGoesWithTheEtagThatWasRead) {
  pb::HoldReferralRequest seen;
  servers_.course.HoldReferral_ = [&](grpc::ServerContext&, const pb::HoldReferralRequest& request, pb::Referral& out) {
    seen = request;
    out.set_name(request.name());
    out.set_state(pb::REFERRAL_STATE_ON_HOLD);
    return grpc::Status::OK;
  };
  const auto result = Run({"referral", "hold", "abc", "--reason", "acute-flare", "--comment", "worse since Monday"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(seen.name(), "referrals/abc");
  EXPECT_EQ(seen.etag(), "v7");
  EXPECT_EQ(seen.reason_code(), "acute-flare");
  EXPECT_EQ(seen.comment(), "worse since Monday");
  EXPECT_EQ(seen.request_id().size(), 36U);
  EXPECT_THAT(result.out, HasSubstr("ON_HOLD"));
}

TEST_F(ReferralVerbsTest, APartIsNamedByTheReferralAndItsNumber) {
  pb::RescheduleAppointmentRequest seen;
  servers_.appointments.RescheduleAppointment_ = [&](grpc::ServerContext&,
                                                     const pb::RescheduleAppointmentRequest& request, pb::Referral&) {
    seen = request;
    return grpc::Status::OK;
  };
  for (const char* id : {"abc/2", "referrals/abc/appointments/2"}) {
    const auto result = Run({"referral", "reschedule", id, "--start", "2026-11-23T15:00:00Z", "--minutes", "30"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(seen.name(), "referrals/abc/appointments/2");
    EXPECT_EQ(seen.start_time().seconds(), 1'795'446'000);
    EXPECT_EQ(seen.duration_minutes(), 30);
  }
}

TEST_F(ReferralVerbsTest, AQuestionHasItsKindAndWhetherItIsMandatory) {
  pb::AskQuestionsRequest seen;
  servers_.questions.AskQuestions_ = [&](grpc::ServerContext&, const pb::AskQuestionsRequest& request, pb::Referral&) {
    seen = request;
    return grpc::Status::OK;
  };
  ASSERT_EQ(Run({"referral", "ask", "abc", "--question", "Any metal?", "--mandatory"}).code, 0);
  ASSERT_EQ(seen.questions_size(), 1);
  EXPECT_EQ(seen.questions(0).text(), "Any metal?");
  EXPECT_EQ(seen.questions(0).kind(), pb::QUESTION_KIND_VALUE);
  EXPECT_TRUE(seen.questions(0).mandatory());
  ASSERT_EQ(Run({"referral", "ask", "abc", "--question", "The report?", "--kind", "document"}).code, 0);
  EXPECT_EQ(seen.questions(0).kind(), pb::QUESTION_KIND_DOCUMENT);
  EXPECT_FALSE(seen.questions(0).mandatory());
}

TEST_F(ReferralVerbsTest, AChildComesFromAFile) {
  pb::CreateChildReferralRequest seen;
  servers_.proposals.CreateChildReferral_ = [&](grpc::ServerContext&, const pb::CreateChildReferralRequest& request,
                                                pb::Referral&) {
    seen = request;
    return grpc::Status::OK;
  };
  const std::string file = File("child.yaml", "discipline: massage-therapist\nauthorization: {sessions: 4}\n");
  const auto result = Run({"referral", "child", "abc", "-f", file, "--to", "harbor-massage"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(seen.child().recipient(), "organizations/harbor-massage");
  EXPECT_EQ(seen.child().discipline(), clinical::v1::DISCIPLINE_MASSAGE_THERAPIST);
  EXPECT_EQ(seen.child().authorization().sessions(), 4);
}

TEST_F(ReferralVerbsTest, WhatIsMissingIsAskedForBeforeAnythingIsSent) {
  EXPECT_EQ(Run({"referral", "hold", "abc"}).code, 2);
  EXPECT_EQ(Run({"referral", "redirect", "abc"}).code, 2);
}

TEST_F(ReferralVerbsTest, ThePathIsTold) {
  servers_.history.ExplainReferral_ = [](grpc::ServerContext&, const pb::ExplainReferralRequest&,
                                         pb::ExplainReferralResponse& response) {
    auto* step = response.add_steps();
    step->set_version(3);
    step->set_text("hand-work as RECIPIENT: ACCEPT, SENT to ACCEPTED, by rule 7");
    response.set_state(pb::REFERRAL_STATE_ACCEPTED);
    response.mutable_mapping()->set_task_status("accepted");
    return grpc::Status::OK;
  };
  const auto result = Run({"explain", "abc"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("SENT to ACCEPTED, by rule 7"));
  EXPECT_THAT(result.out, HasSubstr("Task accepted"));
}

TEST_F(ReferralVerbsTest, QuestionsAreListedWithTheirAnswers) {
  servers_.questions.ListQuestions_ = [](grpc::ServerContext&, const pb::ListQuestionsRequest& request,
                                         pb::ListQuestionsResponse& response) {
    auto* question = response.add_questions();
    question->set_name(request.parent() + "/questions/1");
    question->set_text("Any metal?");
    question->mutable_answer()->set_text("No");
    return grpc::Status::OK;
  };
  const auto result = Run({"referral", "questions", "abc"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("Any metal?"));
  EXPECT_THAT(result.out, HasSubstr("answered"));
}

}  // namespace
}  // namespace tendon::testing
