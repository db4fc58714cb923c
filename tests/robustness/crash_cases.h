// The disks of the crash tests.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "tests/robustness/crash_run.h"
#include "tests/robustness/run_checks.h"

namespace tendon::testing {

// The machine's own disk, as kill -9 leaves it; one that loses all that was not synced; one that keeps half of it.
inline CrashPlan OnRealDisk() { return {}; }
inline CrashPlan OnUnsyncedDisk() {
  CrashPlan plan;
  plan.referral_program = "tendon-referral-unsynced";
  plan.outcomes_program = "tendon-outcomes-unsynced";
  return plan;
}
inline CrashPlan OnTornDisk() {
  CrashPlan plan = OnUnsyncedDisk();
  plan.environment["TENDON_DISK_TORN_SEED"] = "7";
  return plan;
}

// Runs it, and checks all that must hold.
inline void ExpectNothingLost(CrashPlan plan) {
  CrashRun run(std::move(plan));
  const absl::Status started = run.Start();
  ASSERT_TRUE(started.ok()) << started;
  const absl::Status crashed = run.Crash();
  ASSERT_TRUE(crashed.ok()) << crashed;
  run.StopLoad();
  const Complaints complaints = CheckRun(run.exchange(), run.ledger());
  EXPECT_TRUE(complaints.empty()) << complaints.size() << " complaints:\n" << absl::StrJoin(complaints, "\n");
  std::cout << run.figures() << "\n";
}

}  // namespace tendon::testing
