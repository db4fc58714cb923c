// One WatchEvents stream. It holds a place in a feed and at most one response under way; whenever it is woken and free
// it reads on from the store, so a slow client costs nobody anything and memory stays bounded.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/referral/handlers/handlers.h"
#include "services/runtime/call.h"

namespace tendon::referral {

using ReferralCalls = runtime::CallRunner<storage::ReferralStore>;

// Made by Start; lives until gRPC says that the stream is done.
class EventWatch : public grpc::ServerWriteReactor<v1::WatchEventsResponse>,
                   public runtime::Watcher,
                   public std::enable_shared_from_this<EventWatch> {
 public:
  // The reactor of a call that was admitted; ends at once if the feed is not the caller's or cannot be resumed there.
  static EventWatch* Start(ReferralCalls* calls, std::shared_ptr<Call> call, const v1::WatchEventsRequest& request,
                           int checkpoint_seconds);

  void Wake() override;
  void Tick() override;
  void Drain() override;

 private:
  EventWatch(ReferralCalls* calls, std::shared_ptr<Call> call, const v1::WatchEventsRequest& request,
             int checkpoint_seconds);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

  // Reads on, unless a read or write is under way already; then notes that there is more to do.
  void Pump();
  void ReadOn();
  // Reads the next events into response_. Nothing new is not an error.
  absl::Status FillResponse();
  void Write(bool checkpoint) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void End(const absl::Status& status);
  int NextCheckpointIn();

  ReferralCalls* const calls_;
  const std::shared_ptr<Call> call_;
  const std::string feed_;
  const v1::EventView view_;
  const std::string epoch_asked_;
  const int checkpoint_seconds_;
  std::shared_ptr<EventWatch> self_;  // keeps the reactor alive until OnDone
  v1::WatchEventsResponse response_;  // the one under way; owned by whoever set busy_

  absl::Mutex mutex_;
  int64_t cursor_ ABSL_GUARDED_BY(mutex_);
  std::string epoch_ ABSL_GUARDED_BY(mutex_);
  bool checked_ = false;  // the resume point was checked; only the one who is busy looks at it
  bool busy_ ABSL_GUARDED_BY(mutex_) = false;
  bool more_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status end_status_ ABSL_GUARDED_BY(mutex_);
  int idle_seconds_ ABSL_GUARDED_BY(mutex_) = 0;
  int checkpoint_in_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tendon::referral
