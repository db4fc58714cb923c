#include <google/rpc/status.pb.h>

#include <algorithm>
#include <future>
#include <utility>

#include "absl/time/clock.h"
#include "services/outcomes/link/referral_link.h"
#include "services/outcomes/link/service_call.h"
#include "services/outcomes/link/settle.h"
#include "services/runtime/resource_name.h"
#include "services/telemetry/log.h"
#include "tendon/referral/v1/errors.pb.h"

namespace tendon::outcomes {
namespace {

namespace pb = tendon::referral::v1;

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

absl::Status Take(storage::OutcomesTransaction& transaction, const pb::Referral& referral) {
  const absl::Time now = absl::Now();
  const absl::Status taken = TakeView(transaction, MakeView(referral), now);
  const bool wrong_patient = referral.state() == pb::REFERRAL_STATE_ENTERED_IN_ERROR &&
                             referral.last_transition().event() == pb::REFERRAL_EVENT_WRONG_PATIENT;
  if (!taken.ok() || !wrong_patient) return taken;
  return StrikeOutSessions(transaction, runtime::ReferralId(referral.name()).value_or(""), now);
}

}  // namespace

FeedFollower::FeedFollower(const std::shared_ptr<grpc::Channel>& channel, storage::OutcomesStore* store,
                           OutcomesWriter* writer)
    : stub_(pb::EventService::NewStub(channel)), store_(store), writer_(writer), thread_([this] { Run(); }) {}

FeedFollower::~FeedFollower() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    if (stream_ != nullptr) stream_->TryCancel();
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
  grpc::ClientContext context;
  IdentifyAsService(&context);
  {
    absl::MutexLock lock(&mutex_);
    if (stopping_) return absl::CancelledError("stopping");
    stream_ = &context;
  }
  pb::WatchEventsRequest request;
  request.set_parent("organizations/-");
  request.set_after_sequence(cursor.sequence);
  request.set_epoch(cursor.epoch);
  request.set_view(pb::EVENT_VIEW_SNAPSHOT);
  auto stream = stub_->WatchEvents(&context, request);
  pb::WatchEventsResponse response;
  absl::Status applied;
  while (applied.ok() && stream->Read(&response)) applied = Apply(response);
  if (!applied.ok()) context.TryCancel();
  const grpc::Status ended = stream->Finish();
  {
    absl::MutexLock lock(&mutex_);
    stream_ = nullptr;
  }
  if (!applied.ok()) return applied;
  if (ended.error_code() == grpc::StatusCode::OUT_OF_RANGE) return Restart(ended);
  return absl::Status(static_cast<absl::StatusCode>(ended.error_code()), "the feed ended");
}

absl::Status FeedFollower::Apply(const pb::WatchEventsResponse& response) {
  return Commit([&response](storage::OutcomesTransaction& transaction) {
    for (const pb::Event& event : response.events()) {
      if (!event.has_referral()) continue;
      if (absl::Status status = Take(transaction, event.referral()); !status.ok()) return status;
    }
    return transaction.PutFeedCursor({response.epoch(), response.last_sequence()});
  });
}

// The referral server lost something, or is another: read its whole feed again. What is known already stays, by
// version.
absl::Status FeedFollower::Restart(const grpc::Status& status) {
  const pb::FeedPosition position = PositionIn(status);
  telemetry::Log(telemetry::Level::kWarning, "feed_restarted", {{"oldest_sequence", position.oldest_sequence()}});
  return Commit([&position](storage::OutcomesTransaction& transaction) {
    return transaction.PutFeedCursor({position.epoch(), position.oldest_sequence()});
  });
}

absl::Status FeedFollower::Commit(std::function<absl::Status(storage::OutcomesTransaction&)> run) {
  std::promise<absl::Status> finished;
  OutcomesWriter::Command command;
  command.run = std::move(run);
  command.done = [&finished](absl::Status status) { finished.set_value(std::move(status)); };
  if (absl::Status status = writer_->Submit(std::move(command)); !status.ok()) return status;
  return finished.get_future().get();
}

}  // namespace tendon::outcomes
