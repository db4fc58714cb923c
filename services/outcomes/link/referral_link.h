// The outcomes server's link to the referral server: it follows the feed, looks single referrals up, and reports
// progress. Built so that no session is lost while the referral server is down, and so that each of the three may be
// repeated without harm.
#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "services/outcomes/domain/referral_view.h"
#include "services/outcomes/link/session_screening.h"
#include "services/runtime/hub.h"
#include "services/storage/outcomes_store.h"
#include "services/storage/writer.h"
#include "tendon/referral/v1/event_service.grpc.pb.h"
#include "tendon/referral/v1/referral_service.grpc.pb.h"
#include "tendon/referral/v1/screening_record_service.grpc.pb.h"

namespace tendon::outcomes {

using OutcomesWriter = storage::GroupCommitWriter<storage::OutcomesStore>;

std::shared_ptr<grpc::Channel> ConnectToReferralServer(const std::string& address);

// Asks the referral server for one referral. Thread-safe.
class ReferralLookup {
 public:
  explicit ReferralLookup(const std::shared_ptr<grpc::Channel>& channel);
  // `done` gets the view, NOT_FOUND, or UNAVAILABLE when the server cannot be asked within a second. Called on a gRPC
  // thread.
  void Find(const std::string& referral_id, std::function<void(absl::StatusOr<v1::ReferralView>)> done);

 private:
  std::unique_ptr<referral::v1::ReferralService::Stub> stub_;
};

// Follows the feed of all organisations in a thread of its own: each response becomes one transaction with the cursor
// in it, so that every event counts exactly once. Reconnects for ever, with back-off.
class FeedFollower {
 public:
  FeedFollower(const std::shared_ptr<grpc::Channel>& channel, storage::OutcomesStore* store, OutcomesWriter* writer);
  ~FeedFollower();

 private:
  void Run();
  // Follows one stream to its end. OUT_OF_RANGE starts again from the beginning of the new epoch.
  absl::Status Follow();
  absl::Status Apply(const referral::v1::WatchEventsResponse& response);
  absl::Status Restart(const grpc::Status& status);
  // Runs a command on the writer and waits until it is durable.
  absl::Status Commit(std::function<absl::Status(storage::OutcomesTransaction&)> run);

  std::unique_ptr<referral::v1::EventService::Stub> stub_;
  storage::OutcomesStore* const store_;
  OutcomesWriter* const writer_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  grpc::ClientContext* stream_ ABSL_GUARDED_BY(mutex_) = nullptr;  // the stream under way, for cancelling it
  std::thread thread_;
};

// Delivers progress reports from the outbox for ever with back-off; a report leaves the outbox when it has arrived, and
// with it the sessions of its episode that had not been screened. Those of imports wait for the others; while an import
// is under way they take a tenth of the time only: both servers write for each of them.
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

 private:
  void Run();
  // True when everything was delivered.
  bool DeliverAll();
  bool Deliver(const storage::ProgressReport& report);
  // Waits after a report of an import that took so long to deliver; ends when the sender stops.
  void Rest(absl::Duration took);
  // Has the sessions of the episode screened that were not yet; false when it must be tried again.
  struct Screened {
    SessionReport report;
    referral::v1::ReportSessionResponse answer;
  };
  bool ReportSessions(const storage::ProgressReport& report, std::vector<Screened>* screened);
  // Runs a command on the writer and waits until it is durable.
  bool Commit(std::function<absl::Status(storage::OutcomesTransaction&)> run);

  std::unique_ptr<referral::v1::ReferralService::Stub> stub_;
  std::unique_ptr<referral::v1::ScreeningRecordService::Stub> screening_;
  storage::OutcomesStore* const store_;
  OutcomesWriter* const writer_;
  const std::function<bool()> importing_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool woken_ ABSL_GUARDED_BY(mutex_) = true;
  std::thread thread_;
};

}  // namespace tendon::outcomes
