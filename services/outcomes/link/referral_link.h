// The outcomes server's link to the referral server: it follows the feed and looks single referrals up, here; it asks
// for what it does not know (refresher.h) and reports progress (sender.h). Built so that no session is lost while the
// referral server is down, so that each may be repeated without harm, and so that one damaged record stops no other.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "services/outcomes/domain/referral_view.h"
#include "services/outcomes/link/commit.h"
#include "services/storage/outcomes_store.h"
#include "tendon/referral/v1/event_service.grpc.pb.h"
#include "tendon/referral/v1/referral_service.grpc.pb.h"

namespace tendon::outcomes {

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
// in it, so that every event counts exactly once. Reconnects for ever, with back-off; the log says once that the server
// is away, and once that it is back.
class FeedFollower {
 public:
  // `ask` is called when the server has come back, and when there is a referral to ask it for.
  FeedFollower(const std::shared_ptr<grpc::Channel>& channel, storage::OutcomesStore* store, OutcomesWriter* writer,
               std::function<void()> ask);
  ~FeedFollower();

 private:
  enum class Link { kUnknown, kGood, kAway, kFailing };

  void Run();
  // Asks whether the feed goes on from the cursor, then follows it to the end of the stream.
  absl::Status Follow();
  // Whether the feed goes on from there: OK, or OUT_OF_RANGE, or another error.
  grpc::Status AskForFeed(const storage::FeedCursor& cursor);
  absl::Status Watch(const storage::FeedCursor& cursor);
  // One transaction; where that fails because of one event, one for each: it is left out, said in the log, and its
  // referral asked for later.
  absl::Status Apply(const referral::v1::WatchEventsResponse& response);
  absl::Status ApplyOneByOne(const referral::v1::WatchEventsResponse& response);
  // What was between the cursor and the feed is lost: every referral that is known is to be asked for, then the feed is
  // read from its beginning.
  absl::Status Restart(const grpc::Status& status);
  // Keeps what the link is like, and says it where it has changed.
  void Note(const grpc::Status& status);
  // Makes the call the one under way, that stopping cancels; false when stopping.
  bool Begin(grpc::ClientContext* context);
  void End();

  std::unique_ptr<referral::v1::EventService::Stub> stub_;
  storage::OutcomesStore* const store_;
  OutcomesWriter* const writer_;
  const std::function<void()> ask_;
  Link link_ = Link::kUnknown;  // of the thread
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  grpc::ClientContext* call_ ABSL_GUARDED_BY(mutex_) = nullptr;  // the one under way
  std::thread thread_;
};

}  // namespace tendon::outcomes
