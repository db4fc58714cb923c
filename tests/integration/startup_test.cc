// When a server starts and when it does not, and what it then says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/testing/exchange.h"
#include "tests/testing/files.h"
#include "tests/testing/matchers.h"
#include "tests/testing/process.h"
#include "tests/testing/server_process.h"

namespace tendon::testing {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class Startup : public ::testing::TestWithParam<std::string> {
 protected:
  Ended Run(std::vector<std::string> arguments, const std::map<std::string, std::string>& environment = {}) {
    arguments.insert(arguments.begin(), ProgramPath(GetParam()));
    const auto ended = RunToEnd(arguments, environment);
    EXPECT_TRUE(ended.ok()) << ended.status();
    return ended.ok() ? *ended : Ended();
  }
  // "TENDON_REFERRAL_LISTEN".
  static std::string Variable(const std::string& name) {
    return (GetParam() == "tendon-referral" ? "TENDON_REFERRAL_" : "TENDON_OUTCOMES_") + name;
  }
  std::string Database() const { return folder_.File("store.db"); }
  TempDir folder_;
};

TEST_P(Startup, RefusesWithoutSecurity) {
  const Ended ended = Run({"--listen", "127.0.0.1:0", "--database", Database()});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.error, HasSubstr("--insecure-development"));
  EXPECT_FALSE(std::filesystem::exists(Database()));
}

TEST_P(Startup, RefusesEveryAddressThatIsNotLoopback) {
  for (const char* address :
       {"0.0.0.0:0", "[::]:0", "192.0.2.1:0", "example.org:0", "127.0.0.1.example.org:0", "*:0", ":0", "10.127.0.1:0",
        "unix-abstract:x", "dns:///example.org:0", "ipv4:0.0.0.0:0", "ipv6:[::]:0", "vsock:2:1"}) {
    const Ended ended = Run({"--insecure-development", "--listen", address, "--database", Database()});
    EXPECT_EQ(ended.exit_code, 2) << address;
    EXPECT_THAT(ended.error, AnyOf(HasSubstr("loopback"), HasSubstr("must be host:port"))) << address;
  }
}

TEST_P(Startup, SaysLoudlyThatItIsInsecure) {
  const auto server = ServerProcess::Start({GetParam(), folder_.path(), {}, {}});
  ASSERT_TRUE(server.ok()) << server.status();
  EXPECT_THAT((*server)->Log(), AllOf(HasSubstr("insecure_development"), HasSubstr("\"level\":\"warning\"")));
  EXPECT_THAT((*server)->Terminate(), IsOk());
  EXPECT_THAT((*server)->Log(), HasSubstr("\"event\":\"stopped\""));
}

TEST_P(Startup, PrintsTheConfigurationThatHolds) {
  WriteFile(folder_.File("tendon.toml"), "listen = \"127.0.0.1:1001\"\ndrain-ms = 77\nlame-duck-ms = 88\n");
  const Ended ended = Run({"--config", folder_.File("tendon.toml"), "--drain-ms", "99", "--print-config"},
                          {{Variable("LISTEN"), "127.0.0.1:1002"}, {Variable("DRAIN_MS"), "98"}});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.output, HasSubstr("127.0.0.1:1002")) << "the environment wins over the file";
  EXPECT_THAT(ended.output, HasSubstr("drain-ms=99")) << "a flag wins over all";
  EXPECT_THAT(ended.output, HasSubstr("lame-duck-ms=88"));
  EXPECT_FALSE(std::filesystem::exists(Database()));
}

TEST(TimerSettings, ArePrintedAndCanBeReadBack) {
  TempDir folder;
  WriteFile(folder.File("tendon.toml"), "timer = [\"ack:stat=0.1\", \"hold:urgent=7\"]\n");
  const auto print = [](const std::vector<std::string>& arguments) {
    std::vector<std::string> command = {ProgramPath("tendon-referral"), "--print-config"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return *RunToEnd(command, {});
  };
  const Ended first = print({"--config", folder.File("tendon.toml")});
  EXPECT_EQ(first.exit_code, 0) << first.error;
  EXPECT_THAT(first.output, HasSubstr("timer=[\"ack:stat=0.1\", \"hold:urgent=7\"]"));
  WriteFile(folder.File("again.toml"), first.output);
  EXPECT_EQ(print({"--config", folder.File("again.toml")}).output, first.output);
  // Also where there are none.
  WriteFile(folder.File("none.toml"), print({}).output);
  EXPECT_EQ(print({"--config", folder.File("none.toml")}).exit_code, 0);
}

TEST(SampleConfiguration, IsRead) {
  const auto ended = RunToEnd(
      {ProgramPath("tendon-referral"), "--config", TENDON_SOURCE_DIR "/deploy/tendon-referral.toml", "--print-config"},
      {});
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->exit_code, 0) << ended->error;
  EXPECT_THAT(ended->output, HasSubstr("insecure-development=true"));
}

