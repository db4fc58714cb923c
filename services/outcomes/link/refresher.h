// Asks the referral server for what this one does not know, or knows no longer for sure: the referrals of sessions that
// were recorded while it was away, and views that were outdated because the feed was lost.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "services/outcomes/link/commit.h"
#include "services/outcomes/link/set_aside.h"
#include "services/storage/outcomes_store.h"
#include "tendon/outcomes/v1/session_service.pb.h"
#include "tendon/referral/v1/referral_service.grpc.pb.h"

namespace tendon::outcomes {

// In a thread of its own, in pages. What is to be asked for is in the store, so that it outlives a restart. A referral
// that the server does not know, or cannot read, is said once in the log and asked for again ever more rarely.
class ReferralRefresher {
 public:
  ReferralRefresher(const std::shared_ptr<grpc::Channel>& channel, storage::OutcomesStore* store,
                    OutcomesWriter* writer);
  ~ReferralRefresher();

  // The server can be asked (again), or there is something to ask: asks at once, also for what had failed. Thread-safe.
  void Wake();

 private:
  // What the server said of a referral.
  struct Answer {
    std::string referral_id;
    grpc::Status status;
    v1::ReferralView view;  // where it is OK
  };

  void Run();
  // Asks for all that are due; gives up when the server or the store is away.
  void AskForAll();
  // Asks for those of the page that are due, and takes the answers in; false when the server or the store is away.
  bool AskFor(const std::vector<std::string>& page);
  Answer Ask(const std::string& referral_id);
  // One transaction; where that fails because of one of them, one for each.
  bool TakeIn(const std::vector<Answer>& answers);
  // Says what is worth saying, and when to ask again.
  void Note(const Answer& answer, const absl::Status& committed);
  bool stopping() {
    absl::MutexLock lock(&mutex_);
    return stopping_;
  }

  std::unique_ptr<referral::v1::ReferralService::Stub> stub_;
  storage::OutcomesStore* const store_;
  OutcomesWriter* const writer_;
  SetAside set_aside_;  // of the thread
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace tendon::outcomes
