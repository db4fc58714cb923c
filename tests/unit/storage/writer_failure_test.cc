// The group-commit writer when something goes wrong: one bad command harms no other, a broken store acknowledges
// nothing.
#include <stdexcept>

#include "tests/unit/storage/writer_fixture.h"

namespace tendon::storage {
namespace {

using ::tendon::testing::HasCode;
using ::tendon::testing::Succeeds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Commits = std::vector<std::vector<int>>;

class WriterFailureTest : public WriterTest {
 protected:
  // Queues a good command, a bad one and a good one into one batch.
  void RunBatchWith(Run bad) {
    Start();
    Close();
    auto one = Submit([this](Transaction& transaction) {
      ++runs_of_first_;
      transaction.Write(1);
      return absl::OkStatus();
    });
    auto two = Submit(std::move(bad));
    auto three = Submit(Write(3));
    Open();
    first_ = one.get();
    bad_ = two.get();
    last_ = three.get();
    writer_->Drain();
  }

  int runs_of_first_ = 0;
  absl::Status first_, bad_, last_;
};

TEST_F(WriterFailureTest, AnUnexpectedErrorHarmsNoOther) {
  RunBatchWith(Write(2, absl::InternalError("a bug")));
  EXPECT_THAT(first_, Succeeds());
  EXPECT_THAT(bad_, HasCode(absl::StatusCode::kInternal));
  EXPECT_THAT(last_, Succeeds());
  EXPECT_EQ(store_.commits(), (Commits{{1}, {3}})) << "each in a transaction of its own";
  EXPECT_EQ(runs_of_first_, 2) << "in the batch, then alone";
}

TEST_F(WriterFailureTest, ARefusalThatHasWrittenIsRolledBack) {
  RunBatchWith(Write(2, absl::AbortedError("too late")));
  EXPECT_THAT(first_, Succeeds());
  EXPECT_THAT(bad_, HasCode(absl::StatusCode::kAborted));
  EXPECT_THAT(last_, Succeeds());
  EXPECT_EQ(store_.commits(), (Commits{{1}, {3}}));
}

TEST_F(WriterFailureTest, AnExceptionIsAnInternalError) {
  RunBatchWith([](Transaction&) -> absl::Status { throw std::runtime_error("a bug"); });
  EXPECT_THAT(bad_, HasCode(absl::StatusCode::kInternal));
  EXPECT_EQ(store_.commits(), (Commits{{1}, {3}}));
}

TEST_F(WriterFailureTest, AFailedCommitIsTriedOneByOne) {
  int commits = 0;
  store_.BeforeCommit(
      [&] { return ++commits == 2 ? absl::UnavailableError("lost") : absl::OkStatus(); });  // 1: the gate
  RunBatchWith(Write(2));
  EXPECT_THAT(first_, Succeeds());
  EXPECT_THAT(bad_, Succeeds());
  EXPECT_THAT(last_, Succeeds());
  EXPECT_EQ(store_.commits(), (Commits{{1}, {2}, {3}}));
}

TEST_F(WriterFailureTest, WhatCannotBeCommittedAloneIsUnavailable) {
  int commits = 0;
  store_.BeforeCommit([&] { return ++commits == 2 || commits == 4 ? absl::DataLossError("lost") : absl::OkStatus(); });
  RunBatchWith(Write(2));
  EXPECT_THAT(first_, Succeeds());
  EXPECT_THAT(bad_, HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(last_, Succeeds());
  EXPECT_EQ(store_.commits(), (Commits{{1}, {3}}));
}

TEST_F(WriterFailureTest, ABrokenContractIsInternal) {
  store_.BeforeCommit([] { return absl::InternalError("a revision without a change"); });
  Start();
  EXPECT_THAT(Submit(Write(1)).get(), HasCode(absl::StatusCode::kInternal));
}

TEST_F(WriterFailureTest, AStoreThatGivesNoTransactionIsUnavailable) {
  Start();
  store_.FailBegin(absl::UnavailableError("busy"));
  EXPECT_THAT(Submit(Write(1)).get(), HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Submit(Write(2), true).get(), HasCode(absl::StatusCode::kUnavailable));
  store_.FailBegin(absl::OkStatus());
  EXPECT_THAT(Submit(Write(3)).get(), Succeeds()) << "the writer goes on";
  EXPECT_EQ(store_.commits(), (Commits{{3}}));
}

TEST_F(WriterFailureTest, ABrokenStoreAcknowledgesNothingAnyMore) {
  std::vector<std::string> order;
  Writer::Options options;
  options.max_batch = 2;
  options.on_broken = [&](const absl::Status& why) { order.push_back("broken: " + std::string(why.message())); };
  Start(std::move(options));
  Close();
  for (const char* name : {"first", "second", "third", "fourth"}) {
    ASSERT_THAT(writer_->Submit({Write(1),
                                 [&order, name](absl::Status status) {
                                   order.push_back(name + (": " + absl::StatusCodeToString(status.code())));
                                 },
                                 false}),
                Succeeds());
  }
  store_.BeforeCommit([this] {
    store_.Break(absl::UnavailableError("disk full"));
    return absl::UnavailableError("disk full");
  });
  Open();
  writer_->Drain();
  EXPECT_THAT(store_.commits(), IsEmpty());
  ASSERT_EQ(order.size(), 5u);
  EXPECT_EQ(order[0], "broken: disk full");
  for (size_t i = 1; i < order.size(); ++i) EXPECT_THAT(order[i], ::testing::EndsWith("UNAVAILABLE"));
}

TEST_F(WriterFailureTest, ABrokenWriterRefusesForGood) {
  Start();
  store_.Break(absl::UnavailableError("disk full"));
  EXPECT_THAT(Submit(Write(1)).get(), HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(TrySubmit(2), HasCode(absl::StatusCode::kUnavailable));
  store_.Break(absl::OkStatus());
  EXPECT_THAT(TrySubmit(3), HasCode(absl::StatusCode::kUnavailable)) << "until it is made anew";
  EXPECT_THAT(store_.commits(), IsEmpty());
}

TEST_F(WriterFailureTest, OnBrokenIsCalledOnce) {
  int calls = 0;
  Writer::Options options;
  options.on_broken = [&](const absl::Status&) { ++calls; };
  Start(std::move(options));
  Close();
  for (int number = 1; number <= 3; ++number) Submit(Write(number));
  store_.Break(absl::DataLossError("damaged"));
  Open();
  writer_->Drain();
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace tendon::storage
