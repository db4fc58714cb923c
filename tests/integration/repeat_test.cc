// The same command twice with one --request-id, as after a lost answer: the first answer, and no second effect.
#include "tests/integration/command.h"
#include "tests/integration/fixture.h"

namespace tendon::testing {
namespace {

using ::testing::SizeIs;

class Repeat : public ExchangeTest {
 protected:
  // Runs it twice as Hand Work's therapist; both answers.
  std::pair<CommandResult, CommandResult> Twice(const std::string& command) {
    const auto run = [&] { return RunCommand(*exchange, kHandWork, "massage_therapist", command, kMassageTherapist); };
    const CommandResult first = run();
    return {first, run()};
  }

  void ExpectOneAnswer(const std::string& command) {
    const auto [first, second] = Twice("-o json " + command + " --request-id " + NewRequestId());
    EXPECT_EQ(first.code, 0) << first.text;
    EXPECT_EQ(second.code, 0) << second.text;
    EXPECT_EQ(first.text, second.text);
  }
};

TEST_F(Repeat, AStepIsTakenOnce) {
  const pb::Referral sent = Sent();
  ExpectOneAnswer("referral accept " + sent.name() + " --etag " + sent.etag());
  ExpectOneAnswer("referral start " + sent.name() + " --etag " + Must(hand->Get(sent.name())).etag());
  EXPECT_EQ(Must(hand->Get(sent.name())).state(), pb::REFERRAL_STATE_IN_PROGRESS);
}

TEST_F(Repeat, ASessionIsRecordedOnce) {
  const std::string referral = InProgress().name();
  ExpectOneAnswer("session record " + referral + " --pain-before 7 --time 2025-03-03T15:00:00Z");
  EXPECT_THAT(Must(hand->Sessions(referral)).sessions(), SizeIs(1));
}

TEST_F(Repeat, ASessionIsAmendedOnce) {
  const std::string referral = InProgress().name();
  Twice("session record " + referral + " --pain-before 7 --time 2025-03-03T15:00:00Z --request-id " + NewRequestId());
  const std::string session = Must(hand->Sessions(referral)).sessions(0).name();
  ExpectOneAnswer("session amend " + session + " --pain-before 6 --because Misread --etag v1");
  const auto history =
      RunCommand(*exchange, kHandWork, "massage_therapist", "-o name session history " + session, kMassageTherapist);
  EXPECT_EQ(history.text, session + "\n" + session + "\n") << "recorded, and amended once";
}

TEST_F(Repeat, ADraftIsWrittenAndSentOnce) {
  const std::string file = exchange->folder() + "/referral.json";
  std::ofstream(file) << R"({"recipient": "organizations/hand-work", "discipline": "MASSAGE_THERAPIST",
      "patient": {"identifiers": [{"system": "urn:example:mrn", "value": "1"}]}, "reason": "Low back pain",
      "authorization": {"sessions": 6}, "consent": {"granted": true}})";
  const std::string command = "-o json referral create --send -f " + file + " --request-id " + NewRequestId();
  const auto run = [&] { return RunCommand(*exchange, kRiver, "physician", command, kPhysician); };
  const CommandResult first = run(), second = run();
  EXPECT_EQ(first.code, 0) << first.text;
  EXPECT_EQ(first.text, second.text);
  EXPECT_THAT(river->List(pb::REFERRAL_BOX_OUTBOX)->referrals(), SizeIs(1));
}

}  // namespace
}  // namespace tendon::testing
