// Either server is killed at random moments during a load of referrals and sessions; afterwards every acknowledged
// write is there, once.
#include "tests/robustness/crash_cases.h"
#include "tests/testing/files.h"

namespace tendon::testing {
namespace {

TEST(CrashTest, OnTheRealDisk) { ExpectNothingLost(OnRealDisk()); }
TEST(CrashTest, OnADiskThatLosesWhatWasNotSynced) { ExpectNothingLost(OnUnsyncedDisk()); }
TEST(CrashTest, OnADiskThatTearsWhatWasNotSynced) { ExpectNothingLost(OnTornDisk()); }

// The checks themselves: on a disk that lies they must find losses.
TEST(CrashTest, IsNoticedWhenTheDiskKeepsNothing) {
  const TempDir folder;
  CrashPlan plan = OnUnsyncedDisk();
  plan.environment["TENDON_DISK_FAULT_FILE"] = folder.File("fault");
  plan.rounds = 1;
  CrashRun run(plan);
  const absl::Status started = run.Start();
  ASSERT_TRUE(started.ok()) << started;
  WriteFile(folder.File("fault"), "ignored-sync");
  const absl::Status crashed = run.Crash();
  ASSERT_TRUE(crashed.ok()) << crashed;
  run.StopLoad();
  EXPECT_FALSE(CheckReferralsAreAsAcknowledged(run.exchange(), run.ledger()).empty());
}

}  // namespace
}  // namespace tendon::testing
