#include "tests/testing/server_process.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>
#include <signal.h>

#include <cstdio>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/testing/files.h"
#include "tests/testing/raw_call.h"

namespace tendon::testing {
namespace {

// Generous: a loaded machine is no failure. A healthy server needs some 50 ms.
constexpr absl::Duration kStartLimit = absl::Seconds(60);
constexpr absl::Duration kEndLimit = absl::Seconds(60);
constexpr int kMinReconnectMs = 10;
constexpr int kMaxReconnectMs = 100;
constexpr int kMaxMessageBytes = 64 << 20;

// grpc.health.v1.HealthCheckResponse { status = 1: SERVING = 1 }.
bool IsServing(const std::shared_ptr<grpc::Channel>& channel) {
  const RawAnswer answer = CallRaw(channel, "/grpc.health.v1.Health/Check", {}, {""}, {.deadline = absl::Seconds(5)});
  return answer.status.ok() && answer.responses == std::vector<std::string>{"\x08\x01"};
}

}  // namespace

std::string ProgramPath(const std::string& program) { return absl::StrCat(TENDON_PROGRAM_DIR, "/", program); }

std::shared_ptr<grpc::Channel> NewChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kMinReconnectMs);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kMinReconnectMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kMaxReconnectMs);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

absl::Status WaitUntilServing(const std::string& address, absl::Duration limit) {
  const absl::Time end = absl::Now() + limit;
  const auto channel = NewChannel(address);
  while (!IsServing(channel)) {
    if (absl::Now() > end) return absl::DeadlineExceededError(absl::StrCat(address, " does not serve"));
    absl::SleepFor(kPoll);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<ServerProcess>> ServerProcess::Start(const Options& options) {
  std::unique_ptr<ServerProcess> server(new ServerProcess(options));
  if (absl::Status status = server->Launch("127.0.0.1:0"); !status.ok()) return status;
  return server;
}

absl::Status ServerProcess::StartAgain() { return Launch(address_); }

absl::Status ServerProcess::Launch(const std::string& listen) {
  std::remove(File(".port").c_str());
  Process::Options child;
  child.command = {ProgramPath(options_.program),
                   "--insecure-development",
                   "--listen",
                   listen,
                   "--database",
                   database(),
                   "--port-file",
                   File(".port")};
  child.command.insert(child.command.end(), options_.flags.begin(), options_.flags.end());
  child.environment = options_.environment;
  child.error_file = File(".log");
  child.output_file = File(".out");
  auto process = Process::Start(child);
  if (!process.ok()) return process.status();
  process_ = *std::move(process);
  const absl::Time end = absl::Now() + kStartLimit;
  std::string port;
  while ((port = std::string(absl::StripAsciiWhitespace(ReadFile(File(".port"))))).empty()) {
    if (!process_->IsRunning()) return absl::UnavailableError(absl::StrCat(options_.program, " ended: ", Log()));
    if (absl::Now() > end) return absl::DeadlineExceededError(absl::StrCat(options_.program, " has no port"));
    absl::SleepFor(kPoll);
  }
  address_ = absl::StrCat("127.0.0.1:", port);
  if (channel_ == nullptr) channel_ = NewChannel(address_);
  return WaitUntilServing(address_, end - absl::Now());
}

absl::Status ServerProcess::Terminate() {
  process_->Signal(SIGTERM);
  const std::optional<int> exit_code = process_->Wait(kEndLimit);
  if (!exit_code.has_value()) return absl::DeadlineExceededError(absl::StrCat(options_.program, " does not end"));
  if (*exit_code != 0)
    return absl::InternalError(absl::StrCat(options_.program, " ended with ", *exit_code, ": ", Log()));
  return absl::OkStatus();
}

std::string ServerProcess::Log() const { return ReadFile(File(".log")); }

}  // namespace tendon::testing
