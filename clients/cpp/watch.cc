#include "clients/cpp/watch.h"

#include <utility>
#include <vector>

#include "clients/cpp/error_detail.h"

namespace tendon::client {
namespace {

// A peer or proxy that dies may end a stream with these too; but they may also be a fault that stays, so not for ever.
constexpr int kMaxOddFailures = 8;

bool IsOddEnd(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kInternal:
      return true;
    default:
      return false;
  }
}

referral::v1::WatchEventsRequest RequestFor(const WatchOptions& options, const Cursor& cursor) {
  referral::v1::WatchEventsRequest request;
  request.set_parent(options.parent);
  request.set_after_sequence(cursor.sequence);
  request.set_epoch(cursor.epoch);
  request.set_view(options.view);
  return request;
}

}  // namespace

Watch::Watch(std::shared_ptr<Connection> connection, WatchOptions options)
    : connection_(std::move(connection)),
      options_(std::move(options)),
      stub_(referral::v1::EventService::NewStub(connection_->referral_channel())),
      sequence_(options_.start),
      backoff_(connection_->options().retry, connection_->options().environment.uniform),
      saved_(options_.start) {}

void Watch::Stop() {
  absl::MutexLock lock(&mutex_);
  if (!stop_.HasBeenNotified()) stop_.Notify();
  if (context_ != nullptr) context_->TryCancel();
}

void Watch::SetContext(grpc::ClientContext* context) {
  absl::MutexLock lock(&mutex_);
  context_ = context;
  if (context_ != nullptr && stop_.HasBeenNotified()) context_->TryCancel();
}

absl::Status Watch::Run(const Handler& handler) {
  while (!stop_.HasBeenNotified()) {
    absl::Status status = RunStream(handler);
    const absl::Status saved = Save();
    if (!saved.ok()) return saved;
    if (stop_.HasBeenNotified() && !fatal_) break;
    if (!MayRetry(status)) return status;
    const absl::Duration wait = backoff_.Next(status);
    if (options_.on_interruption) options_.on_interruption(status, wait);
    connection_->options().environment.sleep(wait, stop_);
  }
  return absl::OkStatus();
}

absl::Status Watch::RunStream(const Handler& handler) {
  grpc::ClientContext context;
  connection_->Prepare(context);
  SetContext(&context);
  const auto stream = stub_->WatchEvents(&context, RequestFor(options_, sequence_.cursor()));
  absl::Status status;
  referral::v1::WatchEventsResponse response;
  while (status.ok() && !stop_.HasBeenNotified() && stream->Read(&response)) {
    status = Handle(response, handler);
    if (status.ok() && !stop_.HasBeenNotified()) status = Save();
  }
  if (!status.ok()) context.TryCancel();
  const absl::Status end = StatusFromGrpc(stream->Finish());
  SetContext(nullptr);
  if (!status.ok()) return status;
  return end.ok() ? absl::UnavailableError("the server ended the watch") : end;
}

absl::Status Watch::Handle(referral::v1::WatchEventsResponse& response, const Handler& handler) {
  absl::Status status = sequence_.Admit(response);
  if (!status.ok()) {
    if (absl::IsDataLoss(status)) ++gaps_;
    return status;
  }
  failures_ = gaps_ = 0;
  backoff_.Reset();
  const auto& events = response.events();
  for (int begin = 0; begin < events.size() && !stop_.HasBeenNotified();) {
    int end = begin + 1;
    while (end < events.size() && events[end].revision() == events[begin].revision()) ++end;
    status = handler(absl::MakeConstSpan(events.data() + begin, static_cast<std::size_t>(end - begin)));
    fatal_ = !status.ok();
    if (fatal_) return status;
    sequence_.Advance(events[end - 1]);
    begin = end;
  }
  return absl::OkStatus();
}

absl::Status Watch::Save() {
  if (!options_.save || saved_ == cursor()) return absl::OkStatus();
  const absl::Status status = options_.save(cursor());
  fatal_ = fatal_ || !status.ok();
  if (status.ok()) saved_ = cursor();
  return status;
}

bool Watch::MayRetry(const absl::Status& status) {
  if (fatal_) return false;
  ++failures_;
  // The same gap twice is no accident of the connection.
  if (absl::IsDataLoss(status)) return gaps_ == 1;
  return IsRetryable(status) || absl::IsResourceExhausted(status) || (IsOddEnd(status) && failures_ <= kMaxOddFailures);
}

}  // namespace tendon::client
