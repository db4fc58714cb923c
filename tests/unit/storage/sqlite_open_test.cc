// Opening a database: what is made, what is refused.
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>

#include "tests/unit/storage/sqlite_fixture.h"

namespace tendon::storage {
namespace {

using ::tendon::testing::HasCode;
using ::tendon::testing::ReadFile;
using ::tendon::testing::Succeeds;
using ::tendon::testing::WriteFile;
using ::testing::AllOf;
using ::testing::HasSubstr;

class SqliteOpenTest : public SqliteTest {
 protected:
  static unsigned Mode(const std::string& path) {
    struct stat info = {};
    EXPECT_EQ(stat(path.c_str(), &info), 0) << path;
    return info.st_mode & 0777u;
  }
  static std::string Message(const absl::Status& status) { return std::string(status.message()); }
};

TEST_F(SqliteOpenTest, ItsFilesAreTheOwnersOnly) {
  auto store = Open();
  ASSERT_THAT(store, Succeeds());
  ASSERT_THAT(Insert(**store, "r1"), Succeeds());
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) EXPECT_EQ(Mode(path_ + suffix), 0600u) << suffix;
}

TEST_F(SqliteOpenTest, OthersRightsToAnExistingFileAreTakenAway) {
  ASSERT_THAT(Open(), Succeeds());
  ASSERT_EQ(chmod(path_.c_str(), 0644), 0);
  ASSERT_THAT(Open(), Succeeds());
  EXPECT_EQ(Mode(path_), 0600u);
}

TEST_F(SqliteOpenTest, AnEmptyFileBecomesADatabase) {
  WriteFile(path_, "");
  auto store = Open();
  ASSERT_THAT(store, Succeeds());
  EXPECT_THAT(Insert(**store, "r1"), Succeeds());
}

TEST_F(SqliteOpenTest, TheDatabaseSaysWhoseItIs) {
  ASSERT_THAT(Open(), Succeeds());
  ForeignConnection look(path_);
  EXPECT_EQ(look.Ask("PRAGMA application_id"), std::to_string(0x546e5266));
  EXPECT_EQ(look.Ask("PRAGMA user_version"), "7");
  EXPECT_EQ(look.Ask("PRAGMA journal_mode"), "wal");
  EXPECT_EQ(look.Ask("PRAGMA integrity_check"), "ok");
  EXPECT_EQ(
      look.Ask(
          "SELECT count(*) FROM pragma_table_list WHERE type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'"),
      "0");
}

TEST_F(SqliteOpenTest, ANewerSchemaIsRefused) {
  ASSERT_THAT(Open(), Succeeds());
  ForeignConnection(path_).Run("PRAGMA user_version = 99");
  const auto refused = Open();
  EXPECT_THAT(refused, HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Message(refused.status()), AllOf(HasSubstr(path_), HasSubstr("99"), HasSubstr("newer program")));
  EXPECT_EQ(ForeignConnection(path_).Ask("PRAGMA user_version"), "99") << "untouched";
}

TEST_F(SqliteOpenTest, TheOtherServersDatabaseIsRefused) {
  ASSERT_THAT(Open(), Succeeds());
  const auto outcomes = OpenSqliteOutcomesStore(Options());
  EXPECT_THAT(outcomes, HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Message(outcomes.status()), HasSubstr("outcomes server"));
  SqliteOptions other = Options();
  other.path = folder_.File("outcomes.db");
  ASSERT_THAT(OpenSqliteOutcomesStore(other), Succeeds());
  EXPECT_THAT(OpenSqliteReferralStore(other), HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Open(), Succeeds()) << "the refusal has done no harm";
}

TEST_F(SqliteOpenTest, AForeignDatabaseIsRefusedAndLeftAsItIs) {
  ForeignConnection(path_).Run("CREATE TABLE t (x); INSERT INTO t VALUES (7)");
  const std::string before = ReadFile(path_);
  EXPECT_THAT(Open(), HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(ReadFile(path_), before);
}

TEST_F(SqliteOpenTest, WhatIsNoDatabaseIsRefusedAndLeftAsItIs) {
  const std::string text(5000, 'x');
  WriteFile(path_, text);
  EXPECT_THAT(Open(), HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(ReadFile(path_), text);
}

TEST_F(SqliteOpenTest, ASecondOpenerIsRefused) {
  auto store = Open();
  ASSERT_THAT(store, Succeeds());
  const auto second = Open();
  EXPECT_THAT(second, HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Message(second.status()), AllOf(HasSubstr(path_), HasSubstr("in use")));
  EXPECT_THAT(Insert(**store, "r1"), Succeeds()) << "the refusal has done no harm";
  store->reset();
  EXPECT_THAT(Open(), Succeeds());
}

TEST_F(SqliteOpenTest, ASecondOpenerIsRefusedByAnotherNameToo) {
  auto store = Open();
  ASSERT_THAT(store, Succeeds());
  SqliteOptions link = Options();
  link.path = folder_.File("link.db");
  std::filesystem::create_symlink(path_, link.path);
  EXPECT_THAT(OpenSqliteReferralStore(link), HasCode(absl::StatusCode::kFailedPrecondition));
  SqliteOptions dots = Options();
  dots.path = folder_.path() + "/./../" + std::filesystem::path(folder_.path()).filename().string() + "/store.db";
  EXPECT_THAT(OpenSqliteReferralStore(dots), HasCode(absl::StatusCode::kFailedPrecondition));
}

// In a process of its own, where nothing has used SQLite before.
TEST_F(SqliteOpenTest, NoMutexOfSqlitesCountsMemory) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto open_and_look = [this] {
    const auto store = Open();
    std::exit(store.ok() && sqlite3_memory_used() == 0 ? 0 : 1);
  };
  EXPECT_EXIT(open_and_look(), ::testing::ExitedWithCode(0), "");
}

TEST_F(SqliteOpenTest, AMissingFolderIsUnavailable) {
  SqliteOptions options = Options();
  options.path = folder_.File("missing/store.db");
  const auto store = OpenSqliteReferralStore(options);
  EXPECT_THAT(store, HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Message(store.status()), HasSubstr("missing/store.db"));
}

TEST_F(SqliteOpenTest, OptionsWithoutSenseAreRefused) {
  SqliteOptions no_path, no_readers = Options(), no_checkpoint = Options();
  no_readers.reader_connections = 0;
  no_checkpoint.checkpoint_pages = 0;
  for (const SqliteOptions& options : {no_path, no_readers, no_checkpoint}) {
    EXPECT_THAT(OpenSqliteReferralStore(options), HasCode(absl::StatusCode::kInvalidArgument));
  }
}

TEST_F(SqliteOpenTest, AnUnknownVfsIsRefused) {
  SqliteOptions options = Options();
  options.vfs = "no-such-vfs";
  EXPECT_FALSE(OpenSqliteReferralStore(options).ok());
}

}  // namespace
}  // namespace tendon::storage
