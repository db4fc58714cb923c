// What is kept of the feeds, with months in milliseconds.
#include "services/referral/feed_retention.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/storage/memory/memory_store.h"
#include "tests/testing/status_matchers.h"

namespace tendon::referral {
namespace {

using ::tendon::testing::Succeeds;

constexpr absl::Duration kOneDay = absl::Hours(24);

class FeedRetentionTest : public ::testing::Test {
 protected:
  absl::Status Commit(const std::function<absl::Status(storage::ReferralTransaction&)>& run) {
    auto transaction = store_->Begin().value();
    const absl::Status status = run(*transaction);
    return status.ok() ? transaction->Commit() : status;
  }
  void Happen(int events) {
    for (int i = 0; i < events; ++i) {
      ASSERT_THAT(Commit([](storage::ReferralTransaction& t) {
                    return t.AppendChange({t.NextRevision().value(), "event"}, {"river"});
                  }),
                  Succeeds());
    }
  }
  int64_t Prune(int day) {
    const auto pruned =
        PruneFeeds(*store_, start_ + day * kOneDay, 90 * kOneDay, [this](auto run) { return Commit(run); });
    EXPECT_THAT(pruned, Succeeds());
    return pruned.value_or(-1);
  }
  int64_t Tail() { return store_->Read().value()->FeedTail(storage::TenantScope::Organization("river")).value(); }

  const std::unique_ptr<storage::ReferralStore> store_ = storage::MakeMemoryReferralStore();
  const absl::Time start_ = absl::FromUnixSeconds(1'750'000'000);
};

TEST_F(FeedRetentionTest, NothingIsForgottenBeforeItsTime) {
  Happen(3);
  EXPECT_EQ(Prune(0), 0);
  Happen(2);
  EXPECT_EQ(Prune(89), 0);
  EXPECT_EQ(Tail(), 0);
}

TEST_F(FeedRetentionTest, WhatWasThereNinetyDaysAgoIsForgotten) {
  Happen(3);
  Prune(0);
  Happen(2);
  Prune(50);
  EXPECT_EQ(Prune(90), 3);
  EXPECT_EQ(Tail(), 3);
  EXPECT_EQ(Prune(139), 0);
  EXPECT_EQ(Prune(140), 2);
  EXPECT_EQ(Tail(), 5);
}

TEST_F(FeedRetentionTest, AServerThatWasDownForgetsLater) {
  Happen(3);
  Prune(0);
  EXPECT_EQ(Prune(400), 3) << "the mark of day 0 is the last one that is old enough";
  Happen(1);
  EXPECT_EQ(Prune(401), 0);
}

TEST_F(FeedRetentionTest, AYearOfDailyPruningKeepsNinetyDays) {
  for (int day = 0; day < 365; ++day) {
    Happen(1);
    Prune(day);
  }
  EXPECT_EQ(Tail(), 275) << "the events of days 0 to 274";
}

TEST_F(FeedRetentionTest, ALongBacklogIsForgottenInPieces) {
  Happen(2500);
  Prune(0);
  EXPECT_EQ(Prune(90), 2500);
  EXPECT_EQ(Tail(), 2500);
}

}  // namespace
}  // namespace tendon::referral
