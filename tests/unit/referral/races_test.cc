// Two parties at once, a thousand times each: one wins, the other is told, and there is no third state.
#include <gtest/gtest.h>

#include <thread>

#include "tests/unit/referral/states.h"

namespace tendon::referral {
namespace {

constexpr int kRaces = 1000;

struct Contest {
  const char* name;
  ReferralState state;
  security::Principal (*one)();
  ReferralEvent first;
  ReferralState first_wins;
  security::Principal (*other)();
  ReferralEvent second;
  ReferralState second_wins;
};

class RacesTest : public ::testing::TestWithParam<Contest> {};

TEST_P(RacesTest, OneWinsAndTheOtherIsTold) {
  const Contest& contest = GetParam();
  int first_won = 0;
  for (int i = 0; i < kRaces; ++i) {
    Desk desk;
    const std::string name = Prepare(desk, contest.state, 0).record.referral.name();
    Desk later = desk.At(TimeOf(contest.first) + TimeOf(contest.second));
    const ReferralRecord seen = later.Read(name);
    absl::StatusOr<v1::Referral> one = absl::UnknownError("not run");
    absl::StatusOr<v1::Referral> other = absl::UnknownError("not run");
    {
      std::jthread first([&] { one = Perform(later, contest.first, contest.one(), seen); });
      std::jthread second([&] { other = Perform(later, contest.second, contest.other(), seen); });
    }
    ASSERT_NE(one.ok(), other.ok()) << one.status() << " / " << other.status();
    const absl::Status& told = one.ok() ? other.status() : one.status();
    // The recipient that was replaced meanwhile learns that; everybody else that it has changed.
    EXPECT_TRUE(told.code() == absl::StatusCode::kAborted ||
                (told.code() == absl::StatusCode::kFailedPrecondition && contest.first == v1::REFERRAL_EVENT_REDIRECT))
        << told;
    const v1::Referral after = later.Read(name).referral;
    EXPECT_EQ(after.state(), one.ok() ? contest.first_wins : contest.second_wins);
    EXPECT_EQ(after.version(), seen.referral.version() + 1);
    first_won += one.ok() ? 1 : 0;
  }
  RecordProperty("first_won", first_won);
}

INSTANTIATE_TEST_SUITE_P(
    OfTheExchange, RacesTest,
    ::testing::Values(Contest{"AcceptAgainstCancel", v1::REFERRAL_STATE_SENT, Hand, v1::REFERRAL_EVENT_ACCEPT,
                              v1::REFERRAL_STATE_ACCEPTED, River, v1::REFERRAL_EVENT_CANCEL,
                              v1::REFERRAL_STATE_CANCELLED},
                      Contest{"CompleteAgainstRequestCancel", v1::REFERRAL_STATE_IN_PROGRESS, Hand,
                              v1::REFERRAL_EVENT_COMPLETE, v1::REFERRAL_STATE_COMPLETED, River,
                              v1::REFERRAL_EVENT_REQUEST_CANCEL, v1::REFERRAL_STATE_CANCEL_REQUESTED},
                      Contest{"RedirectAgainstAccept", v1::REFERRAL_STATE_RECEIVED, River, v1::REFERRAL_EVENT_REDIRECT,
                              v1::REFERRAL_STATE_SENT, Hand, v1::REFERRAL_EVENT_ACCEPT, v1::REFERRAL_STATE_ACCEPTED}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace tendon::referral
