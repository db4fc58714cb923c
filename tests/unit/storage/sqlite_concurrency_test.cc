// Readers beside the writer, and the write-ahead log.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "services/storage/writer.h"
#include "tests/unit/storage/sqlite_fixture.h"

namespace tendon::storage {
namespace {

using ::tendon::testing::Succeeds;

class SqliteConcurrencyTest : public SqliteTest {
 protected:
  static absl::Status Append(ReferralTransaction& transaction) {
    const auto revision = transaction.NextRevision();
    return revision.ok() ? transaction.AppendChange({*revision, "event"}, {"river"}) : revision.status();
  }
};

TEST_F(SqliteConcurrencyTest, AReaderWaitsForAFreeConnection) {
  SqliteOptions options = Options();
  options.reader_connections = 1;
  auto store = OpenSqliteReferralStore(options);
  ASSERT_THAT(store, Succeeds());
  ASSERT_THAT(Insert(**store, "r1"), Succeeds());
  auto first = (*store)->Read().value();
  ASSERT_EQ(first->Revision().value(), 1);
  int64_t seen = 0;
  std::thread second([&] { seen = (*store)->Read().value()->Revision().value(); });
  ASSERT_THAT(Insert(**store, "r2"), Succeeds());
  first.reset();
  second.join();
  EXPECT_EQ(seen, 2) << "it began after the first had ended";
}

// Whatever moment a reader catches, the revision, the system's feed and the organisation's feed agree, and nothing goes
// back.
TEST_F(SqliteConcurrencyTest, EveryReaderSeesAWholeCommit) {
  constexpr int kWrites = 2000, kReaders = 3;
  auto store = Open();
  ASSERT_THAT(store, Succeeds());
  GroupCommitWriter<ReferralStore> writer(store->get(), {});
  std::vector<std::thread> readers;
  for (int i = 0; i < kReaders; ++i) {
    readers.emplace_back([&] {
      for (int64_t last = 0; last < kWrites;) {
        auto reader = (*store)->Read().value();
        const int64_t revision = reader->Revision().value();
        EXPECT_GE(revision, last);
        EXPECT_EQ(reader->FeedHead(TenantScope::Organization("river")).value(), revision);
        const int64_t from = std::max<int64_t>(0, revision - 5);
        const auto feed = reader->ListFeed(TenantScope::System(), from, 100).value();
        EXPECT_EQ(static_cast<int64_t>(feed.size()), revision - from);
        last = revision;
      }
    });
  }
  for (int i = 0; i < kWrites; ++i) ASSERT_THAT(writer.Submit({Append, nullptr, false}), Succeeds());
  for (std::thread& reader : readers) reader.join();
}

TEST_F(SqliteConcurrencyTest, TheLogIsMovedIntoTheDatabaseNowAndThen) {
  // Large beside what one insert touches.
  constexpr int kPages = 40, kPageBytes = 4096 + 24;
  SqliteOptions options = Options();
  options.checkpoint_pages = kPages;
  auto store = OpenSqliteReferralStore(options);
  ASSERT_THAT(store, Succeeds());
  for (int i = 0; i < 200; ++i)
    ASSERT_THAT(Insert(**store, "r" + std::to_string(i), std::string(1000, 'b')), Succeeds());
  EXPECT_LT(std::filesystem::file_size(path_ + "-wal"), 3u * kPages * kPageBytes);
}

// The header of the log counts how often it has started anew (sqlite.org/fileformat.html, 4.1: offset 12).
TEST_F(SqliteConcurrencyTest, ALongLogIsMovedWhileWritingGoesOn) {
  // More pages than the writer moves itself; one insert brings 256.
  constexpr int kPages = 1500;
  const std::string megabyte(1 << 20, 'b');
  SqliteOptions options = Options();
  options.checkpoint_pages = kPages;
  auto store = OpenSqliteReferralStore(options);
  ASSERT_THAT(store, Succeeds());
  const auto starts = [&] {
    std::string header(16, 0);
    std::ifstream(path_ + "-wal", std::ios::binary).read(header.data(), 16);
    return header.substr(12);
  };
  ASSERT_THAT(Insert(**store, "first"), Succeeds());
  const std::string first_start = starts();
  int written = 0;
  const auto write = [&](const std::string& body) {
    ASSERT_THAT(Insert(**store, "r" + std::to_string(written++), body), Succeeds());
  };
  while (written <= kPages / 257) write(megabyte);
  EXPECT_EQ(starts(), first_start) << "not before it is long";
  // From here on it hardly grows: it stays far below four times its length, where the writer moves it all by itself.
  while (starts() == first_start && written < 1000) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    write("b");
  }
  EXPECT_LT(written, 1000);
  EXPECT_GE(std::filesystem::file_size(path_), size_t{kPages} * 4096);
  store->reset();
  auto reopened = Open();
  for (int i = 0; i < written; ++i) EXPECT_TRUE(Has(**reopened, "r" + std::to_string(i)));
}

TEST_F(SqliteConcurrencyTest, AReaderThatStaysDoesNotStopTheWriter) {
  SqliteOptions options = Options();
  options.checkpoint_pages = 5;
  auto store = OpenSqliteReferralStore(options);
  ASSERT_THAT(store, Succeeds());
  ASSERT_THAT(Insert(**store, "r"), Succeeds());
  auto reader = (*store)->Read().value();
  ASSERT_EQ(reader->Revision().value(), 1);
  for (int i = 0; i < 20; ++i) ASSERT_THAT(Insert(**store, "r" + std::to_string(i)), Succeeds());
  EXPECT_EQ(reader->Revision().value(), 1);
  reader.reset();
  EXPECT_EQ((*store)->Read().value()->Revision().value(), 21);
}

TEST_F(SqliteConcurrencyTest, ClosingLeavesNoLogBehind) {
  auto store = Open();
  ASSERT_THAT(store, Succeeds());
  ASSERT_THAT(Insert(**store, "r1"), Succeeds());
  store->reset();
  EXPECT_FALSE(std::filesystem::exists(path_ + "-wal"));
  EXPECT_EQ(ForeignConnection(path_).Ask("SELECT count(*) FROM referrals"), "1");
}

}  // namespace
}  // namespace tendon::storage
