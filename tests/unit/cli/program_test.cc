// The program as a whole: help, usage errors, health, watch, completion.
#include <gmock/gmock.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "tests/unit/cli/cli_fixture.h"

namespace tendon::testing {
namespace {

namespace pb = referral::v1;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using ProgramTest = CliTest;

TEST_F(ProgramTest, HelpTeaches) {
  const auto result = Run({"--help"});
  EXPECT_EQ(result.code, 0);
  for (const char* words :
       {"Examples:", "Exit codes:", "TENDON_ORGANIZATION", "referral", "session", "episode", "watch", "completion"})
    EXPECT_THAT(result.out, HasSubstr(words));
}

TEST_F(ProgramTest, EveryCommandHasHelp) {
  const std::vector<std::vector<std::string>> commands = {{"referral", "create"},
                                                          {"referral", "update"},
                                                          {"referral", "complete"},
                                                          {"session", "record"},
                                                          {"session", "import"},
                                                          {"import", "fhir"},
                                                          {"episode", "show"},
                                                          {"watch"},
                                                          {"events", "list"},
                                                          {"org", "create"},
                                                          {"clinician", "create"},
                                                          {"table"},
                                                          {"health"}};
  for (auto command : commands) {
    command.push_back("--help");
    const auto result = Run(command);
    EXPECT_EQ(result.code, 0) << command[0];
    EXPECT_THAT(result.out, HasSubstr("Usage:")) << command[0];
  }
}

TEST_F(ProgramTest, WrongOptionsAreTwo) {
  const std::vector<std::vector<std::string>> wrong = {{},
                                                       {"refer"},
                                                       {"referral"},
                                                       {"referral", "show"},
                                                       {"referral", "show", "a", "--colour"},
                                                       {"-o", "xml", "health"},
                                                       {"--timeout", "-1", "health"},
                                                       {"--timeout", "nan", "health"},
                                                       {"--timeout", "inf", "health"},
                                                       {"--timeout", "soon", "health"}};
  for (const auto& arguments : wrong) {
    const auto result = Run(arguments);
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err, HasSubstr("--help"));
    EXPECT_THAT(result.out, IsEmpty());
  }
}

TEST_F(ProgramTest, AWordThatIsNoCommandIsToldWithThoseThatAreNear) {
  const auto top = Run({"sesssion"});
  EXPECT_EQ(top.code, 2);
  EXPECT_EQ(top.err,
            "tendon: 'sesssion' is no command of tendon; did you mean tendon session?\nSee all: tendon --help\n");
  EXPECT_EQ(Run({"referral", "acept"}).err,
            "tendon: 'acept' is no command of tendon referral; did you mean tendon referral accept?\n"
            "See all: tendon referral --help\n");
  EXPECT_THAT(Run({"decline", "abc"}).err, HasSubstr("did you mean tendon referral decline?"));
  EXPECT_THAT(Run({"org", "decline"}).err, Not(HasSubstr("did you mean"))) << "a group was named";
  EXPECT_THAT(Run({"bogus"}).err, HasSubstr("'bogus' is no command of tendon\n"));
  EXPECT_THAT(Run({"referral"}).err, HasSubstr("subcommand is required")) << "no word was given";
}

TEST_F(ProgramTest, AChoiceIsToldInWords) {
  EXPECT_THAT(Run({"-o", "xml", "health"}).err, HasSubstr("expects one of json, name, table, not xml"));
  EXPECT_THAT(Run({"--timeout", "nan", "health"}).err, HasSubstr("expects seconds from 0.001 to 3600, not nan"));
}

TEST_F(ProgramTest, AnEmptyNameIsToldByItsOption) {
  EXPECT_THAT(Run({"org", "create", "river", "--name", ""}).err, HasSubstr("--name: say what"));
  EXPECT_THAT(Run({"clinician", "create", "ada", "--name", "", "--discipline", "physician"}).err,
              HasSubstr("--name: say what"));
}

TEST_F(ProgramTest, PlainTextToAnotherMachineIsRefused) {
  const auto result = Run({"--referral-server", "10.1.2.3:7600", "health"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("this machine"));
}

TEST_F(ProgramTest, ARoleIsWrittenAsEnumsAre) {
  std::string role;
  servers_.referral.GetReferral_ = [&role](grpc::ServerContext& context, const auto&, auto&) {
    role = MetadataOf(context, "tendon-role");
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"--role", "Massage-Therapist", "referral", "show", "abc"}).code, 0);
  EXPECT_EQ(role, "massage_therapist");
}

TEST_F(ProgramTest, AnIdentityThatCannotBeSentIsRefused) { EXPECT_EQ(Run({"--role", "a\nb", "health"}).code, 2); }

TEST_F(ProgramTest, HealthSaysWhoServes) {
  EXPECT_EQ(nlohmann::json::parse(Run({"health", "-o", "json"}).out),
            nlohmann::json({{"referral", "SERVING"}, {"outcomes", "SERVING"}}));
  const auto result = Run({"health", "--outcomes-server", "unix:/nonexistent/tendon.socket"});
  EXPECT_EQ(result.code, 6);
  EXPECT_THAT(result.out, HasSubstr("UNAVAILABLE"));
}

