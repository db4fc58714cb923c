// The VFS that the durability tests rest on: does it lose what was not synced, and keep what was?
#include "tests/robustness/unsynced_vfs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <memory>
#include <string>

#include "tests/robustness/disk_faults.h"
#include "tests/testing/files.h"

namespace tendon::testing {
namespace {

constexpr int kFlags = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;

// A file opened through the VFS, without SQLite on top.
class RawFile {
 public:
  explicit RawFile(const std::string& path) : path_(path), vfs_(sqlite3_vfs_find("unsynced")) {
    memory_.reset(new char[static_cast<size_t>(vfs_->szOsFile)]());
    // As SQLite passes names: more zeros at the end.
    path_.append(4, '\0');
    EXPECT_EQ(vfs_->xOpen(vfs_, path_.data(), file(), kFlags, nullptr), SQLITE_OK);
  }
  ~RawFile() { file()->pMethods->xClose(file()); }
  RawFile(const RawFile&) = delete;
  RawFile& operator=(const RawFile&) = delete;

  int Write(const std::string& text, int64_t offset = 0) {
    return file()->pMethods->xWrite(file(), text.data(), static_cast<int>(text.size()), offset);
  }
  int Sync() { return file()->pMethods->xSync(file(), SQLITE_SYNC_NORMAL); }
  int Truncate(int64_t size) { return file()->pMethods->xTruncate(file(), size); }
  std::string Read() {
    sqlite3_int64 size = 0;
    EXPECT_EQ(file()->pMethods->xFileSize(file(), &size), SQLITE_OK);
    std::string text(static_cast<size_t>(size), '?');
    EXPECT_EQ(file()->pMethods->xRead(file(), text.data(), static_cast<int>(size), 0), SQLITE_OK);
    return text;
  }

 private:
  sqlite3_file* file() { return reinterpret_cast<sqlite3_file*>(memory_.get()); }

  std::string path_;
  sqlite3_vfs* const vfs_;
  std::unique_ptr<char[]> memory_;
};

// A database in WAL mode.
class Database {
 public:
  explicit Database(const std::string& path, const std::string& synchronous = "FULL") {
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    EXPECT_EQ(sqlite3_open_v2(path.c_str(), &handle_, flags, "unsynced"), SQLITE_OK);
    Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = " + synchronous);
  }
  ~Database() { sqlite3_close(handle_); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  int Run(const std::string& sql) { return sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr); }
  // -1 when the table is not there.
  int CountRows() {
    int count = -1;
    const auto keep = [](void* result, int, char** values, char**) {
      *static_cast<int*>(result) = std::stoi(values[0]);
      return 0;
    };
    sqlite3_exec(handle_, "SELECT count(*) FROM t", keep, &count, nullptr);
    return count;
  }

 private:
  sqlite3* handle_ = nullptr;
};

class UnsyncedVfsTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { RegisterUnsyncedVfs(false); }
  void TearDown() override {
    DiskFaults::OfThisProcess().Inject(DiskFault::kNone);
    DiskFaults::OfThisProcess().Tear(0);
    ForgetUnsynced();
  }

