// The gRPC channel to a server, with the limits and keepalive that Tendon needs.
#ifndef TENDON_CLIENTS_CPP_CHANNEL_H_
#define TENDON_CLIENTS_CPP_CHANNEL_H_

#include <grpcpp/channel.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cpp/options.h"

namespace tendon::client {

// The largest message that a server takes in.
inline constexpr int kMaxSendBytes = 1 << 20;
// The largest answer that is taken in, as the servers send at most: a page of 200 large referrals.
inline constexpr int kMaxReceiveBytes = 16 << 20;

// Whether the target is on this machine: "localhost", "127.*", "[::1]" with a port, or "unix:".
bool IsLoopback(absl::string_view target);

// A channel; it connects with the first call. FAILED_PRECONDITION for plain text to another machine: patient data would
// travel readable.
absl::StatusOr<std::shared_ptr<grpc::Channel>> CreateChannel(const std::string& target, const ClientOptions& options);

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_CHANNEL_H_
