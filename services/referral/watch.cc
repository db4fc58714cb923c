#include "services/referral/watch.h"

#include <utility>

#include "absl/random/random.h"
#include "services/runtime/errors.h"
#include "services/runtime/limits.h"
#include "tendon/referral/v1/errors.pb.h"

namespace tendon::referral {
namespace {

// Large enough to catch up quickly, small enough that one response stays below the limit of a message.
constexpr int kBatchEvents = 256;

int BatchLimit(v1::EventView view) {
  return view == v1::EVENT_VIEW_SNAPSHOT ? runtime::kMaxSnapshotsPage : kBatchEvents;
}

absl::Status DrainedAt(const std::string& epoch, int64_t sequence) {
  v1::FeedPosition position;
  position.set_epoch(epoch);
  position.set_sequence(sequence);
  return runtime::WithDetail(runtime::GoingDown(), position);
}

}  // namespace

EventWatch* EventWatch::Start(ReferralCalls* calls, std::shared_ptr<Call> call, const v1::WatchEventsRequest& request,
                              int checkpoint_seconds) {
  std::shared_ptr<EventWatch> watch(new EventWatch(calls, std::move(call), request, checkpoint_seconds));
  watch->self_ = watch;
  absl::Status status = CheckFeed(*watch->call_, request.parent());
  if (status.ok()) status = calls->hub().Add(watch->feed_, watch);
  if (status.ok()) {
    watch->Pump();
  } else {
    watch->End(status);
  }
  return watch.get();
}

EventWatch::EventWatch(ReferralCalls* calls, std::shared_ptr<Call> call, const v1::WatchEventsRequest& request,
                       int checkpoint_seconds)
    : calls_(calls),
      call_(std::move(call)),
      feed_(call_->scope.is_system() ? runtime::kSystemFeed : call_->principal.organization_id),
      view_(request.view()),
      epoch_asked_(request.epoch()),
      checkpoint_seconds_(checkpoint_seconds),
      cursor_(request.after_sequence()),
      checkpoint_in_(NextCheckpointIn()) {}

// With jitter, so that a thousand watches that began together do not write together for ever.
int EventWatch::NextCheckpointIn() {
  thread_local absl::InsecureBitGen random;
  return absl::Uniform(random, (checkpoint_seconds_ + 1) / 2, checkpoint_seconds_ * 3 / 2 + 1);
}

void EventWatch::Wake() { Pump(); }

void EventWatch::Tick() {
  absl::MutexLock lock(&mutex_);
  if (busy_ || ended_ || !checked_ || ++idle_seconds_ < checkpoint_in_) return;
  busy_ = true;
  response_.Clear();
  Write(true);
}

// The resume point and the end are one step: no event goes out between them, which the watcher would get twice.
void EventWatch::Drain() {
  {
    absl::MutexLock lock(&mutex_);
    if (!ended_) end_status_ = DrainedAt(epoch_, cursor_);
    ended_ = true;
  }
  End(absl::OkStatus());
}

void EventWatch::Pump() {
  {
    absl::MutexLock lock(&mutex_);
    if (ended_) return;
    more_ = true;
    if (busy_) return;
    busy_ = true;
    more_ = false;
  }
  if (!calls_->readers().Submit([self = shared_from_this()] { self->ReadOn(); })) {
    {
      absl::MutexLock lock(&mutex_);
      busy_ = false;
    }
    End(runtime::Overloaded());
  }
}

void EventWatch::ReadOn() {
  const absl::Status status = FillResponse();
  bool again = false;
  {
    absl::MutexLock lock(&mutex_);
    if (status.ok() && !ended_ && !response_.events().empty()) {
      Write(false);
      return;
    }
    busy_ = false;
    again = more_;
  }
  if (!status.ok()) {
    End(status);
  } else {
    End(absl::OkStatus());  // finishes only if the end was asked for meanwhile
    if (again) Pump();
  }
}

absl::Status EventWatch::FillResponse() {
  response_.Clear();
  int64_t after = 0;
  {
    absl::MutexLock lock(&mutex_);
    if (ended_) return absl::OkStatus();
    after = cursor_;
  }
  auto reader = calls_->store().Read();
  if (!reader.ok()) return reader.status();
  if (!checked_) {
    if (absl::Status status = CheckResumePoint(*call_, **reader, epoch_asked_, after); !status.ok()) return status;
    auto epoch = (*reader)->Epoch();
    if (!epoch.ok()) return epoch.status();
    absl::MutexLock lock(&mutex_);
    epoch_ = *std::move(epoch);
    checked_ = true;
  }
  return ReadEvents(*call_, **reader, after, BatchLimit(view_), view_, response_.mutable_events());
}

void EventWatch::Write(bool checkpoint) {
  if (!checkpoint) cursor_ = response_.events(response_.events_size() - 1).sequence();
  response_.set_last_sequence(cursor_);
  response_.set_epoch(epoch_);
  call_->view->Apply(&response_);
  idle_seconds_ = 0;
  checkpoint_in_ = NextCheckpointIn();
  StartWrite(&response_);
}

void EventWatch::OnWriteDone(bool ok) {
  {
    absl::MutexLock lock(&mutex_);
    busy_ = false;
    // A full batch may have left something behind.
    more_ = more_ || response_.events_size() == BatchLimit(view_);
    if (ok && !ended_ && !more_) return;
  }
  if (!ok) {
    End(absl::CancelledError("the watcher is gone"));
  } else {
    End(absl::OkStatus());
    Pump();
  }
}

void EventWatch::OnCancel() { End(absl::CancelledError("the watcher is gone")); }

// Asks for the end with an error, or (with OK) carries out an end that was asked for while a read or write was under
// way. Finish is called once, and never beside a write.
void EventWatch::End(const absl::Status& status) {
  {
    absl::MutexLock lock(&mutex_);
    if (!status.ok() && !ended_) {
      ended_ = true;
      end_status_ = status;
    }
    if (!ended_ || busy_) return;
    busy_ = true;  // nothing is written after the end
  }
  calls_->hub().Remove(feed_, this);
  absl::Status end_status;
  {
    absl::MutexLock lock(&mutex_);
    end_status = end_status_;
  }
  Finish(runtime::ToGrpc(end_status));
}

void EventWatch::OnDone() {
  calls_->hub().Remove(feed_, this);
  std::shared_ptr<EventWatch> last = std::move(self_);
}

}  // namespace tendon::referral
