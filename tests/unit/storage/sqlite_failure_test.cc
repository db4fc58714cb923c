// When the disk fails: nothing that was acknowledged is lost, nothing is acknowledged afterwards, and no error tells a
// value.
#include <filesystem>
#include <string_view>

#include "services/storage/writer.h"
#include "tests/unit/storage/fault_vfs.h"
#include "tests/unit/storage/sqlite_fixture.h"

namespace tendon::storage {
namespace {

using ::tendon::testing::HasCode;
using ::tendon::testing::Succeeds;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kWal[] = "-wal";
constexpr char kDatabase[] = ".db";

class SqliteFailureTest : public SqliteTest {
 protected:
  void OpenOnFaults(int checkpoint_pages = 16000, int writer_cache_kib = 4096) {
    SqliteOptions options = Options();
    options.vfs = faults_.name();
    options.writer_cache_kib = writer_cache_kib;
    options.checkpoint_pages = checkpoint_pages;
    auto store = OpenSqliteReferralStore(options);
    ASSERT_THAT(store, Succeeds());
    store_ = *std::move(store);
    ASSERT_THAT(Insert(*store_, "before"), Succeeds());
  }
  // Everything is well again; the store is not.
  void ExpectSickUntilReopened() {
    faults_.FailWrites("", SQLITE_OK);
    faults_.FailSyncs("", SQLITE_OK);
    EXPECT_FALSE(store_->Healthy().ok());
    EXPECT_FALSE(Insert(*store_, "after").ok());
    EXPECT_TRUE(Has(*store_, "before")) << "reading goes on";
    store_.reset();
    auto reopened = Open();
    ASSERT_THAT(reopened, Succeeds());
    EXPECT_THAT((*reopened)->Healthy(), Succeeds());
    EXPECT_TRUE(Has(**reopened, "before"));
    EXPECT_FALSE(Has(**reopened, "after"));
    EXPECT_THAT(Insert(**reopened, "new"), Succeeds());
  }

