// The contract of revisions and feeds (services/storage/log_store.h).
#include <thread>

#include "tests/conformance/log_fixture.h"

namespace tendon::storage {
namespace {

using ::tendon::testing::HasCode;
using ::tendon::testing::Succeeds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class FeedTest : public LogTest {};
INSTANTIATE_TEST_SUITE_P(Engines, FeedTest, ::testing::ValuesIn(LogEngines()), EngineName);

TEST_P(FeedTest, ANewStoreHasNoHistory) {
  auto reader = log_->Read();
  EXPECT_EQ(reader->Revision().value(), 0);
  EXPECT_EQ(reader->FeedHead(kSystem).value(), 0);
  EXPECT_EQ(reader->FeedHead(kRiver).value(), 0);
  EXPECT_THAT(Feed(*reader, kSystem), IsEmpty());
  EXPECT_THAT(Feed(*reader, kRiver), IsEmpty());
}

TEST_P(FeedTest, AStoreHasAnEpochAndASecretOfItsOwn) {
  auto reader = log_->Read();
  const auto other = GetParam().make();
  EXPECT_NE(reader->Epoch().value(), "");
  EXPECT_EQ(reader->Epoch().value(), log_->Begin()->Epoch().value());
  EXPECT_NE(reader->Epoch().value(), other->Read()->Epoch().value());
  EXPECT_THAT(reader->Secret().value(), SizeIs(32));
  EXPECT_NE(reader->Secret().value(), other->Read()->Secret().value());
}

TEST_P(FeedTest, RevisionsHaveNoGaps) {
  EXPECT_EQ(CommitChange("a", {}), 1);
  auto transaction = log_->Begin();
  EXPECT_EQ(Append(*transaction, "b", {}), 2);
  EXPECT_EQ(Append(*transaction, "c", {}), 3);
  ASSERT_THAT(transaction->Commit(), Succeeds());
  transaction.reset();
  EXPECT_EQ(CommitChange("d", {}), 4);
  EXPECT_EQ(log_->Read()->Revision().value(), 4);
}

TEST_P(FeedTest, ATransactionCountsItsOwnRevisions) {
  auto transaction = log_->Begin();
  EXPECT_EQ(transaction->Revision().value(), 0);
  Append(*transaction, "a", {"river"});
  EXPECT_EQ(transaction->Revision().value(), 1);
  EXPECT_EQ(transaction->FeedHead(kSystem).value(), 1);
  EXPECT_THAT(Feed(*transaction, kRiver), ElementsAre("1:a"));
}

TEST_P(FeedTest, NobodySeesWhatIsNotCommitted) {
  auto transaction = log_->Begin();
  Append(*transaction, "a", {"river"});
  EXPECT_EQ(log_->Read()->Revision().value(), 0);
  EXPECT_THAT(Feed(*log_->Read(), kRiver), IsEmpty());
  ASSERT_THAT(transaction->Commit(), Succeeds());
  EXPECT_EQ(log_->Read()->Revision().value(), 1);
  EXPECT_THAT(Feed(*log_->Read(), kRiver), ElementsAre("1:a"));
}

TEST_P(FeedTest, AReaderKeepsItsSnapshot) {
  CommitChange("a", {"river"});
  auto reader = log_->Read();
  EXPECT_EQ(reader->Revision().value(), 1);
  CommitChange("b", {"river"});
  EXPECT_EQ(reader->Revision().value(), 1);
  EXPECT_THAT(Feed(*reader, kRiver), ElementsAre("1:a"));
  EXPECT_THAT(Feed(*log_->Read(), kRiver), ElementsAre("1:a", "2:b"));
}

TEST_P(FeedTest, RollbackLeavesNothing) {
  CommitChange("a", {"river"});
  {
    auto transaction = log_->Begin();
    Append(*transaction, "lost", {"river", "elm"});
    ASSERT_THAT(transaction->AppendAudit("lost"), Succeeds());
  }
  EXPECT_EQ(log_->Read()->Revision().value(), 1);
  EXPECT_THAT(Feed(*log_->Read(), kElm), IsEmpty());
  EXPECT_EQ(CommitChange("b", {"river"}), 2);
  EXPECT_THAT(Feed(*log_->Read(), kRiver), ElementsAre("1:a", "2:b"));
}

TEST_P(FeedTest, ARevisionWithoutAChangeCannotBeCommitted) {
  auto transaction = log_->Begin();
  ASSERT_THAT(transaction->NextRevision(), Succeeds());
  EXPECT_THAT(transaction->Commit(), HasCode(absl::StatusCode::kInternal));
  transaction.reset();
  EXPECT_EQ(log_->Read()->Revision().value(), 0);
}

TEST_P(FeedTest, AChangeNeedsARevisionOfItsOwn) {
  auto transaction = log_->Begin();
  EXPECT_THAT(transaction->AppendChange({1, "not taken"}, {}), HasCode(absl::StatusCode::kInternal));
  transaction.reset();
  transaction = log_->Begin();
  const int64_t revision = Append(*transaction, "first", {});
  EXPECT_THAT(transaction->AppendChange({revision, "second"}, {}), HasCode(absl::StatusCode::kInternal));
}

TEST_P(FeedTest, EachOrganizationHasADenseFeedOfItsOwnChanges) {
  CommitChange("a", {"river", "elm"});
  CommitChange("b", {"elm"});
  CommitChange("c", {});
  CommitChange("d", {"river", "elm"});
  auto reader = log_->Read();
  EXPECT_THAT(Feed(*reader, kRiver), ElementsAre("1:a", "2:d"));
  EXPECT_THAT(Feed(*reader, kElm), ElementsAre("1:a", "2:b", "3:d"));
  EXPECT_THAT(Feed(*reader, kOak), IsEmpty());
  EXPECT_EQ(reader->FeedHead(kRiver).value(), 2);
  EXPECT_EQ(reader->FeedHead(kElm).value(), 3);
}

TEST_P(FeedTest, TheSystemsFeedIsAllChangesByRevision) {
  CommitChange("a", {"river"});
  CommitChange("b", {});
  CommitChange("c", {"elm"});
  EXPECT_THAT(Feed(*log_->Read(), kSystem), ElementsAre("1:a", "2:b", "3:c"));
  EXPECT_EQ(log_->Read()->FeedHead(kSystem).value(), 3);
}

TEST_P(FeedTest, AnOrganizationGivenTwiceCountsOnce) {
  CommitChange("a", {"river", "elm", "river"});
  EXPECT_THAT(Feed(*log_->Read(), kRiver), ElementsAre("1:a"));
  EXPECT_THAT(Feed(*log_->Read(), kElm), ElementsAre("1:a"));
}

TEST_P(FeedTest, ChangesOfOneTransactionFollowEachOther) {
  auto transaction = log_->Begin();
  Append(*transaction, "a", {"river"});
  Append(*transaction, "b", {"elm", "river"});
  Append(*transaction, "c", {"river"});
  ASSERT_THAT(transaction->Commit(), Succeeds());
  EXPECT_THAT(Feed(*log_->Read(), kRiver), ElementsAre("1:a", "2:b", "3:c"));
}

TEST_P(FeedTest, AFeedIsReadInPages) {
  for (const char* body : {"a", "b", "c", "d", "e"}) CommitChange(body, {"river"});
  auto reader = log_->Read();
  for (const TenantScope& scope : {kRiver, kSystem}) {
    EXPECT_THAT(Feed(*reader, scope, 0, 2), ElementsAre("1:a", "2:b"));
    EXPECT_THAT(Feed(*reader, scope, 2, 2), ElementsAre("3:c", "4:d"));
    EXPECT_THAT(Feed(*reader, scope, 4, 2), ElementsAre("5:e"));
    EXPECT_THAT(Feed(*reader, scope, 5, 2), IsEmpty());
    EXPECT_THAT(Feed(*reader, scope, 0, 0), IsEmpty());
    EXPECT_THAT(Feed(*reader, scope, 0, -1), IsEmpty());
  }
}

TEST_P(FeedTest, APositionOutsideTheFeedIsOutOfRange) {
  CommitChange("a", {"river"});
  CommitChange("b", {"elm"});
  auto reader = log_->Read();
  EXPECT_THAT(reader->ListFeed(kRiver, 2, 10), HasCode(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(reader->ListFeed(kRiver, -1, 10), HasCode(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(reader->ListFeed(kOak, 1, 10), HasCode(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(reader->ListFeed(kSystem, 3, 10), HasCode(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(reader->ListFeed(kSystem, -1, 10), HasCode(absl::StatusCode::kOutOfRange));
}

TEST_P(FeedTest, BodiesAreBytes) {
  const std::string body(
      "\0\xff"
      "a\n\0",
      5);
  CommitChange(body, {"river"});
  EXPECT_EQ(log_->Read()->ListFeed(kRiver, 0, 1).value().front().body, body);
  CommitChange("", {"river"});
  EXPECT_EQ(log_->Read()->ListFeed(kRiver, 1, 1).value().front().body, "");
}

TEST_P(FeedTest, ATransactionWaitsForTheOneBefore) {
  auto first = log_->Begin();
  int64_t seen = -1;
  std::thread second([&] { seen = log_->Begin()->Revision().value(); });
  Append(*first, "a", {});
  EXPECT_THAT(first->Commit(), Succeeds());
  first.reset();
  second.join();
  EXPECT_EQ(seen, 1);
}

TEST_P(FeedTest, AReopenedStoreHasItsHistory) {
  CommitChange("a", {"river"});
  CommitChange("b", {"river"});
  const std::string epoch = log_->Read()->Epoch().value();
  const std::string secret = log_->Read()->Secret().value();
  log_->Reopen();
  EXPECT_EQ(log_->Read()->Epoch().value(), epoch);
  EXPECT_EQ(log_->Read()->Secret().value(), secret);
  EXPECT_EQ(log_->Read()->Revision().value(), 2);
  EXPECT_EQ(CommitChange("c", {"river"}), 3);
  EXPECT_THAT(Feed(*log_->Read(), kRiver), ElementsAre("1:a", "2:b", "3:c"));
}

}  // namespace
}  // namespace tendon::storage