  const TempDir folder;
  const std::string path = folder.File("file");
};

TEST_F(UnsyncedVfsTest, AWriteIsNotInTheRealFileUntilItIsSynced) {
  RawFile file(path);
  file.Write("hello");
  EXPECT_EQ(ReadFile(path), "");
  EXPECT_EQ(file.Read(), "hello");
  ASSERT_EQ(file.Sync(), SQLITE_OK);
  EXPECT_EQ(ReadFile(path), "hello");
}

TEST_F(UnsyncedVfsTest, EveryHandleOfAPathSeesTheSameBytes) {
  RawFile writer(path);
  RawFile reader(path);
  writer.Write("hello");
  EXPECT_EQ(reader.Read(), "hello");
  // And whoever syncs, syncs the file, not the handle.
  ASSERT_EQ(reader.Sync(), SQLITE_OK);
  EXPECT_EQ(ReadFile(path), "hello");
}

TEST_F(UnsyncedVfsTest, ClosingSyncsNothing) {
  { RawFile(path).Write("hello"); }
  EXPECT_EQ(ReadFile(path), "");
  EXPECT_EQ(RawFile(path).Read(), "hello");
}

TEST_F(UnsyncedVfsTest, TruncationReachesTheRealFileWithTheSync) {
  WriteFile(path, "hello, world");
  RawFile file(path);
  file.Truncate(5);
  file.Write("!", 7);
  EXPECT_EQ(file.Read(), std::string("hello\0\0!", 8));
  EXPECT_EQ(ReadFile(path), "hello, world");
  ASSERT_EQ(file.Sync(), SQLITE_OK);
  EXPECT_EQ(ReadFile(path), std::string("hello\0\0!", 8));
}

TEST_F(UnsyncedVfsTest, WhatWasNotSyncedIsGoneAfterTheEndOfTheProcess) {
  {
    RawFile file(path);
    file.Write("kept");
    ASSERT_EQ(file.Sync(), SQLITE_OK);
    file.Write("lost");
  }
  ForgetUnsynced();
  EXPECT_EQ(RawFile(path).Read(), "kept");
}

TEST_F(UnsyncedVfsTest, ADeletedFileIsNew) {
  { RawFile(path).Write("hello"); }
  sqlite3_vfs* const vfs = sqlite3_vfs_find("unsynced");
  int exists = 0;
  ASSERT_EQ(vfs->xAccess(vfs, path.c_str(), SQLITE_ACCESS_EXISTS, &exists), SQLITE_OK);
  EXPECT_EQ(exists, 1);
  ASSERT_EQ(vfs->xDelete(vfs, path.c_str(), 0), SQLITE_OK);
  ASSERT_EQ(vfs->xAccess(vfs, path.c_str(), SQLITE_ACCESS_EXISTS, &exists), SQLITE_OK);
  EXPECT_EQ(exists, 0);
  EXPECT_EQ(RawFile(path).Read(), "");
}

TEST_F(UnsyncedVfsTest, ConnectionsSeeWhatOthersHaveCommitted) {
  Database writer(path);
  Database reader(path);
  ASSERT_EQ(writer.Run("CREATE TABLE t (x); INSERT INTO t VALUES (1)"), SQLITE_OK);
  EXPECT_EQ(reader.CountRows(), 1);
  ASSERT_EQ(writer.Run("PRAGMA wal_checkpoint(TRUNCATE); INSERT INTO t VALUES (2)"), SQLITE_OK);
  EXPECT_EQ(reader.CountRows(), 2);
}

TEST_F(UnsyncedVfsTest, ACommitWithASyncSurvivesAPowerCutAndOneWithoutDoesNot) {
  for (const std::string synchronous : {"FULL", "OFF"}) {
    const std::string database = folder.File(synchronous);
    { Database(database).Run("CREATE TABLE t (x)"); }
    {
      Database writer(database, synchronous);
      ASSERT_EQ(writer.Run("INSERT INTO t VALUES (1)"), SQLITE_OK);
      DiskFaults::OfThisProcess().Inject(DiskFault::kPowerCut);
    }
    ForgetUnsynced();
    DiskFaults::OfThisProcess().Inject(DiskFault::kNone);
    EXPECT_EQ(Database(database).CountRows(), synchronous == "FULL" ? 1 : 0) << synchronous;
    ForgetUnsynced();
  }
}

TEST_F(UnsyncedVfsTest, ATornWriteIsPartlyInTheRealFile) {
  DiskFaults::OfThisProcess().Tear(1);
  const std::string text(64 * 512, 'x');
  RawFile file(path);
  file.Write(text);
  const std::string torn = ReadFile(path);
  EXPECT_THAT(torn, ::testing::HasSubstr(std::string(512, 'x')));
  EXPECT_THAT(torn, ::testing::HasSubstr(std::string(512, '\0')));
  ASSERT_EQ(file.Sync(), SQLITE_OK);
  EXPECT_EQ(ReadFile(path), text);
}

TEST_F(UnsyncedVfsTest, AFailedSyncLosesWhatItWasToWriteForGood) {
  RawFile file(path);
  file.Write("hello");
  DiskFaults::OfThisProcess().Inject(DiskFault::kFailedSync);
  EXPECT_EQ(file.Sync(), SQLITE_IOERR_FSYNC);
  DiskFaults::OfThisProcess().Inject(DiskFault::kNone);
  EXPECT_EQ(file.Sync(), SQLITE_OK);
  EXPECT_EQ(file.Read(), "hello");
  EXPECT_EQ(ReadFile(path), "");
}

TEST_F(UnsyncedVfsTest, AFullDiskAllowsOverwritingOnly) {
  RawFile file(path);
  file.Write("hello");
  DiskFaults::OfThisProcess().Inject(DiskFault::kFullDisk);
  EXPECT_EQ(file.Write("hallo"), SQLITE_OK);
  EXPECT_EQ(file.Write("!", 5), SQLITE_FULL);
  EXPECT_EQ(file.Read(), "hallo");
}

TEST_F(UnsyncedVfsTest, AFaultComesAfterSoManySteps) {
  RawFile file(path);
  DiskFaults::OfThisProcess().Inject(DiskFault::kPowerCut, 2);
  EXPECT_EQ(file.Write("a"), SQLITE_OK);
  EXPECT_EQ(file.Sync(), SQLITE_OK);
  EXPECT_EQ(file.Write("b"), SQLITE_IOERR_WRITE);
}

}  // namespace
}  // namespace tendon::testing
