// `tendon message`.
#include <gmock/gmock.h>

#include "tests/unit/cli/cli_fixture.h"

namespace tendon::testing {
namespace {

namespace pb = referral::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class MessageCommandTest : public CliTest {
 protected:
  MessageCommandTest() {
    servers_.messages.PostMessage_ = [this](grpc::ServerContext&, const pb::PostMessageRequest& request,
                                            pb::Message& message) {
      posted_ = request;
      message = request.message();
      message.set_name(request.parent() + "/messages/3");
      return grpc::Status::OK;
    };
    servers_.messages.ListMessages_ = [](grpc::ServerContext&, const pb::ListMessagesRequest& request,
                                         pb::ListMessagesResponse& response) {
      for (int i = 1; i <= 2; ++i) {
        auto* message = response.add_messages();
        message->set_name(request.parent() + "/messages/" + std::to_string(i));
        message->set_text("line one\n\x1b[2Jline two");
        message->set_clinician("organizations/harbor/clinicians/max");
      }
      response.mutable_read_state()->set_read_number(1);
      response.mutable_read_state()->set_last_number(2);
      return grpc::Status::OK;
    };
    servers_.messages.MarkMessagesRead_ = [this](grpc::ServerContext&, const pb::MarkMessagesReadRequest& request,
                                                 pb::MessageReadState& state) {
      marked_.push_back(request.read_number());
      state.set_read_number(request.read_number());
      return grpc::Status::OK;
    };
  }
  pb::PostMessageRequest posted_;
  std::vector<int64_t> marked_;
};

TEST_F(MessageCommandTest, PostsWhatStandsInTheFile) {
  const auto result = Run(
      {"message", "post", "abc", "-f", "-", "--needs-answer", "--reply-to", "2", "--attachment", "a1"}, "two\nlines");
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(posted_.parent(), "referrals/abc");
  EXPECT_EQ(posted_.message().text(), "two\nlines");
  EXPECT_TRUE(posted_.message().needs_answer());
  EXPECT_EQ(posted_.message().in_reply_to(), "referrals/abc/messages/2");
  EXPECT_THAT(posted_.message().attachments(), ElementsAre("referrals/abc/attachments/a1"));
  EXPECT_THAT(result.out, HasSubstr("#3"));
}

TEST_F(MessageCommandTest, TheTextIsGivenOnce) {
  EXPECT_EQ(Run({"message", "post", "abc"}).code, 2);
  EXPECT_EQ(Run({"message", "post", "abc", "text", "-f", "-"}, "text").code, 2);
  EXPECT_EQ(Run({"message", "post", "abc", "text"}).code, 0);
}

TEST_F(MessageCommandTest, AThreadCannotDriveTheTerminal) {
  const auto result = Run({"message", "list", "abc"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("    line one\n"));
  EXPECT_THAT(result.out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(marked_, ElementsAre());
}

TEST_F(MessageCommandTest, WhatWasShownIsMarkedWhenAskedFor) {
  EXPECT_EQ(Run({"message", "list", "abc", "--mark-read"}).code, 0);
  EXPECT_THAT(marked_, ElementsAre(2));
}

TEST_F(MessageCommandTest, ReadMarksAllOrUpToANumber) {
  EXPECT_EQ(Run({"message", "read", "abc"}).code, 0);
  EXPECT_EQ(Run({"message", "read", "abc", "1"}).code, 0);
  EXPECT_THAT(marked_, ElementsAre(2, 1));
}

}  // namespace
}  // namespace tendon::testing
