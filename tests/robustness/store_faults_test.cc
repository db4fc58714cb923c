// The store's disk goes bad at every single step that it takes on it, one after the other: a power cut, a sync that
// fails, a disk that is full. What was committed is there afterwards; what was not is there whole or not at all; the
// feed has no gap; and a store that could not keep its word once does not give it again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/storage/sqlite/sqlite_store.h"
#include "tests/robustness/disk_faults.h"
#include "tests/robustness/unsynced_vfs.h"
#include "tests/testing/files.h"

namespace tendon::testing {
namespace {

constexpr int kCommits = 8;
constexpr int kReferralsPerCommit = 3;
constexpr char kReferrer[] = "river-clinic";
constexpr size_t kBodyBytes = 1500;

using storage::ReferralStore;

std::string ReferralId(int commit, int i) { return absl::StrCat("referral-", commit, "-", i); }

absl::Status InsertOne(storage::ReferralTransaction& transaction, const std::string& id) {
  const auto revision = transaction.NextRevision();
  if (!revision.ok()) return revision.status();
  storage::ReferralRow row;
  row.id = id;
  row.ordinal = *revision;
  row.version = 1;
  row.referrer = kReferrer;
  row.readers = {kReferrer};
  row.body = std::string(kBodyBytes, 'b');
  if (absl::Status status = transaction.InsertReferral(row); !status.ok()) return status;
  if (absl::Status status = transaction.AppendChange({*revision, id}, row.readers); !status.ok()) return status;
  const std::string request_id = absl::StrFormat("00000000-0000-4000-8000-%012d", *revision);
  return transaction.PutIdempotencyRecord("caller", request_id, {std::string(32, 'd'), row.body, *revision}, *revision);
}

absl::Status CommitSome(ReferralStore& store, int commit) {
  auto transaction = store.Begin();
  if (!transaction.ok()) return transaction.status();
  for (int i = 0; i < kReferralsPerCommit; ++i) {
    if (absl::Status status = InsertOne(**transaction, ReferralId(commit, i)); !status.ok()) return status;
  }
  return (*transaction)->Commit();
}

absl::StatusOr<std::unique_ptr<ReferralStore>> Open(const std::string& path) {
  storage::SqliteOptions options;
  options.path = path;
  options.vfs = "unsynced";
  options.reader_connections = 1;
  options.checkpoint_pages = 30;  // several checkpoints in a run
  return storage::OpenSqliteReferralStore(options);
}

// Opens and commits until something fails or all is done. Returns how many commits were acknowledged.
int RunUntilFault(const std::string& path) {
  auto store = Open(path);
  if (!store.ok()) return 0;
  int acknowledged = 0;
  while (acknowledged < kCommits && CommitSome(**store, acknowledged).ok()) ++acknowledged;
  if (acknowledged == kCommits) return acknowledged;
  // The disk is well again, but what it has lost meanwhile nobody knows.
  DiskFaults::OfThisProcess().Inject(DiskFault::kNone);
  EXPECT_FALSE((*store)->Healthy().ok());
  EXPECT_FALSE(CommitSome(**store, acknowledged + 1).ok());
  return acknowledged;
}

// What a reader finds after a restart.
void ExpectKept(const std::string& path, int acknowledged) {
  auto store = Open(path);
  ASSERT_TRUE(store.ok()) << store.status();
  auto reader = (*store)->Read();
  ASSERT_TRUE(reader.ok()) << reader.status();
  const auto scope = storage::TenantScope::Organization(kReferrer);
  const auto feed = (*reader)->ListFeed(scope, 0, 1000);
  ASSERT_TRUE(feed.ok()) << feed.status();
  // The commit that was under way may have made it, whole.
  const auto changes = static_cast<int>(feed->size());
  EXPECT_EQ(changes % kReferralsPerCommit, 0);
  EXPECT_GE(changes, acknowledged * kReferralsPerCommit);
  EXPECT_LE(changes, (acknowledged + 1) * kReferralsPerCommit);
  EXPECT_EQ((*reader)->Revision().value(), changes);
  for (int i = 0; i < changes; ++i) {
    const std::string id = ReferralId(i / kReferralsPerCommit, i % kReferralsPerCommit);
    EXPECT_EQ((*feed)[static_cast<size_t>(i)].sequence, i + 1);
    EXPECT_EQ((*feed)[static_cast<size_t>(i)].body, id);
    EXPECT_EQ((*reader)->GetReferral(scope, id).value().body.size(), kBodyBytes);
  }
  reader->reset();
  EXPECT_TRUE(CommitSome(**store, kCommits).ok());
}

struct Case {
  const char* name;
  DiskFault fault;
  uint64_t torn_seed;  // 0: nothing unsynced reaches the disk; else by chance half of the sectors do
  bool new_database;   // the faults begin while it is being made
  int commits_hit;     // at least so many of the commits are hit; a full disk leaves those alone that need no room
};

class StoreFaultsTest : public ::testing::TestWithParam<Case> {
 protected:
  static void SetUpTestSuite() {
    RegisterUnsyncedVfs(false);
    // What must outlive the faults is this process's idea of a disk: memory will do, and is faster.
    if (std::filesystem::is_directory("/dev/shm")) setenv("TMPDIR", "/dev/shm", 0);
  }
  void TearDown() override { Restart(); }

  static void Restart() {
    DiskFaults::OfThisProcess().Inject(DiskFault::kNone);
    DiskFaults::OfThisProcess().Tear(0);
    ForgetUnsynced();
  }

  static std::string Prepare(const TempDir& folder) {
    const std::string path = folder.File("db");
    EXPECT_TRUE(GetParam().new_database || Open(path).ok());
    return path;
  }

  // How many steps a run takes on a good disk.
  static int64_t CountSteps() {
    const TempDir folder;
    const std::string path = Prepare(folder);
    const int64_t before = DiskFaults::OfThisProcess().steps();
    EXPECT_EQ(RunUntilFault(path), kCommits);
    Restart();
    return DiskFaults::OfThisProcess().steps() - before;
  }
};

TEST_P(StoreFaultsTest, AtEveryStep) {
  const int64_t steps = CountSteps();
  std::set<int> acknowledged_counts;
  for (int64_t step = 0; step < steps && !HasFailure(); ++step) {
    SCOPED_TRACE(absl::StrCat(GetParam().name, " after step ", step, " of ", steps));
    const TempDir folder;
    const std::string path = Prepare(folder);
    if (GetParam().torn_seed != 0) DiskFaults::OfThisProcess().Tear(GetParam().torn_seed + static_cast<uint64_t>(step));
    DiskFaults::OfThisProcess().Inject(GetParam().fault, step);
    const int acknowledged = RunUntilFault(path);
    Restart();
    ExpectKept(path, acknowledged);
    Restart();
    acknowledged_counts.insert(acknowledged);
  }
  acknowledged_counts.erase(kCommits);
  EXPECT_GE(static_cast<int>(acknowledged_counts.size()), GetParam().commits_hit);
  RecordProperty("steps", std::to_string(steps));
}

INSTANTIATE_TEST_SUITE_P(Disks, StoreFaultsTest,
                         ::testing::Values(Case{"PowerCut", DiskFault::kPowerCut, 0, true, kCommits},
                                           Case{"PowerCutWithTornWrites", DiskFault::kPowerCut, 1, true, kCommits},
                                           Case{"FailedSync", DiskFault::kFailedSync, 0, false, kCommits},
                                           Case{"FailedSyncWithTornWrites", DiskFault::kFailedSync, 1, false, kCommits},
                                           Case{"FullDisk", DiskFault::kFullDisk, 0, false, 2}),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace tendon::testing
