// A disk that goes bad under a running server: it stops acknowledging, says so by its health, and has lost nothing that
// it acknowledged when it is started again on a good disk.
#include <ostream>
#include <string>

#include "tests/robustness/crash_cases.h"
#include "tests/robustness/run_checks.h"
#include "tests/testing/files.h"
#include "tests/testing/matchers.h"
#include "tests/testing/party.h"
#include "tests/testing/requests.h"

namespace tendon::testing {
namespace {

constexpr absl::Duration kLimit = absl::Seconds(30);

struct Case {
  std::string fault;
  bool orderly_end;  // SIGTERM instead of SIGKILL
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.fault << (c.orderly_end ? ", ended" : ", killed");
}

class DiskFaultTest : public ::testing::TestWithParam<Case> {
 protected:
  CrashPlan Plan() {
    CrashPlan plan = OnUnsyncedDisk();
    plan.environment["TENDON_DISK_FAULT_FILE"] = fault_file;
    return plan;
  }

  // Up, and telling whoever asks that it does not serve.
  static bool SaysItDoesNotServe(ServerProcess* server) {
    return server->process().IsRunning() && !WaitUntilServing(server->address(), absl::ZeroDuration()).ok();
  }

  static void StartAgain(ServerProcess* server) {
    if (GetParam().orderly_end) {
      const absl::Status ended = server->Terminate();
      EXPECT_TRUE(ended.ok()) << ended;
    } else {
      server->Kill();
    }
    const absl::Status started = server->StartAgain();
    ASSERT_TRUE(started.ok()) << started;
  }

  const TempDir folder;
  const std::string fault_file = folder.File("fault");
};

TEST_P(DiskFaultTest, TheServerStopsAcknowledgingAndLosesNothing) {
  CrashRun run(Plan());
  const absl::Status started = run.Start();
  ASSERT_TRUE(started.ok()) << started;
  Party river(run.exchange(), Person(kRiver, kPhysician, "physician"));
  Party hand(run.exchange(), Person(kHandWork, kMassageTherapist, "massage_therapist"));
  const std::string own = hand.Accept(*river.Send(*river.Create(SmallReferral(kHandWork))))->name();
  run.AwaitAnswers(100, kLimit);

  WriteFile(fault_file, GetParam().fault);
  // Only who writes finds out, and the clinics may all be waiting for the other server.
  EXPECT_TRUE(Eventually([&] {
    river.Create(SmallReferral(kHandWork));
    return SaysItDoesNotServe(&run.exchange()->referral());
  })) << run.exchange()->referral().Log();
  EXPECT_TRUE(Eventually([&] {
    hand.Record(own, SmallSession(absl::Now(), 7, 5));
    return SaysItDoesNotServe(&run.exchange()->outcomes());
  })) << run.exchange()->outcomes().Log();
  // The disk is well again, but what it has lost meanwhile nobody knows: only a start from what it has is good.
  WriteFile(fault_file, "");
  EXPECT_THAT(river.Create(SmallReferral(kHandWork)), StatusIs(grpc::StatusCode::UNAVAILABLE));
  EXPECT_THAT(hand.Record(own, SmallSession(absl::Now(), 7, 5)), StatusIs(grpc::StatusCode::UNAVAILABLE));

  StartAgain(&run.exchange()->referral());
  StartAgain(&run.exchange()->outcomes());
  const int64_t acknowledged = run.acknowledged();
  run.AwaitAnswers(50, kLimit);
  EXPECT_GE(run.acknowledged(), acknowledged + 50);
  run.StopLoad();
  const Complaints complaints = CheckRun(run.exchange(), run.ledger());
  EXPECT_TRUE(complaints.empty()) << complaints.size() << " complaints:\n" << absl::StrJoin(complaints, "\n");
  std::cout << run.figures() << "\n";
}

INSTANTIATE_TEST_SUITE_P(Disks, DiskFaultTest,
                         ::testing::Values(Case{"full-disk", false}, Case{"full-disk", true},
                                           Case{"failed-sync", false}, Case{"failed-sync", true}));

}  // namespace
}  // namespace tendon::testing