TEST(TimerSettings, ThatAreWrongKeepTheServerFromStarting) {
  TempDir folder;
  const std::vector<std::string> wrong = {"acks:stat=1",   "ack:soon=1",         "ack:stat=0",
                                          "ack:stat=1000", "first-visit:stat=1", "emergency:stat=1"};
  for (const std::string& setting : wrong) {
    const auto ended = RunToEnd({ProgramPath("tendon-referral"), "--insecure-development", "--listen", "127.0.0.1:0",
                                 "--database", folder.File("store.db"), "--timer", setting},
                                {});
    ASSERT_TRUE(ended.ok()) << ended.status();
    EXPECT_EQ(ended->exit_code, 2) << setting;
    EXPECT_THAT(ended->error, HasSubstr(setting));
    EXPECT_FALSE(std::filesystem::exists(folder.File("store.db")));
  }
}

TEST_P(Startup, TellsItsVersionAndOptions) {
  EXPECT_EQ(Run({"--version"}).exit_code, 0);
  const Ended help = Run({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_THAT(help.output, HasSubstr("--insecure-development"));
}

TEST_P(Startup, RefusesWhatItDoesNotUnderstand) {
  const std::vector<std::vector<std::string>> wrong = {{"--no-such-option"},
                                                       {"--drain-ms", "soon"},
                                                       {"--drain-ms", "-1"},
                                                       {"--log-level", "loud"},
                                                       {"--config", folder_.File("absent.toml")},
                                                       {"surplus"}};
  for (std::vector<std::string> arguments : wrong) {
    arguments.insert(arguments.end(), {"--insecure-development", "--listen", "127.0.0.1:0", "--database", Database()});
    const Ended ended = Run(arguments);
    EXPECT_EQ(ended.exit_code, 2) << arguments[0] << ": " << ended.error;
    EXPECT_THAT(ended.error, Not(IsEmpty()));
  }
}

TEST_P(Startup, RefusesAPortInUse) {
  const auto first = ServerProcess::Start({GetParam(), folder_.path(), {}, {}});
  ASSERT_TRUE(first.ok()) << first.status();
  const Ended ended = Run({"--insecure-development", "--listen", (*first)->address(), "--database", Database()});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.error, HasSubstr("--listen"));
  EXPECT_THAT(WaitUntilServing((*first)->address(), absl::Seconds(20)), IsOk());
}

TEST_P(Startup, RefusesADatabaseInUse) {
  const auto first = ServerProcess::Start({GetParam(), folder_.path(), {}, {}});
  ASSERT_TRUE(first.ok()) << first.status();
  const Ended ended = Run({"--insecure-development", "--listen", "127.0.0.1:0", "--database", (*first)->database()});
  EXPECT_EQ(ended.exit_code, 1) << ended.error;
}

TEST_P(Startup, RefusesWhatIsNoDatabase) {
  WriteFile(Database(), std::string(8192, 'x'));
  const Ended ended = Run({"--insecure-development", "--listen", "127.0.0.1:0", "--database", Database()});
  EXPECT_EQ(ended.exit_code, 1) << ended.error;
  EXPECT_EQ(ReadFile(Database()), std::string(8192, 'x')) << "and leaves it as it was";
  EXPECT_EQ(Run({"--insecure-development", "--listen", "127.0.0.1:0", "--database", folder_.File("no/folder/x.db")})
                .exit_code,
            1);
}

TEST_P(Startup, RefusesTheOtherServersDatabase) {
  const std::string other = GetParam() == "tendon-referral" ? "tendon-outcomes" : "tendon-referral";
  const auto server = ServerProcess::Start({other, folder_.path(), {}, {}});
  ASSERT_TRUE(server.ok()) << server.status();
  const std::string database = (*server)->database();
  ASSERT_THAT((*server)->Terminate(), IsOk());
  const Ended ended = Run({"--insecure-development", "--listen", "127.0.0.1:0", "--database", database});
  EXPECT_EQ(ended.exit_code, 1) << ended.error;
  EXPECT_THAT((*server)->StartAgain(), IsOk()) << "it still is a good one of its own server";
}

TEST_P(Startup, StartsAgainOnWhatATermedAndAKilledServerLeft) {
  const auto server = ServerProcess::Start({GetParam(), folder_.path(), {}, {}});
  ASSERT_TRUE(server.ok()) << server.status();
  ASSERT_THAT((*server)->Terminate(), IsOk());
  ASSERT_THAT((*server)->StartAgain(), IsOk());
  (*server)->Kill();
  EXPECT_THAT((*server)->StartAgain(), IsOk());
}

TEST_P(Startup, KeepsItsFilesFromOthers) {
  const auto server = ServerProcess::Start({GetParam(), folder_.path(), {}, {}});
  ASSERT_TRUE(server.ok()) << server.status();
  const auto permissions = std::filesystem::status((*server)->database()).permissions();
  EXPECT_EQ(permissions & (std::filesystem::perms::group_all | std::filesystem::perms::others_all),
            std::filesystem::perms::none);
}

INSTANTIATE_TEST_SUITE_P(Servers, Startup, ::testing::Values("tendon-referral", "tendon-outcomes"),
                         [](const auto& info) { return info.param == "tendon-referral" ? "Referral" : "Outcomes"; });

}  // namespace
}  // namespace tendon::testing
