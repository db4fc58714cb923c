// The buffer before the write-ahead log: what is committed is in the files, whole, and in few writes.
#include "services/storage/sqlite/log_buffer.h"

#include <filesystem>

#include "tests/unit/storage/fault_vfs.h"
#include "tests/unit/storage/sqlite_fixture.h"

namespace tendon::storage::sqlite {
namespace {

using ::tendon::testing::FaultVfs;

class LogBufferTest : public ::testing::Test {
 protected:
  LogBufferTest() {
    buffer_ = LogBuffer::Over(faults_.name()).value();
    EXPECT_EQ(
        sqlite3_open_v2(path_.c_str(), &writer_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, buffer_->vfs().c_str()),
        SQLITE_OK);
    Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB)");
  }
  ~LogBufferTest() override { sqlite3_close(writer_); }

  int Run(const std::string& sql) { return sqlite3_exec(writer_, sql.c_str(), nullptr, nullptr, nullptr); }
  // Rows of a page each.
  int Insert(int rows) {
    return Run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(rows) +
               ") INSERT INTO t (body) SELECT randomblob(3500) FROM n");
  }
  // How many rows a program sees that knows of no buffer.
  static std::string Seen(const std::string& path) { return ForeignConnection(path).Ask("SELECT count(*) FROM t"); }

  FaultVfs faults_;
  const tendon::testing::TempDir folder_;
  const std::string path_ = folder_.File("log.db");
  std::unique_ptr<LogBuffer> buffer_;
  sqlite3* writer_ = nullptr;
};

TEST_F(LogBufferTest, WhatIsCommittedIsSeenByOtherConnections) {
  EXPECT_EQ(Insert(1), SQLITE_OK);
  EXPECT_EQ(Seen(path_), "1");
  EXPECT_EQ(Insert(500), SQLITE_OK) << "more than the buffer holds";
  EXPECT_EQ(Seen(path_), "501");
}

TEST_F(LogBufferTest, AProcessThatIsKilledAfterACommitLosesNothing) {
  EXPECT_EQ(Insert(100), SQLITE_OK);
  const std::string copy = folder_.File("copy.db");
  std::filesystem::copy_file(path_, copy);
  std::filesystem::copy_file(path_ + "-wal", copy + "-wal");
  EXPECT_EQ(Seen(copy), "100");
  EXPECT_EQ(ForeignConnection(copy).Ask("PRAGMA integrity_check"), "ok");
}

TEST_F(LogBufferTest, APageIsNoWriteOfItsOwn) {
  const int before = faults_.writes();
  EXPECT_EQ(Insert(300), SQLITE_OK);
  // 300 frames of 4,120 bytes, some 31 at a time; without the buffer 600 writes.
  EXPECT_LE(faults_.writes() - before, 15);
  EXPECT_GE(faults_.writes() - before, 10);
}

TEST_F(LogBufferTest, WhatWasSpilledAndRolledBackIsGone) {
  EXPECT_EQ(Insert(5), SQLITE_OK);
  EXPECT_EQ(Run("PRAGMA cache_size = 10; BEGIN"), SQLITE_OK);
  EXPECT_EQ(Insert(200), SQLITE_OK);
  EXPECT_EQ(Run("UPDATE t SET body = zeroblob(3500)"), SQLITE_OK) << "reads back what it spilled";
  EXPECT_EQ(Run("ROLLBACK"), SQLITE_OK);
  EXPECT_EQ(Insert(1), SQLITE_OK);
  EXPECT_EQ(Seen(path_), "6");
  EXPECT_EQ(ForeignConnection(path_).Ask("SELECT count(*) FROM t WHERE body = zeroblob(3500)"), "0");
}

TEST_F(LogBufferTest, AWriteThatFailsIsToldAtTheCommit) {
  faults_.FailWrites("-wal", SQLITE_FULL);
  EXPECT_EQ(Insert(1), SQLITE_FULL);
  faults_.FailWrites("-wal", SQLITE_OK);
  EXPECT_EQ(Seen(path_), "0");
  EXPECT_EQ(Insert(2), SQLITE_OK);
  EXPECT_EQ(Seen(path_), "2");
}

TEST_F(LogBufferTest, AVfsThatIsNotThereIsUnavailable) {
  EXPECT_EQ(LogBuffer::Over("no-such-vfs").status().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace tendon::storage::sqlite
