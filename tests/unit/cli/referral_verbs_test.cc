// The verbs of `tendon referral` after sending: what goes to the server.
#include <gmock/gmock.h>

#include <sstream>

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

TEST_F(ReferralVerbsTest, APartWithoutItsNumberSaysWhereTheNumbersAre) {
  const auto result = Run({"referral", "approve", "abc"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("tendon referral proposals abc"));
}

TEST_F(ReferralVerbsTest, ACrossBackSaysHowSoon) {
  pb::CrossBackRequest seen;
  servers_.course.CrossBack_ = [&](grpc::ServerContext&, const pb::CrossBackRequest& request, pb::Referral&) {
    seen = request;
    return grpc::Status::OK;
  };
  const auto result =
      Run({"referral", "cross-back", "abc", "--reason", "red-flag", "--comment", "numb", "--summary", "stopped",
           "--discharge-reason", "referred-back", "--recheck", "--refer-urgency", "emergency"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(seen.refer_urgency(), clinical::v1::REFER_URGENCY_EMERGENCY);
}

TEST_F(ReferralVerbsTest, WhatWasMadeIsNamedInTheAnswer) {
  servers_.proposals.CreateChildReferral_ = [](grpc::ServerContext&, const pb::CreateChildReferralRequest& request,
                                               pb::Referral& out) {
    out.set_name(request.name());
    out.mutable_last_transition()->set_subject("referrals/the-child");
    return grpc::Status::OK;
  };
  const auto result = Run({"referral", "child", "abc", "-f", File("child.yaml", "reason: guarding\n")});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("the-child"));
}

// Who decides on a proposal must see what is proposed.
TEST_F(ReferralVerbsTest, ProposalsSayWhatIsProposed) {
  servers_.proposals.ListProposals_ = [](grpc::ServerContext&, const pb::ListProposalsRequest&,
                                         pb::ListProposalsResponse& out) {
    auto* forward = out.add_proposals();
    forward->set_name("referrals/abc/proposals/1");
    forward->set_kind(pb::PROPOSAL_KIND_FORWARD);
    forward->set_recipient("organizations/stone-massage");
    auto* extension = out.add_proposals();
    extension->set_name("referrals/abc/proposals/2");
    extension->set_kind(pb::PROPOSAL_KIND_EXTENSION);
    extension->mutable_authorization()->set_sessions(8);
    extension->mutable_authorization()->set_end_date("2027-01-31");
    auto* child = out.add_proposals();
    child->set_name("referrals/abc/proposals/3");
    child->set_kind(pb::PROPOSAL_KIND_CHILD);
    child->mutable_child()->set_recipient("organizations/harbor-massage");
    child->mutable_child()->set_discipline(clinical::v1::DISCIPLINE_MASSAGE_THERAPIST);
    child->mutable_child()->set_reason("Guarding");
    child->mutable_child()->mutable_authorization()->set_sessions(4);
    child->set_result("referrals/def");
    return grpc::Status::OK;
  };
  const auto result = Run({"referral", "proposals", "abc"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("to stone-massage"));
  EXPECT_THAT(result.out, HasSubstr("8 sessions, until 2027-01-31"));
  EXPECT_THAT(result.out, HasSubstr("to harbor-massage, MASSAGE_THERAPIST, 4 sessions: Guarding; it is def"));
}

// The lines of an example, joined, without their quotes.
std::vector<std::string> WordsOf(std::string example) {
  std::vector<std::string> words(1);
  bool quoted = false;
  for (std::size_t i = 0; i < example.size(); ++i) {
    if (example[i] == '\'') {
      quoted = !quoted;
    } else if (example[i] == '\\' || example[i] == '\n' || (example[i] == ' ' && !quoted)) {
      if (!words.back().empty()) words.emplace_back();
    } else {
      words.back() += example[i];
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

// "waitlist ... withdraw-proposal": the commands that `tendon referral --help` lists.
std::vector<std::string> Verbs(const std::string& help) {
  std::vector<std::string> verbs;
  std::istringstream lines(help.substr(help.find("Subcommands:")));
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("  ", 0) == 0 && line[2] != ' ') verbs.push_back(line.substr(2, line.find(' ', 2) - 2));
  }
  return verbs;
}

TEST_F(ReferralVerbsTest, EveryExampleOfTheHelpIsOneThatIsUnderstood) {
  int examples = 0;
  File("child.yaml", "reason: guarding\n");
  for (const std::string& verb : Verbs(Run({"referral", "--help"}).out)) {
    const std::string help = Run({"referral", verb, "--help"}).out;
    const std::size_t at = help.find("Example:\n  tendon ");
    if (at == std::string::npos) continue;
    ++examples;
    auto words = WordsOf(help.substr(at + std::string("Example:\n  tendon ").size()));
    for (std::string& word : words) {
      if (word == "child.yaml") word = folder_ + "/child.yaml";
    }
    // The servers of this test may not know it; what was typed must be understood.
    const auto tried = Run(words);
    EXPECT_NE(tried.code, 2) << help.substr(at) << tried.err;
    EXPECT_NE(tried.code, 3) << help.substr(at) << tried.err;
  }
  EXPECT_GE(examples, 32);
}

}  // namespace
}  // namespace tendon::testing