  tendon::testing::FaultVfs faults_;
  std::unique_ptr<ReferralStore> store_;
};

TEST_F(SqliteFailureTest, AFailedWriteEndsAcknowledgements) {
  OpenOnFaults();
  faults_.FailWrites(kWal, SQLITE_IOERR_WRITE);
  EXPECT_THAT(Insert(*store_, "r1"), HasCode(absl::StatusCode::kUnavailable));
  ExpectSickUntilReopened();
}

TEST_F(SqliteFailureTest, AFailedSyncEndsAcknowledgements) {
  OpenOnFaults();
  faults_.FailSyncs(kWal, SQLITE_IOERR_FSYNC);
  EXPECT_THAT(Insert(*store_, "r1"), HasCode(absl::StatusCode::kUnavailable));
  ExpectSickUntilReopened();
}

TEST_F(SqliteFailureTest, AFullDiskEndsAcknowledgements) {
  OpenOnFaults();
  faults_.FailWrites(kWal, SQLITE_FULL);
  EXPECT_THAT(Insert(*store_, "r1"), HasCode(absl::StatusCode::kUnavailable));
  ExpectSickUntilReopened();
}

TEST_F(SqliteFailureTest, AFailedCheckpointEndsAcknowledgementsAfterTheCommit) {
  OpenOnFaults(1);
  faults_.FailWrites(kDatabase, SQLITE_IOERR_WRITE);
  EXPECT_FALSE(Insert(*store_, "r1").ok()) << "the checkpoint that was due comes before it";
  ExpectSickUntilReopened();
}

TEST_F(SqliteFailureTest, AFailedSyncOfTheDatabaseEndsAcknowledgements) {
  OpenOnFaults(1);
  faults_.FailSyncs(kDatabase, SQLITE_IOERR_FSYNC);
  EXPECT_FALSE(Insert(*store_, "r1").ok());
  ExpectSickUntilReopened();
}

TEST_F(SqliteFailureTest, AFailedCheckpointInTheBackgroundEndsAcknowledgements) {
  OpenOnFaults(1500);  // more pages than the writer moves itself
  faults_.FailWrites(kDatabase, SQLITE_IOERR_WRITE);
  const std::string megabyte(1 << 20, 'b');
  int written = 0;
  while (written < 100 && Insert(*store_, "r" + std::to_string(written), megabyte).ok()) ++written;
  EXPECT_LT(written, 100);
  ExpectSickUntilReopened();
}

// Another pass moves what it has not; whatever the log holds is durable.
TEST_F(SqliteFailureTest, ACheckpointInTheBackgroundThatFailsForNowIsTriedAgain) {
  OpenOnFaults(1500);
  const std::string megabyte(1 << 20, 'b');
  faults_.FailWrites(kDatabase, SQLITE_ERROR);
  for (int i = 0; i < 12; ++i) ASSERT_THAT(Insert(*store_, "r" + std::to_string(i), megabyte), Succeeds());
  const auto moved_before = std::filesystem::file_size(path_);
  faults_.FailWrites("", SQLITE_OK);
  for (int i = 12; i < 40; ++i) ASSERT_THAT(Insert(*store_, "r" + std::to_string(i), megabyte), Succeeds());
  EXPECT_THAT(store_->Healthy(), Succeeds());
  for (int i = 40; i < 200 && std::filesystem::file_size(path_) < moved_before + megabyte.size(); ++i) {
    ASSERT_THAT(Insert(*store_, "r" + std::to_string(i), megabyte), Succeeds());
  }
  EXPECT_GE(std::filesystem::file_size(path_), moved_before + megabyte.size());
}

// A statement for which memory was short has rolled the whole transaction back.
TEST_F(SqliteFailureTest, AnErrorThatSomebodyIgnoredIsNotCommittedAround) {
  OpenOnFaults(16000, /*writer_cache_kib=*/64);
  auto transaction = store_->Begin();
  ASSERT_THAT(transaction, Succeeds());
  const auto revision = (*transaction)->NextRevision();
  ASSERT_THAT((*transaction)->AppendChange({revision.value(), "event"}, {"river"}), Succeeds());
  faults_.FailWrites(kWal, SQLITE_NOMEM);
  absl::Status ignored;
  for (int i = 0; i < 2000 && ignored.ok(); ++i) ignored = (*transaction)->AppendAudit(std::string(3500, 'x'));
  ASSERT_FALSE(ignored.ok());
  faults_.FailWrites("", SQLITE_OK);
  EXPECT_FALSE((*transaction)->Commit().ok());
  transaction->reset();
  ExpectSickUntilReopened();
}

TEST_F(SqliteFailureTest, TheWriterIsToldAndRefusesForGood) {
  OpenOnFaults();
  absl::Status broken, answer;
  GroupCommitWriter<ReferralStore>::Options options;
  options.on_broken = [&](const absl::Status& why) { broken = why; };
  GroupCommitWriter<ReferralStore> writer(store_.get(), std::move(options));
  faults_.FailSyncs(kWal, SQLITE_IOERR_FSYNC);
  auto append = [](ReferralTransaction& transaction) {
    const auto revision = transaction.NextRevision();
    return revision.ok() ? transaction.AppendChange({*revision, "event"}, {"river"}) : revision.status();
  };
  ASSERT_THAT(writer.Submit({append, [&](absl::Status status) { answer = std::move(status); }, false}), Succeeds());
  writer.Drain();
  EXPECT_THAT(answer, HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(std::string(broken.message()), HasSubstr("disk I/O error"));
  EXPECT_EQ(writer.last_committed_revision(), 1) << "as before";
}

TEST_F(SqliteFailureTest, AForeignLockIsWaitedForAndThenUnavailableButNoSickness) {
  SqliteOptions options = Options();
  options.busy_timeout_ms = 1;
  auto store = OpenSqliteReferralStore(options);
  ASSERT_THAT(store, Succeeds());
  {
    ForeignConnection foreign(path_);
    foreign.Run("BEGIN IMMEDIATE");
    EXPECT_THAT(Insert(**store, "r1"), HasCode(absl::StatusCode::kUnavailable));
    EXPECT_THAT((*store)->Healthy(), Succeeds());
    foreign.Run("ROLLBACK");
  }
  EXPECT_THAT(Insert(**store, "r1"), Succeeds());
}

TEST_F(SqliteFailureTest, ADamagedDatabaseIsDataLoss) {
  auto store = Open();
  ASSERT_THAT(store, Succeeds());
  ASSERT_THAT(Insert(**store, "r1"), Succeeds());
  store->reset();
  std::string bytes = tendon::testing::ReadFile(path_);
  ASSERT_GT(bytes.size(), 8192u);
  for (size_t i = 4096; i < bytes.size(); ++i) bytes[i] = '\x5a';
  tendon::testing::WriteFile(path_, bytes);
  const auto damaged = Open();
  const absl::Status status = damaged.ok() ? Insert(**damaged, "r2") : damaged.status();
  EXPECT_THAT(status, HasCode(absl::StatusCode::kDataLoss));
}

// SQLite's own messages can hold values that were bound; ours never do.
TEST_F(SqliteFailureTest, NoErrorTellsAValue) {
  constexpr std::string_view kSecret = "zzPatientZz";
  auto store = Open();
  ASSERT_THAT(store, Succeeds());
  ASSERT_THAT(Insert(**store, std::string(kSecret)), Succeeds());
  ForeignConnection(path_).Run(
      "CREATE TRIGGER refuse BEFORE INSERT ON referrals BEGIN SELECT RAISE(ABORT, 'zzPatientZz'); END;"
      "CREATE TRIGGER refuse_audit BEFORE INSERT ON audit BEGIN SELECT json(NEW.body); END;");
  const absl::Status refused = Insert(**store, "other", std::string(kSecret));
  EXPECT_THAT(refused, HasCode(absl::StatusCode::kInternal));
  EXPECT_THAT(std::string(refused.message()), Not(HasSubstr(std::string(kSecret))));
  const absl::Status audit = (*store)->Begin().value()->AppendAudit(kSecret);
  EXPECT_FALSE(audit.ok());
  EXPECT_THAT(std::string(audit.message()), Not(HasSubstr(std::string(kSecret))));
  EXPECT_THAT((*store)->Healthy(), Succeeds());
}

}  // namespace
}  // namespace tendon::storage
