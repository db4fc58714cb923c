// The gRPC server around the services: listening, health, reflection, limits, and going down in order.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "services/runtime/config.h"

namespace tendon::runtime {

// Before any thread: no core dumps, files for the owner only, and the signals that end the program kept for
// WaitForSignal.
void PrepareProcess();
// Blocks until SIGTERM or SIGINT.
void WaitForSignal();

class GrpcServer {
 public:
  // Listens and serves, and writes the port file. The services outlive the server. UNAVAILABLE when the address cannot
  // be had.
  static absl::StatusOr<std::unique_ptr<GrpcServer>> Start(const ServerConfig& config,
                                                           const std::vector<grpc::Service*>& services);

  int port() const { return port_; }
  // What health says.
  void SetServing(bool serving);
  // NOT_SERVING → lame duck → `end_watches` → calls under way end, or are cut after drain_ms.
  void Drain(const ServerConfig& config, const std::function<void()>& end_watches);

 private:
  GrpcServer() = default;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

}  // namespace tendon::runtime
