// Two readers of one feed over restarts of its server: the client library's watch, and one of our own on the bare stub,
// which sees what the library would have put right.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "clients/cpp/watch.h"
#include "tendon/referral/v1/event_service.grpc.pb.h"
#include "tests/testing/caller.h"
#include "tests/testing/exchange.h"

namespace tendon::testing {

// What a watch has received; the parts that grow meanwhile may be read by any thread.
struct Watched {
  std::vector<referral::v1::Event> events;  // after Stop
  std::vector<std::string> complaints;      // after Stop
  std::atomic<int64_t> received{0};
  std::atomic<int> cuts{0};           // streams that ended
  std::atomic<int> resume_tokens{0};  // of them with the place to go on from
};

// Watches on the stub: goes on from the last event after each end, and takes every response at its word.
class RawWatch {
 public:
  RawWatch(Exchange* exchange, Caller caller);
  ~RawWatch() { Stop(); }
  RawWatch(const RawWatch&) = delete;
  RawWatch& operator=(const RawWatch&) = delete;

  void Stop();
  const Watched& watched() const { return watched_; }

 private:
  void Run();
  void ReadStream();
  void Take(const referral::v1::WatchEventsResponse& response);
  void TakeEnd(const grpc::Status& status);

  const Caller caller_;
  const std::unique_ptr<referral::v1::EventService::Stub> stub_;
  Watched watched_;
  std::string epoch_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  grpc::ClientContext* context_ ABSL_GUARDED_BY(mutex_) = nullptr;
  std::thread thread_;
};

// The client library's.
class LibraryWatch {
 public:
  LibraryWatch(Exchange* exchange, const Caller& caller);
  ~LibraryWatch() { Stop(); }
  LibraryWatch(const LibraryWatch&) = delete;
  LibraryWatch& operator=(const LibraryWatch&) = delete;

  void Stop();
  const Watched& watched() const { return watched_; }

 private:
  Watched watched_;
  std::unique_ptr<client::Watch> watch_;
  std::thread thread_;
};

}  // namespace tendon::testing
