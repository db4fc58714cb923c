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
        "referrals/r1", now, [this](LookupCache::Then then) { questions_.push_back(std::move(then)); },
        [this](const absl::StatusOr<Lookup>& found) { found_.push_back(found.status()); });
  }
  void Answer(const absl::StatusOr<Lookup>& lookup) { questions_.back()(lookup); }

  std::shared_ptr<LookupCache> cache_ = std::make_shared<LookupCache>();
  std::vector<LookupCache::Then> questions_;
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
        std::to_string(i), kNow, [](const LookupCache::Then& then) { then(Lookup()); },
        [](const absl::StatusOr<Lookup>&) {});
  }
  bool asked = false;
  cache_->Find(
      "0", kNow,
      [&asked](const LookupCache::Then& then) {
        asked = true;
        then(Lookup());
      },
      [](const absl::StatusOr<Lookup>&) {});
  EXPECT_TRUE(asked);
}

}  // namespace
}  // namespace tendon::outcomes
