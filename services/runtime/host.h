// Everything that both servers have around their store, wired in one place: writer, reader threads, hub, admission, calls. A server adds its
// services, and what runs beside them.
#pragma once

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "services/runtime/call.h"
#include "services/runtime/clock.h"
#include "services/runtime/config.h"
#include "services/runtime/server.h"
#include "services/telemetry/log.h"

namespace tendon::runtime {

// Records older than the retention that one batch deletes at most: keeps up with any load, delays no batch.
inline constexpr int kPrunedRecordsPerBatch = 512;

template <class Store>
class Host {
 public:
  using Writer = storage::GroupCommitWriter<Store>;
  using Calls = CallRunner<Store>;

  // FAILED_PRECONDITION when a method lacks its annotations.
  static absl::StatusOr<std::unique_ptr<Host>> Make(std::unique_ptr<Store> store, const ServerConfig& config,
                                                    const std::vector<const google::protobuf::ServiceDescriptor*>& services,
                                                    const Clock* clock) {
    auto admission = Admission::Make(services, clock);
    if (!admission.ok()) return admission.status();
    return std::unique_ptr<Host>(new Host(std::move(store), config, *std::move(admission), clock));
  }

  Calls& calls() { return calls_; }
  Store& store() { return *store_; }
  Writer& writer() { return writer_; }
  EventHub& hub() { return hub_; }

  // Listens and serves.
  absl::Status Start(const ServerConfig& config, const std::vector<grpc::Service*>& services) {
    auto server = GrpcServer::Start(config, services);
    if (!server.ok()) return server.status();
    absl::MutexLock lock(&server_mutex_);
    server_ = *std::move(server);
    server_->SetServing(!broken_);
    return absl::OkStatus();
  }
  int port() {
    absl::MutexLock lock(&server_mutex_);
    return server_->port();
  }
  // Goes down in order: no new calls, watches end with a resume token, calls under way end, the writer drains.
  void Stop(const ServerConfig& config) {
    server_->Drain(config, [this] { hub_.Drain(); });
    writer_.Drain();
  }

 private:
  Host(std::unique_ptr<Store> store, const ServerConfig& config, std::unique_ptr<Admission> admission, const Clock* clock)
      : store_(std::move(store)),
        admission_(std::move(admission)),
        hub_(kMaxWatchers),
        writer_(store_.get(), WriterOptions(clock)),
        readers_(config.reader_threads, kMaxReadQueue),
        calls_(store_.get(), &writer_, &readers_, &hub_, admission_.get()) {}

  typename Writer::Options WriterOptions(const Clock* clock) {
    typename Writer::Options options;
    options.max_queue = kMaxWriterQueue;
    options.max_batch = kMaxWriterBatch;
    options.on_broken = [this](const absl::Status& why) { Break(why); };
    options.each_batch = [clock](typename Store::Transaction& transaction) {
      const int64_t before = absl::ToUnixMicros(clock->Now() - kRequestIdRetention);
      // Pruning that fails is tried again with the next batch.
      transaction.PruneIdempotencyRecords(before, kPrunedRecordsPerBatch).IgnoreError();
    };
    return options;
  }

  void Break(const absl::Status& why) {
    telemetry::Log(telemetry::Level::kCritical, "store_broken",
                   {{"detail", std::string(why.message())}, {"next", "mend the disk, then restart this server"}});
    absl::MutexLock lock(&server_mutex_);
    broken_ = true;
    if (server_ != nullptr) server_->SetServing(false);
  }

  std::unique_ptr<Store> store_;
  std::unique_ptr<Admission> admission_;
  EventHub hub_;
  absl::Mutex server_mutex_;
  std::unique_ptr<GrpcServer> server_;
  bool broken_ ABSL_GUARDED_BY(server_mutex_) = false;
  Writer writer_;
  ThreadPool readers_;
  Calls calls_;
};

// The start and end of a server's main: configuration, log, signals; `serve` runs until WaitForSignal. Returns the exit code.
int RunServer(const ServerIdentity& identity, int argc, const char* const* argv,
              const std::function<absl::Status(const ServerConfig&)>& serve);

}  // namespace tendon::runtime
