// The contract of idempotency records, and of dirty() (services/storage/log_store.h).
#include "tests/conformance/log_fixture.h"

namespace tendon::storage {
namespace {

using ::tendon::testing::HasCode;
using ::tendon::testing::Succeeds;

constexpr char kId[] = "6f1c2a34-9b1d-4e57-8a60-0c2f4b7d9e11";
constexpr char kOtherId[] = "6f1c2a34-9b1d-4e57-8a60-0c2f4b7d9e12";

const IdempotencyRecord kRecord = {std::string(32, 'd'), std::string("an\0swer", 7), 7};

class IdempotencyTest : public LogTest {
 protected:
  void CommitRecord(std::string_view caller, std::string_view id, int64_t now_us) {
    auto transaction = log_->Begin();
    ASSERT_THAT(transaction->PutIdempotencyRecord(caller, id, kRecord, now_us), Succeeds());
    ASSERT_THAT(transaction->Commit(), Succeeds());
  }
  bool Has(std::string_view caller, std::string_view id) {
    return log_->Begin()->FindIdempotencyRecord(caller, id).ok();
  }
  // Prunes in a transaction of its own.
  int Prune(int64_t before_us, int limit) {
    auto transaction = log_->Begin();
    const int pruned = transaction->PruneIdempotencyRecords(before_us, limit).value();
    EXPECT_THAT(transaction->Commit(), Succeeds());
    return pruned;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, IdempotencyTest, ::testing::ValuesIn(LogEngines()), EngineName);

TEST_P(IdempotencyTest, ARecordIsFoundAsItWasPut) {
  CommitRecord("river", kId, 1);
  const auto found = log_->Begin()->FindIdempotencyRecord("river", kId);
  ASSERT_THAT(found, Succeeds());
  EXPECT_EQ(found->digest, kRecord.digest);
  EXPECT_EQ(found->response, kRecord.response);
  EXPECT_EQ(found->revision, kRecord.revision);
}

TEST_P(IdempotencyTest, ARecordIsFoundInItsOwnTransaction) {
  auto transaction = log_->Begin();
  ASSERT_THAT(transaction->PutIdempotencyRecord("river", kId, kRecord, 1), Succeeds());
  EXPECT_THAT(transaction->FindIdempotencyRecord("river", kId), Succeeds());
}

TEST_P(IdempotencyTest, ARecordIsOfOneCallerAndOneId) {
  CommitRecord("river", kId, 1);
  EXPECT_THAT(log_->Begin()->FindIdempotencyRecord("elm", kId), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(log_->Begin()->FindIdempotencyRecord("river", kOtherId), HasCode(absl::StatusCode::kNotFound));
  CommitRecord("elm", kId, 1);
  EXPECT_TRUE(Has("elm", kId));
}

TEST_P(IdempotencyTest, AnIdIsUsedOnce) {
  CommitRecord("river", kId, 1);
  auto transaction = log_->Begin();
  const IdempotencyRecord other = {std::string(32, 'e'), "other", 8};
  EXPECT_THAT(transaction->PutIdempotencyRecord("river", kId, other, 2), HasCode(absl::StatusCode::kAlreadyExists));
  EXPECT_EQ(transaction->FindIdempotencyRecord("river", kId)->response, kRecord.response);
}

TEST_P(IdempotencyTest, TheCaseOfAnIdDoesNotMatter) {
  CommitRecord("river", "6F1C2A34-9B1D-4E57-8A60-0C2F4B7D9E11", 1);
  EXPECT_TRUE(Has("river", kId));
}

TEST_P(IdempotencyTest, AnIdMustBeAUuid) {
  auto transaction = log_->Begin();
  for (const char* id : {"", "6f1c2a349b1d4e578a600c2f4b7d9e11", "6f1c2a34-9b1d-4e57-8a60-0c2f4b7d9e1",
                         "6f1c2a34-9b1d-4e57-8a60-0c2f4b7d9e1g", "6f1c2a34+9b1d-4e57-8a60-0c2f4b7d9e11",
                         "6f1c2a34-9b1d-4e57-8a60-0c2f4b7d9e110"}) {
    EXPECT_THAT(transaction->FindIdempotencyRecord("river", id), HasCode(absl::StatusCode::kInvalidArgument)) << id;
    EXPECT_THAT(transaction->PutIdempotencyRecord("river", id, kRecord, 1), HasCode(absl::StatusCode::kInvalidArgument))
        << id;
  }
}

TEST_P(IdempotencyTest, RollbackLeavesNoRecord) {
  ASSERT_THAT(log_->Begin()->PutIdempotencyRecord("river", kId, kRecord, 1), Succeeds());
  EXPECT_FALSE(Has("river", kId));
}

TEST_P(IdempotencyTest, PruningTakesOlderRecordsOnly) {
  CommitRecord("river", kId, 100);
  CommitRecord("elm", kId, 200);
  EXPECT_EQ(Prune(100, 10), 0);
  EXPECT_EQ(Prune(200, 10), 1);
  EXPECT_FALSE(Has("river", kId));
  EXPECT_TRUE(Has("elm", kId));
}

TEST_P(IdempotencyTest, PruningGoesOnlyAsFarAsItsLimit) {
  CommitRecord("river", kId, 1);
  CommitRecord("elm", kId, 2);
  CommitRecord("oak", kId, 3);
  EXPECT_EQ(Prune(1000, 0), 0);
  EXPECT_EQ(Prune(1000, -1), 0);
  EXPECT_EQ(Prune(1000, 2), 2);
  EXPECT_FALSE(Has("river", kId));
  EXPECT_FALSE(Has("elm", kId));
  EXPECT_TRUE(Has("oak", kId));
  EXPECT_EQ(Prune(1000, 2), 1);
  EXPECT_EQ(Prune(1000, 2), 0);
}

TEST_P(IdempotencyTest, RecordsSurviveReopening) {
  CommitRecord("river", kId, 1);
  log_->Reopen();
  EXPECT_TRUE(Has("river", kId));
}

TEST_P(IdempotencyTest, OnlyTheAuditLeavesATransactionClean) {
  auto transaction = log_->Begin();
  EXPECT_FALSE(transaction->dirty());
  ASSERT_THAT(transaction->AppendAudit("a refusal"), Succeeds());
  EXPECT_FALSE(transaction->dirty());
  Append(*transaction, "a", {});
  EXPECT_TRUE(transaction->dirty());
  transaction->ResetDirty();
  EXPECT_FALSE(transaction->dirty());
  ASSERT_THAT(transaction->PutIdempotencyRecord("river", kId, kRecord, 1), Succeeds());
  EXPECT_TRUE(transaction->dirty());
  transaction->ResetDirty();
  ASSERT_EQ(transaction->PruneIdempotencyRecords(100, 10).value(), 1);
  EXPECT_TRUE(transaction->dirty());
}

TEST_P(IdempotencyTest, ARevisionTakenIsAWrite) {
  auto transaction = log_->Begin();
  ASSERT_THAT(transaction->NextRevision(), Succeeds());
  EXPECT_TRUE(transaction->dirty());
}

TEST_P(IdempotencyTest, AnExpectedErrorLeavesTheTransactionCleanAndUsable) {
  CommitRecord("river", kId, 1);
  auto transaction = log_->Begin();
  EXPECT_THAT(transaction->PutIdempotencyRecord("river", kId, kRecord, 2), HasCode(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(transaction->ListFeed(kRiver, 9, 1), HasCode(absl::StatusCode::kOutOfRange));
  EXPECT_FALSE(transaction->dirty());
  ASSERT_THAT(transaction->PutIdempotencyRecord("elm", kId, kRecord, 2), Succeeds());
  ASSERT_THAT(transaction->Commit(), Succeeds());
  transaction.reset();
  EXPECT_TRUE(Has("elm", kId));
}

}  // namespace
}  // namespace tendon::storage
