// After a lost answer: the same command with what the error says to add sends the same bytes again, whatever happened
// in between. So nothing is recorded twice, and nothing is done to another version than the first attempt saw.
#include <gmock/gmock.h>

#include "absl/strings/str_split.h"
#include "tests/unit/cli/cli_fixture.h"

namespace tendon::testing {
namespace {

namespace pb = referral::v1;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kRequestId[] = "6fa459ea-ee8a-3ca4-894e-db77e160355e";

class RepeatTest : public CliTest {
 protected:
  RepeatTest() {
    servers_.referral.GetReferral_ = [this](grpc::ServerContext&, const pb::GetReferralRequest& request,
                                            pb::Referral& referral) {
      referral.set_name(request.name());
      referral.set_etag("v" + std::to_string(version_));
      return grpc::Status::OK;
    };
  }

  // A method that does it and whose answer is lost.
  auto Lost() {
    return [this](grpc::ServerContext&, const auto& request, auto&) {
      sent_.push_back(request.SerializeAsString());
      ++version_;
      return grpc::Status(grpc::UNKNOWN, "the answer was lost");
    };
  }

  // What the error says to add.
  static std::vector<std::string> ToAdd(const std::string& err) {
    constexpr char kBefore[] = "with this added, does it once at most:\n";
    const std::size_t begin = err.find(kBefore);
    if (begin == std::string::npos) return {};
    const std::size_t from = begin + sizeof kBefore - 1;
    return absl::StrSplit(err.substr(from, err.find('\n', from) - from), ' ', absl::SkipEmpty());
  }

  void ExpectRepeatSendsTheSame(std::vector<std::string> command) {
    const CliResult lost = Run(command);
    const auto added = ToAdd(lost.err);
    EXPECT_GE(added.size(), 2U) << lost.err;
    command.insert(command.end(), added.begin(), added.end());
    const CliResult repeated = Run(command);
    ASSERT_THAT(sent_, SizeIs(2)) << lost.err << repeated.err;
    EXPECT_EQ(sent_[0], sent_[1]);
    EXPECT_THAT(repeated.err, HasSubstr("The same command again does it once at most"));
  }

  int version_ = 7;
  std::vector<std::string> sent_;
};

TEST_F(RepeatTest, AStepOfAReferral) {
  servers_.referral.AcceptReferral_ = Lost();
  ExpectRepeatSendsTheSame({"referral", "accept", "abc"});
}

TEST_F(RepeatTest, AVerb) {
  servers_.course.HoldReferral_ = Lost();
  ExpectRepeatSendsTheSame({"referral", "hold", "abc", "--reason", "acute-flare", "--comment", "Fever"});
}

TEST_F(RepeatTest, ASessionThatBeginsNow) {
  servers_.sessions.RecordSession_ = Lost();
  ExpectRepeatSendsTheSame({"session", "record", "abc", "--pain-before", "7", "--time", "now"});
}

TEST_F(RepeatTest, AnAmendmentIsOfTheVersionThatTheFirstAttemptSaw) {
  const auto version = [](int number) {
    outcomes::v1::Session session;
    session.set_name("referrals/r1/sessions/s1");
    session.set_etag("v" + std::to_string(number));
    session.set_note("Note of version " + std::to_string(number));
    return session;
  };
  servers_.sessions.GetSession_ = [&](grpc::ServerContext&, const auto&, auto& session) {
    session = version(version_);
    return grpc::Status::OK;
  };
  servers_.amendments.ListSessionVersions_ = [&](grpc::ServerContext&, const auto&, auto& response) {
    *response.add_sessions() = version(version_);
    *response.add_sessions() = version(version_ - 1);
    return grpc::Status::OK;
  };
  servers_.amendments.AmendSession_ = Lost();
  ExpectRepeatSendsTheSame({"session", "amend", "r1/s1", "--minutes", "30", "--because", "Misread"});
  EXPECT_THAT(Run({"session", "amend", "r1/s1", "--etag", "v99", "--because", "Misread"}).err,
              HasSubstr("--etag: no version of the session has this one"));
}

TEST_F(RepeatTest, ReadingMessagesDoesNotReadThoseThatCameInBetween) {
  servers_.messages.ListMessages_ = [this](grpc::ServerContext&, const auto&, auto& response) {
    response.mutable_read_state()->set_last_number(version_);
    return grpc::Status::OK;
  };
  servers_.messages.MarkMessagesRead_ = Lost();
  ExpectRepeatSendsTheSame({"message", "read", "abc"});
}

// With an id of one's own, what would be other at each attempt is not filled in silently.
TEST_F(RepeatTest, AnIdOfOnesOwnNeedsWhatWouldBeOtherAtEachAttempt) {
  const struct {
    std::vector<std::string> command;
    const char* needs;
  } cases[] = {
      {{"session", "record", "abc", "--pain-before", "7"}, "give --time too"},
      {{"session", "record", "abc", "--pain-before", "7", "--time", "now"}, "give --time too"},
      {{"session", "amend", "r1/s1", "--pain-before", "7", "--because", "x"}, "give --etag too"},
      {{"referral", "accept", "abc"}, "give --etag too"},
      {{"referral", "send", "abc"}, "give --etag too"},
      {{"referral", "hold", "abc", "--reason", "acute-flare"}, "give --etag too"},
      {{"org", "update", "--capacity", "closed"}, "give --etag too"},
      {{"clinician", "update", "max", "--capacity", "closed"}, "give --etag too"},
      {{"message", "read", "abc"}, "give the number too"},
  };
  for (auto [command, needs] : cases) {
    command.insert(command.end(), {"--request-id", kRequestId});
    const CliResult result = Run(command);
    EXPECT_EQ(result.code, 2) << command[0] << ' ' << command[1];
    EXPECT_THAT(result.err, AllOf(HasSubstr("--request-id"), HasSubstr(needs))) << command[0] << ' ' << command[1];
  }
}

}  // namespace
}  // namespace tendon::testing
