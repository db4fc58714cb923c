// Delivers progress reports, and what was done and found in sessions, to the referral server.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "services/outcomes/link/commit.h"
#include "services/outcomes/link/session_screening.h"
#include "services/outcomes/link/set_aside.h"
#include "services/runtime/hub.h"
#include "services/storage/outcomes_store.h"
#include "tendon/referral/v1/referral_service.grpc.pb.h"
#include "tendon/referral/v1/screening_record_service.grpc.pb.h"

namespace tendon::outcomes {

// Delivers from the outbox for ever with back-off; a report leaves the outbox when it has arrived, and with it the
// sessions of its episode that had not been screened. Of what is delivered together the sessions go first: there may be
// a red flag among them. A report that fails while the server answers others is set aside, longer each time. Those of
// imports wait for the others; while an import is under way they take a tenth of the time only: both servers write for
// each of them.
class ProgressSender : public runtime::Watcher {
 public:
  // `importing` tells whether an import is under way.
  ProgressSender(const std::shared_ptr<grpc::Channel>& channel, storage::OutcomesStore* store, OutcomesWriter* writer,
                 std::function<bool()> importing);
  ~ProgressSender() override;
  // Ends the thread. Idempotent.
  void Stop();

  // Something was committed: there may be a report.
  void Wake() override;
  void Tick() override {}
  void Drain() override {}
  // The server has come back: what was set aside is tried at once. Thread-safe.
  void TryAll();

 private:
  // What became of the sessions of a report's episode that were not screened.
  struct Screening {
    struct Screened {
      SessionReport report;
      referral::v1::ReportSessionResponse answer;
    };
    std::vector<Screened> screened;
    absl::Status status;  // the first error that is worth trying again
  };

  void Run();
  // True when everything was delivered or set aside; false when the server or the store is away.
  bool DeliverAll();
  // Those that are to be delivered together: some that are no import's, or one.
  absl::StatusOr<std::vector<storage::ProgressReport>> DueReports();
  bool DeliverTogether(const std::vector<storage::ProgressReport>& reports);
  // Has the sessions screened, those after one that fails too; false when the server or the store is away.
  bool Screen(const storage::ProgressReport& report, Screening* screening);
  // Reports the count, and keeps what came of both; false when the server or the store is away.
  bool Deliver(const storage::ProgressReport& report, const Screening& screening);
  // Says what is worth saying, and sets the report aside where it failed.
  void Note(const storage::ProgressReport& report, const absl::Status& status);
  // Waits after a report of an import that took so long to deliver; ends when the sender stops.
  void Rest(absl::Duration took);

  std::unique_ptr<referral::v1::ReferralService::Stub> stub_;
  std::unique_ptr<referral::v1::ScreeningRecordService::Stub> screening_;
  storage::OutcomesStore* const store_;
  OutcomesWriter* const writer_;
  const std::function<bool()> importing_;
  SetAside set_aside_;  // of the thread
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool woken_ ABSL_GUARDED_BY(mutex_) = true;
  bool try_all_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace tendon::outcomes
