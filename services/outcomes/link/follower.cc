#include <google/rpc/status.pb.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "services/outcomes/link/referral_link.h"
#include "services/outcomes/link/service_call.h"
#include "services/outcomes/link/settle.h"
#include "services/telemetry/log.h"
#include "tendon/referral/v1/errors.pb.h"

namespace tendon::outcomes {
namespace {

namespace pb = tendon::referral::v1;

constexpr char kAllOrganizations[] = "organizations/-";
constexpr std::chrono::seconds kAskForFeedDeadline(5);
// Outdated in one transaction: a clinic's write waits for one.
constexpr int kViewsAtATime = 1000;

// The position that an OUT_OF_RANGE carries.
pb::FeedPosition PositionIn(const grpc::Status& status) {
  google::rpc::Status details;
  pb::FeedPosition position;
  if (!details.ParseFromString(status.error_details())) return position;
  for (const auto& detail : details.details()) {
    if (detail.UnpackTo(&position)) break;
  }
  return position;
}

// The referral that an event is of, by its resource: "referrals/1/assignments/2". Empty for another resource.
std::string ReferralIdOf(const pb::Event& event) {
  const std::vector<std::string> parts = absl::StrSplit(event.resource(), '/');
  return parts.size() >= 2 && parts[0] == "referrals" ? parts[1] : "";
}

// False where the event of a referral came without it, so that it has to be asked for.
absl::StatusOr<bool> TakeEvent(storage::OutcomesTransaction& transaction, const pb::Event& event) {
  absl::Status status = event.has_referral() ? TakeView(transaction, MakeView(event.referral()), absl::Now())
                                             : transaction.OutdateReferralView(ReferralIdOf(event));
  if (!status.ok()) return status;
  return event.has_referral() || ReferralIdOf(event).empty();
}

}  // namespace

FeedFollower::FeedFollower(const std::shared_ptr<grpc::Channel>& channel, storage::OutcomesStore* store,
                           OutcomesWriter* writer, std::function<void()> ask)
    : stub_(pb::EventService::NewStub(channel)), store_(store), writer_(writer), ask_(std::move(ask)), thread_([this] {
        Run();
      }) {}

FeedFollower::~FeedFollower() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    if (call_ != nullptr) call_->TryCancel();
  }
  thread_.join();
}

void FeedFollower::Run() {
  absl::Duration pause = kFirstPause;
  while (true) {
    const absl::Time began = absl::Now();
    const absl::Status status = Follow();
    telemetry::Log(telemetry::Level::kDebug, "feed_ended", {{"code", static_cast<int>(status.code())}});
    // A stream that held for a while was a good one.
    pause = absl::Now() - began > kLongestPause ? kFirstPause : std::min(pause * 2, kLongestPause);
    absl::MutexLock lock(&mutex_);
    if (mutex_.AwaitWithTimeout(absl::Condition(&stopping_), pause)) return;
  }
}

absl::Status FeedFollower::Follow() {
  storage::FeedCursor cursor;
  {
    auto reader = store_->Read();
    if (!reader.ok()) return reader.status();
    auto stored = (*reader)->GetFeedCursor();
    if (!stored.ok()) return stored.status();
    cursor = *std::move(stored);
  }
  const grpc::Status asked = AskForFeed(cursor);
  if (asked.error_code() == grpc::StatusCode::OUT_OF_RANGE) return Restart(asked);
  // What failed was the watch: only a response of it tells that it goes on.
  if (!asked.ok() || link_ != Link::kFailing) Note(asked);
  if (!asked.ok()) return absl::Status(static_cast<absl::StatusCode>(asked.error_code()), "the feed cannot be read");
  ask_();
  return Watch(cursor);
}

bool FeedFollower::Begin(grpc::ClientContext* context) {
  IdentifyAsService(context);
  absl::MutexLock lock(&mutex_);
  if (stopping_) return false;
  call_ = context;
  return true;
}

void FeedFollower::End() {
  absl::MutexLock lock(&mutex_);
  call_ = nullptr;
}

// A watch alone would say nothing until there is news.
grpc::Status FeedFollower::AskForFeed(const storage::FeedCursor& cursor) {
  grpc::ClientContext context;
  if (!Begin(&context)) return grpc::Status::CANCELLED;
  context.set_deadline(std::chrono::system_clock::now() + kAskForFeedDeadline);
  pb::ListEventsRequest request;
  request.set_parent(kAllOrganizations);
  request.set_after_sequence(cursor.sequence);
  request.set_epoch(cursor.epoch);
  request.set_page_size(1);
  pb::ListEventsResponse response;
  grpc::Status status = stub_->ListEvents(&context, request, &response);
  End();
  return status;
}

