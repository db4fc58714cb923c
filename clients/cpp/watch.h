// Reads an organisation's feed as it grows, over restarts of the server and breaks of the network: every event once, in
// order.
#ifndef TENDON_CLIENTS_CPP_WATCH_H_
#define TENDON_CLIENTS_CPP_WATCH_H_

#include <grpcpp/client_context.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/types/span.h"
#include "clients/cpp/backoff.h"
#include "clients/cpp/connection.h"
#include "clients/cpp/event_sequence.h"
#include "tendon/referral/v1/event_service.grpc.pb.h"

namespace tendon::client {

struct WatchOptions {
  std::string parent{};  // "organizations/{organization}"
  Cursor start{};        // where to begin
  referral::v1::EventView view = referral::v1::EVENT_VIEW_BASIC;
  // Keeps the cursor, so that a later watch goes on from there; called after the events up to it were handled, at the
  // latest when the watch ends. An error ends the watch. Between the handling and the keeping the process may die; then
  // those events come again: a consumer that cannot bear that keeps `Event.sequence` in the same transaction as its own
  // effect.
  std::function<absl::Status(const Cursor&)> save{};
  // Told of each break and of the wait before the next try.
  std::function<void(const absl::Status&, absl::Duration)> on_interruption{};
};

// One watch; runs once.
class Watch {
 public:
  // The events of one change, all together, at least one. An error ends the watch.
  using Handler = std::function<absl::Status(absl::Span<const referral::v1::Event* const>)>;

  Watch(std::shared_ptr<Connection> connection, WatchOptions options);
  // Run must have returned.
  ~Watch() = default;
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  // Blocks, and calls the handler on this thread, until Stop (then OK) or an error that waiting does not heal:
  // OUT_OF_RANGE: the resume point is lost (reason RESUME_POINT_LOST, with FeedPosition): begin anew from 0 or read
  // everything again; DATA_LOSS: the feed lacks a sequence number, also after asking again; the handler's and `save`'s
  // own errors; and what a unary call would not try again: UNAUTHENTICATED, PERMISSION_DENIED, INVALID_ARGUMENT, …
  absl::Status Run(const Handler& handler);

  // Ends Run soon, from any thread, also from the handler (then no further change is handled).
  void Stop();

  // Where the watch is. From the thread of Run, or after it.
  const Cursor& cursor() const { return sequence_.cursor(); }

 private:
  absl::Status RunStream(const Handler& handler);
  absl::Status Handle(referral::v1::WatchEventsResponse& response, const Handler& handler);
  absl::Status Save();
  bool MayRetry(const absl::Status& status);
  void SetContext(grpc::ClientContext* context) ABSL_LOCKS_EXCLUDED(mutex_);

  const std::shared_ptr<Connection> connection_;
  const WatchOptions options_;
  const std::unique_ptr<referral::v1::EventService::StubInterface> stub_;
  EventSequence sequence_;
  Backoff backoff_;
  Cursor saved_;
  int failures_ = 0;         // since the last answer
  bool fatal_ = false;       // the error is the consumer's own: no new try
  int gaps_ = 0;             // met at the present cursor
  absl::Notification stop_;  // guarded by mutex_ for notifying
  absl::Mutex mutex_;
  grpc::ClientContext* context_ ABSL_GUARDED_BY(mutex_) = nullptr;  // of the running stream
};

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_WATCH_H_
