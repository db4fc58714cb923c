// What failed by itself waits by itself.
#include "services/outcomes/link/set_aside.h"

#include <gtest/gtest.h>

namespace tendon::outcomes {
namespace {

constexpr absl::Time kNoon = absl::FromUnixSeconds(43'200);

TEST(SetAsideTest, WhatHasNotFailedIsDue) { EXPECT_TRUE(SetAside(absl::Minutes(1), absl::Hours(1)).IsDue("a", kNoon)); }

TEST(SetAsideTest, WhatFailsWaitsTwiceAsLongEachTimeUpToTheLongest) {
  SetAside aside(absl::Minutes(1), absl::Minutes(3));
  absl::Time now = kNoon;
  for (const int minutes : {1, 2, 3, 3}) {
    aside.Failed("a", now);
    EXPECT_FALSE(aside.IsDue("a", now + absl::Minutes(minutes) - absl::Seconds(1))) << minutes;
    now += absl::Minutes(minutes);
    EXPECT_TRUE(aside.IsDue("a", now)) << minutes;
    EXPECT_TRUE(aside.IsDue("b", now)) << "nothing else waits";
  }
}

TEST(SetAsideTest, TellsTheFirstFailureAndTheEndOfIt) {
  SetAside aside(absl::Minutes(1), absl::Hours(1));
  EXPECT_FALSE(aside.Succeeded("a"));
  EXPECT_TRUE(aside.Failed("a", kNoon));
  EXPECT_FALSE(aside.Failed("a", kNoon));
  EXPECT_EQ(aside.size(), 1);
  EXPECT_TRUE(aside.Succeeded("a"));
  EXPECT_TRUE(aside.IsDue("a", kNoon));
  EXPECT_EQ(aside.size(), 0);
  EXPECT_TRUE(aside.Failed("a", kNoon)) << "another failure";
}

TEST(SetAsideTest, AllCanBeMadeDueAndWaitForLongerWhenTheyFailAgain) {
  SetAside aside(absl::Minutes(1), absl::Hours(1));
  aside.Failed("a", kNoon);
  aside.MakeAllDue();
  EXPECT_TRUE(aside.IsDue("a", kNoon));
  EXPECT_FALSE(aside.Failed("a", kNoon)) << "it has been told";
  EXPECT_FALSE(aside.IsDue("a", kNoon + absl::Seconds(119)));
  EXPECT_TRUE(aside.IsDue("a", kNoon + absl::Minutes(2)));
}

TEST(SetAsideTest, ForgetsWhatIsNotThereAnyMore) {
  SetAside aside(absl::Minutes(1), absl::Hours(1));
  aside.Failed("gone", kNoon);
  aside.Failed("stays", kNoon);
  aside.KeepOnly({"stays", "new"});
  EXPECT_TRUE(aside.IsDue("gone", kNoon));
  EXPECT_FALSE(aside.IsDue("stays", kNoon));
}

}  // namespace
}  // namespace tendon::outcomes