absl::Status FeedFollower::Watch(const storage::FeedCursor& cursor) {
  grpc::ClientContext context;
  if (!Begin(&context)) return absl::CancelledError("stopping");
  pb::WatchEventsRequest request;
  request.set_parent(kAllOrganizations);
  request.set_after_sequence(cursor.sequence);
  request.set_epoch(cursor.epoch);
  request.set_view(pb::EVENT_VIEW_SNAPSHOT);
  auto stream = stub_->WatchEvents(&context, request);
  pb::WatchEventsResponse response;
  absl::Status applied;
  while (applied.ok() && stream->Read(&response)) {
    applied = Apply(response);
    if (applied.ok()) Note(grpc::Status::OK);
  }
  if (!applied.ok()) context.TryCancel();
  const grpc::Status ended = stream->Finish();
  End();
  if (!applied.ok()) return applied;
  if (ended.error_code() == grpc::StatusCode::OUT_OF_RANGE) return Restart(ended);
  Note(ended);
  return absl::Status(static_cast<absl::StatusCode>(ended.error_code()), "the feed ended");
}

void FeedFollower::Note(const grpc::Status& status) {
  {
    absl::MutexLock lock(&mutex_);
    if (stopping_) return;
  }
  const Link before = std::exchange(link_, status.ok()                          ? Link::kGood
                                           : IsOfTheServer(status.error_code()) ? Link::kAway
                                                                                : Link::kFailing);
  if (link_ == before) return;
  const telemetry::Field code = {"code", static_cast<int>(status.error_code())};
  if (link_ == Link::kAway) telemetry::Log(telemetry::Level::kWarning, "referral_server_away", {code});
  if (link_ == Link::kFailing) telemetry::Log(telemetry::Level::kError, "feed_failed", {code});
  if (link_ == Link::kGood) telemetry::Log(telemetry::Level::kInfo, "referral_server_reached");
}

absl::Status FeedFollower::Apply(const pb::WatchEventsResponse& response) {
  bool complete = true;
  absl::Status status = CommitAndWait(writer_, [&](storage::OutcomesTransaction& transaction) {
    complete = true;
    for (const pb::Event& event : response.events()) {
      const auto taken = TakeEvent(transaction, event);
      if (!taken.ok()) return taken.status();
      complete = complete && *taken;
    }
    return transaction.PutFeedCursor({response.epoch(), response.last_sequence()});
  });
  if (!status.ok() && !IsOfTheStore(status)) return ApplyOneByOne(response);
  if (status.ok() && !complete) ask_();
  return status;
}

absl::Status FeedFollower::ApplyOneByOne(const pb::WatchEventsResponse& response) {
  for (const pb::Event& event : response.events()) {
    absl::Status status = CommitAndWait(writer_, [&event](storage::OutcomesTransaction& transaction) {
      return TakeEvent(transaction, event).status();
    });
    if (status.ok()) continue;
    if (IsOfTheStore(status)) return status;
    telemetry::Log(
        telemetry::Level::kError, "event_left_out",
        {{"referral", ReferralIdOf(event)}, {"sequence", event.sequence()}, {"code", static_cast<int>(status.code())}});
    status = CommitAndWait(writer_, [&event](storage::OutcomesTransaction& transaction) {
      return transaction.OutdateReferralView(ReferralIdOf(event));
    });
    if (!status.ok()) return status;
  }
  ask_();
  return CommitAndWait(writer_, [&response](storage::OutcomesTransaction& transaction) {
    return transaction.PutFeedCursor({response.epoch(), response.last_sequence()});
  });
}

// The cursor moves last: what breaks before that begins anew.
absl::Status FeedFollower::Restart(const grpc::Status& status) {
  const pb::FeedPosition position = PositionIn(status);
  telemetry::Log(telemetry::Level::kWarning, "feed_restarted", {{"oldest_sequence", position.oldest_sequence()}});
  std::string last;
  do {
    const absl::Status outdated = CommitAndWait(writer_, [&, after = last](storage::OutcomesTransaction& transaction) {
      auto page = transaction.OutdateReferralViewsAfter(after, kViewsAtATime);
      if (!page.ok()) return page.status();
      last = *std::move(page);
      return absl::OkStatus();
    });
    if (!outdated.ok()) return outdated;
  } while (!last.empty());
  return CommitAndWait(writer_, [&position](storage::OutcomesTransaction& transaction) {
    return transaction.PutFeedCursor({position.epoch(), position.oldest_sequence()});
  });
}

}  // namespace tendon::outcomes
