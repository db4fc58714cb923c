// Everything that both servers have around their store, wired in one place: writer, reader threads, hub, admission,
// calls. A server adds its services, and what runs beside them.
#pragma once

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "services/runtime/call.h"
#include "services/runtime/clock.h"
#include "services/runtime/config.h"
#include "services/runtime/server.h"

namespace tendon::runtime {

// Instantiated in host.cc for the two stores.
template <class Store>
class Host {
 public:
  using Writer = storage::GroupCommitWriter<Store>;
  using Calls = CallRunner<Store>;

  // FAILED_PRECONDITION when a method lacks its annotations. Clock and rules outlive it.
  static absl::StatusOr<std::unique_ptr<Host>> Make(
      std::unique_ptr<Store> store, const ServerConfig& config,
      const std::vector<const google::protobuf::ServiceDescriptor*>& services, const Clock* clock,
      const ServerRules* rules = nullptr);
  ~Host();

  Calls& calls() { return calls_; }
  Store& store() { return *store_; }
  Writer& writer() { return writer_; }
  EventHub& hub() { return hub_; }

  // Listens and serves.
  absl::Status Start(const ServerConfig& config, const std::vector<grpc::Service*>& services);
  int port();
  // Goes down in order: no new calls, watches end with a resume token, calls under way end, the writer drains.
  void Stop(const ServerConfig& config);

 private:
  Host(std::unique_ptr<Store> store, const ServerConfig& config, std::unique_ptr<Admission> admission,
       const Clock* clock);

  typename Writer::Options WriterOptions(const Clock* clock);
  void Break(const absl::Status& why);

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

// The start and end of a server's main: configuration, log, signals; `serve` runs until WaitForSignal. Returns the exit
// code.
int RunServer(const ServerIdentity& identity, int argc, const char* const* argv,
              const std::function<absl::Status(const ServerConfig&)>& serve);

}  // namespace tendon::runtime