TEST_F(ProgramTest, ColoursOnlyWhereTheyAreWanted) {
  EXPECT_THAT(Run({"health"}).out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(Run({"health", "--color", "always"}).out, HasSubstr("\x1b[32mSERVING\x1b[0m"));
  out_is_terminal_ = true;
  EXPECT_THAT(Run({"health"}).out, HasSubstr("\x1b["));
  EXPECT_THAT(Run({"health", "--color", "never"}).out, Not(HasSubstr("\x1b")));
  environment_["NO_COLOR"] = "1";
  EXPECT_THAT(Run({"health"}).out, Not(HasSubstr("\x1b")));
  environment_.erase("NO_COLOR");
  environment_["TERM"] = "dumb";
  EXPECT_THAT(Run({"health"}).out, Not(HasSubstr("\x1b")));
}

class WatchCommandTest : public CliTest {
 protected:
  WatchCommandTest() {
    servers_.events.WatchEvents_ = [this](grpc::ServerContext&, const pb::WatchEventsRequest& request,
                                          FakeEventService::Writer& writer) {
      starts_.push_back(request.after_sequence());
      for (std::int64_t sequence = request.after_sequence() + 1; sequence <= 100; ++sequence) {
        pb::WatchEventsResponse response;
        auto* event = response.add_events();
        event->set_sequence(sequence);
        event->set_revision(sequence);
        event->set_resource(sequence % 2 == 0 ? "referrals/even" : "referrals/odd");
        event->set_transition(pb::REFERRAL_EVENT_SEND);
        response.set_last_sequence(sequence);
        response.set_epoch("e");
        if (!writer.Write(response)) break;
      }
      return grpc::Status(grpc::UNAVAILABLE, "");
    };
  }
  std::vector<std::int64_t> starts_;
};

TEST_F(WatchCommandTest, EndsAfterTheLimit) {
  const auto result = Run({"watch", "--limit", "3", "--after", "10", "--jsonl"});
  EXPECT_EQ(result.code, 0) << result.err;
  std::istringstream lines(result.out);
  std::vector<std::string> sequences;
  for (std::string line; std::getline(lines, line);) sequences.push_back(nlohmann::json::parse(line)["sequence"]);
  EXPECT_THAT(sequences, ElementsAre("11", "12", "13"));
}

TEST_F(WatchCommandTest, GoesOnWhereTheCursorFileSays) {
  const std::string file = folder_ + "/cursor";
  EXPECT_EQ(Run({"watch", "--limit", "3", "--cursor-file", file}).code, 0);
  EXPECT_EQ(Run({"watch", "--limit", "2", "--cursor-file", file}).code, 0);
  EXPECT_THAT(starts_, ElementsAre(0, 3));
}

TEST_F(WatchCommandTest, MayLookAtOneReferral) {
  const auto result = Run({"watch", "--limit", "2", "--referral", "even", "-o", "name"});
  EXPECT_EQ(result.out, "referrals/even\nreferrals/even\n");
}

TEST_F(WatchCommandTest, ABadCursorFileIsThree) {
  EXPECT_EQ(Run({"watch", "--limit", "1", "--cursor-file", File("cursor", "rubbish")}).code, 3);
  const auto result = Run({"watch", "--limit", "1", "--cursor-file", folder_ + "/no such folder/cursor"});
  EXPECT_EQ(result.code, 3);
  EXPECT_THAT(result.err, AllOf(HasSubstr("cursor file"), Not(HasSubstr("not yours to see"))));
}

// Runs bash with the script and gives what it would offer after these words.
std::string Complete(const std::string& script, const std::string& words) {
  const std::string program = "set -e; source '" + script + "'; COMP_WORDS=(" + words +
                              "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _tendon; printf '%s\\n' \"${COMPREPLY[@]}\"";
  FILE* pipe = popen(("bash -c \"$(cat <<'EOF'\n" + program + "\nEOF\n)\"").c_str(), "r");
  std::string output(1 << 16, '\0');
  output.resize(std::fread(output.data(), 1, output.size(), pipe));
  EXPECT_EQ(pclose(pipe), 0);
  return output;
}

TEST_F(ProgramTest, BashCompletesCommandsAndOptions) {
  const std::string script = File("completion.bash", Run({"completion", "bash"}).out);
  EXPECT_EQ(Complete(script, "tendon refe"), "referral\n");
  EXPECT_EQ(Complete(script, "tendon referral acc"), "accept\n");
  EXPECT_EQ(Complete(script, "tendon --role physician referral accept --et"), "--etag\n");
  EXPECT_EQ(Complete(script, "tendon session record x --pain-b"), "--pain-before\n");
  EXPECT_EQ(Complete(script, "tendon episode show x --organiz"), "--organization\n");
  EXPECT_EQ(Complete(script, "tendon -o js"), "json\n");
  EXPECT_EQ(Complete(script, "tendon --role massage"), "massage_therapist\n");
  EXPECT_EQ(Complete(script, "tendon referral list --inbox --state IN_P"), "IN_PROGRESS\n");
  EXPECT_EQ(Complete(script, "tendon directory search --state IN_P"), "\n") << "a state of the US";
}

TEST_F(ProgramTest, OtherShellsHaveTheirScripts) {
  EXPECT_THAT(Run({"completion", "zsh"}).out, HasSubstr("#compdef tendon"));
  EXPECT_THAT(Run({"completion", "fish"}).out,
              HasSubstr("complete -c tendon -n '__tendon_path referral' -f -a 'create update"));
  EXPECT_EQ(Run({"completion", "powershell"}).code, 2);
}

}  // namespace
}  // namespace tendon::testing
