#include "services/outcomes/lookup_cache.h"

#include <gtest/gtest.h>

#include <vector>

namespace tendon::outcomes {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

class LookupCacheTest : public ::testing::Test {
 protected:
  // Looks r1 up at a time; the answer to a question is given by Answer().
  void Find(absl::Time now) {
    cache_->Find(
        "referrals/r1", now, [this](LookupCache::Answer then) { questions_.push_back(std::move(then)); },
        [this](const LookupCache::Known& found) { found_.push_back(found.status()); });
  }
  void Answer(const absl::StatusOr<Lookup>& lookup) { questions_.back()(lookup); }

  std::shared_ptr<LookupCache> cache_ = std::make_shared<LookupCache>();
  std::vector<LookupCache::Answer> questions_;
  std::vector<absl::Status> found_;
};

TEST_F(LookupCacheTest, RecordsThatComeTogetherAskOnceAndAllHear) {
  for (int i = 0; i < 3; ++i) Find(kNow);
  EXPECT_EQ(questions_.size(), 1U);
  EXPECT_TRUE(found_.empty());
  Answer(Lookup{LookupResult::kMissing, {}});
  EXPECT_EQ(found_.size(), 3U);
}

TEST_F(LookupCacheTest, WhatIsKnownIsGoodForAWhile) {
  Find(kNow);
  Answer(Lookup());
  Find(kNow + LookupCache::kGoodFor - absl::Milliseconds(1));
  EXPECT_EQ(questions_.size(), 1U);
  EXPECT_EQ(found_.size(), 2U);
  Find(kNow + LookupCache::kGoodFor);
  EXPECT_EQ(questions_.size(), 2U);
}

TEST_F(LookupCacheTest, AnErrorIsToldAndNotKept) {
  Find(kNow);
  Answer(absl::ResourceExhaustedError("full"));
  EXPECT_EQ(found_, std::vector<absl::Status>{absl::ResourceExhaustedError("full")});
  Find(kNow);
  EXPECT_EQ(questions_.size(), 2U);
}

TEST_F(LookupCacheTest, ForgetsWhenThereAreVeryManyReferrals) {
  for (size_t i = 0; i <= LookupCache::kMostReferrals; ++i) {
    cache_->Find(
        std::to_string(i), kNow, [](const LookupCache::Answer& then) { then(Lookup()); },
        [](const LookupCache::Known&) {});
  }
  bool asked = false;
  cache_->Find(
      "0", kNow,
      [&asked](const LookupCache::Answer& then) {
        asked = true;
        then(Lookup());
      },
      [](const LookupCache::Known&) {});
  EXPECT_TRUE(asked);
}

}  // namespace
}  // namespace tendon::outcomes
