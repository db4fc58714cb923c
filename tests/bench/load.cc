#include "tests/bench/load.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "tests/bench/schedule.h"
#include "tests/bench/usage.h"

namespace tendon::bench {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::nanoseconds;

// More than this under way means that the server does not keep up; the generator must not run out of memory for it.
constexpr int64_t kMaxUnderWay = 20'000;

nanoseconds Seconds(double seconds) { return nanoseconds(static_cast<int64_t>(seconds * 1e9)); }

// A call under way, and the operation that it is of.
struct UnderWay {
  Clock::time_point due;  // the operation's
  int step = 0;
  grpc::ClientContext context;
  grpc::ByteBuffer answer;
  grpc::Status status;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
};

struct Done {
  Clock::time_point due;
  Clock::time_point end;
  int64_t answer_bytes;
};

// One run. Run() paces on the caller's thread; a second thread takes the answers.
class Run {
 public:
  Run(const Workload& workload, Target& target, const LoadOptions& options)
      : workload_(workload), target_(target), options_(options) {}

  LoadResult Go() {
    if (options_.rate > 0)
      schedule_ = MakeSchedule(options_.rate, Seconds(options_.warm_up_s + options_.window_s), options_.seed);
    std::thread answers([this] { TakeAnswers(); });
    const Clock::time_point begin = Clock::now();
    std::thread pace([this, begin] { options_.rate > 0 ? Pace(begin) : Begin(); });
    Measure(begin);
    pace.join();
    while (under_way_ > 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    queue_.Shutdown();
    answers.join();
    return Sum();
  }

 private:
  void Pace(Clock::time_point begin) {
    for (const nanoseconds offset : schedule_) {
      std::this_thread::sleep_until(begin + offset);
      if (under_way_ < kMaxUnderWay) {
        StartOperation(begin + offset);
      } else {
        ++result_.not_started;
      }
    }
  }

  void Begin() {
    for (int i = 0; i < options_.concurrency; ++i) StartOperation(Clock::now());
  }

  void StartOperation(Clock::time_point due) {
    ++under_way_;
    StartCall(due, 0, *workload_.Next(0, grpc::ByteBuffer()));
  }

  void StartCall(Clock::time_point due, int step, Call call) {
    auto* under_way = new UnderWay();
    under_way->due = due;
    under_way->step = step;
    under_way->context.set_deadline(std::chrono::system_clock::now() + kCallTimeout);
    Prepare(*call.caller, &under_way->context);
    under_way->reader = target_.stub().PrepareUnaryCall(&under_way->context, call.method, call.request, &queue_);
    under_way->reader->StartCall();
    under_way->reader->Finish(&under_way->answer, &under_way->status, under_way);
  }

  void TakeAnswers() {
    void* tag = nullptr;
    bool ok = false;
    while (queue_.Next(&tag, &ok)) TakeAnswer(std::unique_ptr<UnderWay>(static_cast<UnderWay*>(tag)));
  }

  void TakeAnswer(std::unique_ptr<UnderWay> call) {
    if (!call->status.ok()) {
      ++result_.errors[std::to_string(call->status.error_code())];
      if (result_.first_error.empty()) result_.first_error = call->status.error_message();
    } else if (auto next = workload_.Next(call->step + 1, call->answer); next.has_value()) {
      return StartCall(call->due, call->step + 1, *std::move(next));
    } else {
      done_.push_back({call->due, Clock::now(), static_cast<int64_t>(call->answer.Length())});
    }
    if (options_.rate == 0 && !stopping_)
      StartCall(Clock::now(), 0, *workload_.Next(0, grpc::ByteBuffer()));
    else
      --under_way_;
  }

  // Takes the server's usage at the beginning and the end of the window.
  void Measure(Clock::time_point begin) {
    std::this_thread::sleep_until(begin + Seconds(options_.warm_up_s));
    window_begin_ = Clock::now();
    const double server = CpuMicros(options_.server);
    const double own = OwnCpuMicros();
    std::this_thread::sleep_until(begin + Seconds(options_.warm_up_s + options_.window_s));
    result_.server_cpu_us = CpuMicros(options_.server) - server;
    window_end_ = Clock::now();
    result_.own_cpu_us = OwnCpuMicros() - own;
    result_.server_rss_mib = ResidentMib(options_.server);
    stopping_ = true;
  }

  LoadResult Sum() {
    std::vector<int64_t> latencies;
    const auto in_window = [this](Clock::time_point time) { return time >= window_begin_ && time < window_end_; };
    for (const Done& done : done_) {
      if (in_window(done.end)) {
        ++result_.operations;
        result_.answer_bytes += done.answer_bytes;
      }
      if (in_window(options_.rate > 0 ? done.due : done.end)) latencies.push_back((done.end - done.due).count());
    }
    result_.latency = PercentilesOf(std::move(latencies));
    result_.seconds = std::chrono::duration<double>(window_end_ - window_begin_).count();
    return std::move(result_);
  }

  const Workload& workload_;
  Target& target_;
  const LoadOptions options_;
  std::vector<nanoseconds> schedule_;
  grpc::CompletionQueue queue_;
  std::atomic<int64_t> under_way_ = 0;
  std::atomic<bool> stopping_ = false;
  Clock::time_point window_begin_, window_end_;
  std::vector<Done> done_;  // by the thread that takes answers
  LoadResult result_;       // errors by the thread that takes answers, not_started by the one that paces
};

}  // namespace

LoadResult RunLoad(const Workload& workload, Target& target, const LoadOptions& options) {
  return Run(workload, target, options).Go();
}

}  // namespace tendon::bench
