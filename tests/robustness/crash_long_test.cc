// crash_test at length.
#include "tests/robustness/crash_cases.h"

namespace tendon::testing {
namespace {

CrashPlan AtLength(CrashPlan plan) {
  plan.rounds = 60;
  plan.seed = 2;
  return plan;
}

TEST(CrashLongTest, OnTheRealDisk) { ExpectNothingLost(AtLength(OnRealDisk())); }
TEST(CrashLongTest, OnADiskThatLosesWhatWasNotSynced) { ExpectNothingLost(AtLength(OnUnsyncedDisk())); }
TEST(CrashLongTest, OnADiskThatTearsWhatWasNotSynced) { ExpectNothingLost(AtLength(OnTornDisk())); }

}  // namespace
}  // namespace tendon::testing
