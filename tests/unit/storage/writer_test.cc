// The group-commit writer: batches, refusals, dry runs, limits, the end.
#include <algorithm>
#include <numeric>
#include <thread>

#include "tests/unit/storage/writer_fixture.h"

namespace tendon::storage {
namespace {

using ::tendon::testing::HasCode;
using ::tendon::testing::Succeeds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Commits = std::vector<std::vector<int>>;

TEST_F(WriterTest, ACommandIsCommitted) {
  Start();
  EXPECT_THAT(Submit(Write(1)).get(), Succeeds());
  EXPECT_EQ(store_.commits(), (Commits{{1}}));
}

TEST_F(WriterTest, WhatQueuesUpSharesACommit) {
  Start();
  Close();
  auto one = Submit(Write(1)), two = Submit(Write(2)), three = Submit(Write(3));
  Open();
  EXPECT_THAT(one.get(), Succeeds());
  EXPECT_THAT(two.get(), Succeeds());
  EXPECT_THAT(three.get(), Succeeds());
  EXPECT_EQ(store_.commits(), (Commits{{1, 2, 3}}));
}

TEST_F(WriterTest, ABatchHasALimit) {
  Writer::Options options;
  options.max_batch = 2;
  Start(std::move(options));
  Close();
  for (int number = 1; number <= 5; ++number) Submit(Write(number));
  Open();
  writer_->Drain();
  EXPECT_EQ(store_.commits(), (Commits{{1, 2}, {3, 4}, {5}}));
}

TEST_F(WriterTest, NothingIsAnsweredBeforeItIsCommitted) {
  std::latch committing(1), commit(1);
  store_.BeforeCommit([&] {
    committing.count_down();
    commit.wait();
    return absl::OkStatus();
  });
  Start();
  auto written = Submit(Write(1));
  committing.wait();
  EXPECT_FALSE(IsReady(written));
  EXPECT_EQ(writer_->last_committed_revision(), 0);
  commit.count_down();
  EXPECT_THAT(written.get(), Succeeds());
}

TEST_F(WriterTest, OnCommitComesBeforeTheAnswersWithTheRevision) {
  std::vector<std::string> order;
  Writer::Options options;
  options.on_commit = [&](const CommitInfo& info) {
    EXPECT_GE(writer_->last_committed_revision(), info.revision);
    order.push_back("revision " + std::to_string(info.revision));
  };
  Start(std::move(options));
  Close();
  for (int number = 1; number <= 2; ++number) {
    ASSERT_THAT(
        writer_->Submit(
            {Write(number), [&, number](absl::Status) { order.push_back("done " + std::to_string(number)); }, false}),
        Succeeds());
  }
  Open();
  writer_->Drain();
  EXPECT_THAT(order, ElementsAre("revision 2", "done 1", "done 2"));
  EXPECT_EQ(writer_->last_committed_revision(), 2);
}

TEST_F(WriterTest, OnCommitIsNotCalledForWhatMakesNoRevision) {
  int calls = 0;
  Writer::Options options;
  options.on_commit = [&](const CommitInfo&) { ++calls; };
  Start(std::move(options));
  Submit([](Transaction& transaction) {
    transaction.AppendAudit("a read");
    return absl::OkStatus();
  });
  writer_->Drain();
  EXPECT_EQ(calls, 0);
  EXPECT_THAT(store_.audit(), ElementsAre("a read"));
}

TEST_F(WriterTest, ItBeginsWithTheStoresRevision) {
  Start();
  ASSERT_THAT(Submit(Write(1)).get(), Succeeds());
  writer_.reset();
  Start();
  EXPECT_EQ(writer_->last_committed_revision(), 1);
}

TEST_F(WriterTest, ARefusalLeavesTheBatchGoingAndItsAuditStays) {
  Start();
  Close();
  auto one = Submit(Write(1));
  auto refused = Submit([](Transaction& transaction) {
    transaction.AppendAudit("refused");
    return absl::FailedPreconditionError("no");
  });
  auto two = Submit(Write(2));
  Open();
  EXPECT_THAT(one.get(), Succeeds());
  EXPECT_THAT(refused.get(), HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(two.get(), Succeeds());
  EXPECT_EQ(store_.commits(), (Commits{{1, 2}}));
  EXPECT_THAT(store_.audit(), ElementsAre("refused"));
}

// Every code that a command may decide on, against those that only an accident gives.
TEST_F(WriterTest, WhichErrorsAreRefusals) {
  using absl::StatusCode;
  for (const StatusCode code : {StatusCode::kCancelled, StatusCode::kInvalidArgument, StatusCode::kDeadlineExceeded,
                                StatusCode::kNotFound, StatusCode::kAlreadyExists, StatusCode::kPermissionDenied,
                                StatusCode::kResourceExhausted, StatusCode::kFailedPrecondition, StatusCode::kAborted,
                                StatusCode::kOutOfRange, StatusCode::kUnimplemented, StatusCode::kUnauthenticated}) {
    EXPECT_TRUE(IsExpectedError(absl::Status(code, "x"))) << absl::StatusCodeToString(code);
  }
  for (const StatusCode code : {StatusCode::kOk, StatusCode::kUnknown, StatusCode::kInternal, StatusCode::kUnavailable,
                                StatusCode::kDataLoss}) {
    EXPECT_FALSE(IsExpectedError(absl::Status(code, "x"))) << absl::StatusCodeToString(code);
  }
}

TEST_F(WriterTest, ADryRunIsAlwaysRolledBack) {
  Start();
  EXPECT_THAT(Submit(Write(1), true).get(), Succeeds());
  EXPECT_THAT(Submit(Write(2, absl::AbortedError("stale")), true).get(), HasCode(absl::StatusCode::kAborted));
  EXPECT_THAT(store_.commits(), IsEmpty());
  EXPECT_EQ(writer_->last_committed_revision(), 0);
}

TEST_F(WriterTest, ADryRunDoesNotCutTheBatch) {
  Start();
  Close();
  Submit(Write(1));
  auto dry = Submit(Write(2), true);
  Submit(Write(3));
  Open();
  EXPECT_THAT(dry.get(), Succeeds());
  EXPECT_EQ(store_.commits(), (Commits{{1, 3}}));
}

TEST_F(WriterTest, UpkeepRunsLastInEachBatch) {
  Writer::Options options;
  options.each_batch = [](Transaction& transaction) { transaction.Write(100); };
  Start(std::move(options));
  Close();
  Submit(Write(1));
  Submit(Write(2));
  Open();
  writer_->Drain();
  EXPECT_EQ(store_.commits(), (Commits{{100}, {1, 2, 100}})) << "the first batch is the closed gate";
}

TEST_F(WriterTest, AFullQueueRefuses) {
  Writer::Options options;
  options.max_queue = 3;
  Start(std::move(options));
  Close();
  auto one = Submit(Write(1)), two = Submit(Write(2));
  EXPECT_THAT(TrySubmit(3), HasCode(absl::StatusCode::kResourceExhausted));
  Open();
  EXPECT_THAT(one.get(), Succeeds());
  EXPECT_THAT(two.get(), Succeeds());
  EXPECT_THAT(Submit(Write(4)).get(), Succeeds()) << "there is room again";
  writer_->Drain();
  EXPECT_EQ(store_.commits(), (Commits{{1, 2}, {4}}));
}

TEST_F(WriterTest, DrainFinishesWhatWasAcceptedAndRefusesTheRest) {
  Start();
  Close();
  auto one = Submit(Write(1));
  std::thread opener([this] { Open(); });
  writer_->Drain();
  opener.join();
  ASSERT_TRUE(IsReady(one));
  EXPECT_THAT(one.get(), Succeeds());
  EXPECT_THAT(TrySubmit(2), HasCode(absl::StatusCode::kUnavailable));
  writer_->Drain();
  EXPECT_EQ(store_.commits(), (Commits{{1}}));
}

TEST_F(WriterTest, DoneMaySubmit) {
  Start();
  std::promise<absl::Status> second;
  ASSERT_THAT(
      writer_->Submit({Write(1),
                       [&](absl::Status) {
                         EXPECT_THAT(
                             writer_->Submit({Write(2), [&](absl::Status status) { second.set_value(status); }, false}),
                             Succeeds());
                       },
                       false}),
      Succeeds());
  EXPECT_THAT(second.get_future().get(), Succeeds());
}

TEST_F(WriterTest, ASlowAnswerDoesNotHoldUpTheNextCommit) {
  Start();
  std::latch blocked(1);
  ASSERT_THAT(writer_->Submit({Write(1), [&](absl::Status) { blocked.wait(); }, false}), Succeeds());
  std::latch committed(1);
  ASSERT_THAT(writer_->Submit({[&](Transaction&) {
                                 committed.count_down();
                                 return absl::OkStatus();
                               },
                               nullptr, false}),
              Succeeds());
  committed.wait();  // the second runs while the first's done() blocks
  blocked.count_down();
  writer_->Drain();
}

TEST_F(WriterTest, EveryCommandOfManyThreadsIsDoneOnce) {
  constexpr int kThreads = 4, kEach = 250;
  Start();
  std::vector<std::atomic<int>> done(kThreads * kEach);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = thread * kEach; i < (thread + 1) * kEach; ++i) {
        EXPECT_THAT(writer_->Submit({Write(i), [&, i](absl::Status) { ++done[static_cast<size_t>(i)]; }, false}),
                    Succeeds());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  writer_->Drain();
  EXPECT_TRUE(std::all_of(done.begin(), done.end(), [](const auto& count) { return count == 1; }));
  std::vector<int> numbers;
  for (const auto& commit : store_.commits()) numbers.insert(numbers.end(), commit.begin(), commit.end());
  std::sort(numbers.begin(), numbers.end());
  std::vector<int> expected(kThreads * kEach);
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(numbers, expected);
}

}  // namespace
}  // namespace tendon::storage
