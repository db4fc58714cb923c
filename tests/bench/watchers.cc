#include "tests/bench/watchers.h"

#include <google/protobuf/util/time_util.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "tendon/referral/v1/event_service.grpc.pb.h"

namespace tendon::bench {
namespace {

namespace v1 = referral::v1;

int64_t NanosSinceEpoch() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace

class WatchGroup::Watch : public grpc::ClientReadReactor<v1::WatchEventsResponse> {
 public:
  Watch(std::shared_ptr<grpc::Channel> channel, const Caller& caller, int64_t after)
      : stub_(std::move(channel)), last_(after) {
    Prepare(caller, &context_);
    request_.set_parent(caller.organization);
    request_.set_after_sequence(after);
    stub_.async()->WatchEvents(&context_, &request_, this);
    StartRead(&response_);
    StartCall();
  }

  int64_t last() const { return last_; }
  bool ended() const { return ended_; }
  void Cancel() {
    cancelled_ = true;
    context_.TryCancel();
  }
  // After the end only.
  void AddTo(WatchTotals* totals) {
    std::unique_lock lock(mutex_);
    end_.wait(lock, [this] { return ended_.load(); });
    totals->deliveries += deliveries_;
    totals->duplicates += duplicates_;
    totals->gaps += gaps_;
    totals->latencies_ns.insert(totals->latencies_ns.end(), latencies_ns_.begin(), latencies_ns_.end());
    if (!cancelled_ && totals->first_error.empty()) totals->first_error = "a watch ended: " + status_.error_message();
  }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return;
    const int64_t now_ns = NanosSinceEpoch();
    for (const v1::Event& event : response_.events()) Take(event, now_ns);
    StartRead(&response_);
  }

  void Take(const v1::Event& event, int64_t now_ns) {
    ++deliveries_;
    latencies_ns_.push_back(now_ns - google::protobuf::util::TimeUtil::TimestampToNanoseconds(event.event_time()));
    if (event.sequence() <= last_) {
      ++duplicates_;
      return;
    }
    if (event.sequence() != last_ + 1) ++gaps_;
    last_ = event.sequence();
  }

  void OnDone(const grpc::Status& status) override {
    std::lock_guard lock(mutex_);
    status_ = status;
    ended_ = true;
    end_.notify_all();
  }

  v1::EventService::Stub stub_;
  grpc::ClientContext context_;
  v1::WatchEventsRequest request_;
  v1::WatchEventsResponse response_;
  std::atomic<int64_t> last_;
  std::atomic<bool> ended_ = false;
  bool cancelled_ = false;
  // Written by the reads, one after the other; read after the end.
  int64_t deliveries_ = 0;
  int64_t duplicates_ = 0;
  int64_t gaps_ = 0;
  std::vector<int64_t> latencies_ns_;
  std::mutex mutex_;
  std::condition_variable end_;
  grpc::Status status_;
};

WatchGroup::WatchGroup() = default;
WatchGroup::~WatchGroup() { Stop(); }

void WatchGroup::Start(Target& target, size_t connection, const Caller& caller, int64_t after) {
  watches_.push_back(std::make_unique<Watch>(target.channel(connection), caller, after));
}

bool WatchGroup::WaitFor(int64_t sequence, std::chrono::milliseconds at_most) const {
  const auto give_up = std::chrono::steady_clock::now() + at_most;
  for (const auto& watch : watches_) {
    while (watch->last() < sequence) {
      if (watch->ended() || std::chrono::steady_clock::now() > give_up) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }
  return true;
}

WatchTotals WatchGroup::Stop() {
  WatchTotals totals;
  for (const auto& watch : watches_) {
    if (!watch->ended()) watch->Cancel();
  }
  for (const auto& watch : watches_) watch->AddTo(&totals);
  watches_.clear();
  return totals;
}

absl::StatusOr<int64_t> FeedHead(Target& target, const Caller& caller) {
  v1::EventService::Stub stub(target.channel(0));
  v1::ListEventsRequest request;
  request.set_parent(caller.organization);
  request.set_page_size(1000);
  while (true) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kCallTimeout);
    Prepare(caller, &context);
    v1::ListEventsResponse page;
    const grpc::Status status = stub.ListEvents(&context, request, &page);
    if (!status.ok())
      return absl::Status(static_cast<absl::StatusCode>(status.error_code()), "ListEvents: " + status.error_message());
    if (!page.more()) return page.last_sequence();
    request.set_after_sequence(page.last_sequence());
  }
}

}  // namespace tendon::bench
