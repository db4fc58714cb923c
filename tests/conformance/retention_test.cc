// What is left of feeds when old changes are dropped (services/storage/log_store.h).
#include "tests/conformance/log_fixture.h"

namespace tendon::storage {
namespace {

using ::tendon::testing::HasCode;
using ::tendon::testing::Succeeds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RetentionTest : public LogTest {
 protected:
  // river: 1 2 4 5; elm: 2 3; revisions 1 to 5.
  void SetUp() override {
    CommitChange("a", {"river"});
    CommitChange("b", {"river", "elm"});
    CommitChange("c", {"elm"});
    CommitChange("d", {"river"});
    CommitChange("e", {"river"});
  }
  int Prune(int64_t floor, int limit = 1000) {
    auto transaction = log_->Begin();
    const int pruned = transaction->PruneChanges(floor, limit).value();
    EXPECT_THAT(transaction->Commit(), Succeeds());
    return pruned;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, RetentionTest, ::testing::ValuesIn(LogEngines()), EngineName);

TEST_P(RetentionTest, ANewFeedIsKeptFromItsBeginning) {
  EXPECT_EQ(log_->Read()->FeedTail(kRiver).value(), 0);
  EXPECT_EQ(log_->Read()->FeedTail(kSystem).value(), 0);
  EXPECT_EQ(log_->Read()->FeedTail(kOak).value(), 0);
}

TEST_P(RetentionTest, WhatIsAtOrBelowTheFloorIsDropped) {
  EXPECT_EQ(Prune(2), 2);
  auto reader = log_->Read();
  EXPECT_EQ(reader->FeedTail(kRiver).value(), 2);
  EXPECT_EQ(reader->FeedTail(kElm).value(), 1);
  EXPECT_EQ(reader->FeedTail(kSystem).value(), 2);
  EXPECT_THAT(Feed(*reader, kRiver, 2), ElementsAre("3:d", "4:e"));
  EXPECT_THAT(Feed(*reader, kElm, 1), ElementsAre("2:c"));
  EXPECT_THAT(Feed(*reader, kSystem, 2), ElementsAre("3:c", "4:d", "5:e"));
}

TEST_P(RetentionTest, APositionBeforeTheTailIsOutOfRange) {
  Prune(2);
  auto reader = log_->Read();
  for (const int64_t after : {0, 1}) {
    EXPECT_THAT(reader->ListFeed(kRiver, after, 10), HasCode(absl::StatusCode::kOutOfRange)) << after;
    EXPECT_THAT(reader->ListFeed(kSystem, after, 10), HasCode(absl::StatusCode::kOutOfRange)) << after;
  }
  EXPECT_THAT(reader->ListFeed(kElm, 0, 10), HasCode(absl::StatusCode::kOutOfRange));
}

TEST_P(RetentionTest, AFeedThatLostAllKeepsItsNumbers) {
  EXPECT_EQ(Prune(5), 5);
  auto reader = log_->Read();
  EXPECT_EQ(reader->FeedHead(kRiver).value(), 4);
  EXPECT_EQ(reader->FeedTail(kRiver).value(), 4);
  EXPECT_EQ(reader->FeedTail(kElm).value(), 2);
  EXPECT_EQ(reader->FeedTail(kSystem).value(), 5);
  EXPECT_THAT(reader->ListFeed(kRiver, 0, 10), HasCode(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(reader->ListFeed(kRiver, 3, 10), HasCode(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(Feed(*reader, kRiver, 4), IsEmpty());
  EXPECT_THAT(reader->ListFeed(kSystem, 0, 10), HasCode(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(Feed(*reader, kSystem, 5), IsEmpty());
  reader.reset();
  EXPECT_EQ(CommitChange("f", {"river"}), 6);
  EXPECT_THAT(Feed(*log_->Read(), kRiver, 4), ElementsAre("5:f"));
  EXPECT_EQ(log_->Read()->FeedTail(kRiver).value(), 4);
}

TEST_P(RetentionTest, DroppingGoesOnWhereItStopped) {
  EXPECT_EQ(Prune(4, 3), 3);
  EXPECT_EQ(log_->Read()->FeedTail(kSystem).value(), 3);
  EXPECT_EQ(Prune(4, 3), 1);
  EXPECT_EQ(Prune(4, 3), 0);
  EXPECT_EQ(Prune(4, 0), 0);
  EXPECT_EQ(log_->Read()->FeedTail(kRiver).value(), 3);
  EXPECT_THAT(Feed(*log_->Read(), kRiver, 3), ElementsAre("4:e"));
}

TEST_P(RetentionTest, WhatWasDroppedStaysDropped) {
  Prune(3);
  log_->Reopen();
  EXPECT_EQ(log_->Read()->FeedTail(kRiver).value(), 2);
  EXPECT_EQ(log_->Read()->Revision().value(), 5);
}

}  // namespace
}  // namespace tendon::storage
