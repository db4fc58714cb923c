#include "services/runtime/host.h"

#include <iostream>
#include <string>
#include <utility>

#include "services/runtime/library_logs.h"
#include "services/runtime/limits.h"
#include "services/storage/outcomes_store.h"
#include "services/storage/referral_store.h"
#include "services/telemetry/log.h"

namespace tendon::runtime {
namespace {

// Records older than the retention that one batch deletes at most: keeps up with any load, delays no batch.
constexpr int kPrunedRecordsPerBatch = 512;

}  // namespace

template <class Store>
absl::StatusOr<std::unique_ptr<Host<Store>>> Host<Store>::Make(
    std::unique_ptr<Store> store, const ServerConfig& config,
    const std::vector<const google::protobuf::ServiceDescriptor*>& services, const Clock* clock,
    const ServerRules* rules) {
  auto admission = Admission::Make(services, clock, rules);
  if (!admission.ok()) return admission.status();
  return std::unique_ptr<Host>(new Host(std::move(store), config, *std::move(admission), clock));
}

template <class Store>
Host<Store>::Host(std::unique_ptr<Store> store, const ServerConfig& config, std::unique_ptr<Admission> admission,
                  const Clock* clock)
    : store_(std::move(store)),
      admission_(std::move(admission)),
      hub_(kMaxWatchers),
      writer_(store_.get(), WriterOptions(clock)),
      readers_(config.reader_threads, kMaxReadQueue),
      calls_(store_.get(), &writer_, &readers_, &hub_, admission_.get()) {}

template <class Store>
Host<Store>::~Host() = default;

template <class Store>
absl::Status Host<Store>::Start(const ServerConfig& config, const std::vector<grpc::Service*>& services) {
  auto server = GrpcServer::Start(config, services);
  if (!server.ok()) return server.status();
  absl::MutexLock lock(&server_mutex_);
  server_ = *std::move(server);
  server_->SetServing(!broken_);
  return absl::OkStatus();
}

template <class Store>
int Host<Store>::port() {
  absl::MutexLock lock(&server_mutex_);
  return server_->port();
}

template <class Store>
void Host<Store>::Stop(const ServerConfig& config) {
  server_->Drain(config, [this] { hub_.Drain(); });
  writer_.Drain();
}

template <class Store>
typename Host<Store>::Writer::Options Host<Store>::WriterOptions(const Clock* clock) {
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

template <class Store>
void Host<Store>::Break(const absl::Status& why) {
  telemetry::Log(telemetry::Level::kCritical, "store_broken",
                 {{"detail", std::string(why.message())}, {"next", "mend the disk, then restart this server"}});
  absl::MutexLock lock(&server_mutex_);
  broken_ = true;
  if (server_ != nullptr) server_->SetServing(false);
}

template class Host<storage::ReferralStore>;
template class Host<storage::OutcomesStore>;

int RunServer(const ServerIdentity& identity, int argc, const char* const* argv,
              const std::function<absl::Status(const ServerConfig&)>& serve) {
  ServerConfig config;
  if (const std::optional<int> exit_code = ReadConfig(identity, argc, argv, &config); exit_code.has_value())
    return *exit_code;
  if (const std::string refusal = RefusalToListen(config); !refusal.empty()) {
    std::cerr << identity.program << ": " << refusal << "\n";
    return 2;
  }
  PrepareProcess();
  telemetry::StartLog(config.log_level);
  RouteLibraryLogs();
  telemetry::Log(telemetry::Level::kWarning, "insecure_development",
                 {{"program", identity.program},
                  {"meaning", "callers are believed what they say they are; loopback only; never with real patients"}});
  const absl::Status status = serve(config);
  if (!status.ok()) {
    telemetry::Log(telemetry::Level::kCritical, "failed",
                   {{"program", identity.program}, {"detail", std::string(status.message())}});
  } else {
    telemetry::Log(telemetry::Level::kInfo, "stopped", {{"program", identity.program}});
  }
  telemetry::StopLog();
  return status.ok() ? 0 : 1;
}

}  // namespace tendon::runtime
