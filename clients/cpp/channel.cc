#include "clients/cpp/channel.h"

#include <grpcpp/create_channel.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace tendon::client {
namespace {

constexpr int kKeepaliveMs = 60'000;  // a peer that vanished is noticed within this and the timeout
constexpr int kKeepaliveTimeoutMs = 20'000;
// A server that restarts is back in the game at once. How long a connection may take is left to gRPC: a machine under
// load needs more than a moment (GRPC_ARG_MIN_RECONNECT_BACKOFF_MS would be that limit).
constexpr int kReconnectMinMs = 100;
constexpr int kReconnectMaxMs = 5'000;

grpc::ChannelArguments Arguments(const ClientOptions& options) {
  grpc::ChannelArguments arguments;
  arguments.SetUserAgentPrefix(options.user_agent);
  arguments.SetMaxSendMessageSize(kMaxSendBytes);
  arguments.SetMaxReceiveMessageSize(kMaxReceiveBytes);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);  // retries are ours: they keep the request id and obey RetryInfo
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);  // an idle watch sends no data of its own
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kReconnectMinMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kReconnectMaxMs);
  return arguments;
}

}  // namespace

bool IsLoopback(absl::string_view target) {
  if (absl::StartsWith(target, "unix:")) return true;
  absl::ConsumePrefix(&target, "dns:///");
  absl::ConsumePrefix(&target, "ipv4:");
  absl::ConsumePrefix(&target, "ipv6:");
  if (absl::StartsWith(target, "[::1]")) return target.size() == 5 || target[5] == ':';
  const absl::string_view host = target.substr(0, target.find(':'));
  if (absl::EqualsIgnoreCase(host, "localhost")) return true;
  const bool numeric = std::all_of(
      host.begin(), host.end(), [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '.'; });
  return numeric && absl::StartsWith(host, "127.");
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> CreateChannel(const std::string& target, const ClientOptions& options) {
  if (target.empty()) return absl::InvalidArgumentError("the server's address is empty; expected host:port");
  if (options.credentials == nullptr && !IsLoopback(target)) {
    return absl::FailedPreconditionError(absl::StrCat(
        "plain text goes to this machine only (127.0.0.1, [::1], localhost), and ", target, " is another"));
  }
  const auto credentials = options.credentials ? options.credentials : grpc::InsecureChannelCredentials();
  return grpc::CreateCustomChannel(target, credentials, Arguments(options));
}

}  // namespace tendon::client
