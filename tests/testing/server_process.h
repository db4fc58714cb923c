// One of the real servers as a child process: on a database, on a port of its own, ready when it has started.
#pragma once

#include <grpcpp/channel.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/testing/process.h"

namespace tendon::testing {

// The path of a program of this build: "tendon-referral".
std::string ProgramPath(const std::string& program);

// A channel of its own, with a connection of its own, that comes back at once after the server was away.
std::shared_ptr<grpc::Channel> NewChannel(const std::string& address);

// OK once health says SERVING; DEADLINE_EXCEEDED after `limit`.
absl::Status WaitUntilServing(const std::string& address, absl::Duration limit);

// Ended when the object goes. Not thread-safe; channel() may be used by any thread.
class ServerProcess {
 public:
  struct Options {
    std::string program;             // "tendon-referral"
    std::string folder;              // where its database, port file and log go
    std::vector<std::string> flags;  // beyond those for development mode, address, database and port file
    std::map<std::string, std::string> environment;
  };

  // Starts it on a free port and waits until it serves.
  static absl::StatusOr<std::unique_ptr<ServerProcess>> Start(const Options& options);

  const std::string& address() const { return address_; }  // "127.0.0.1:PORT"
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  std::string database() const { return options_.folder + "/" + options_.program + ".db"; }
  Process& process() { return *process_; }
  // All that it has said on standard error since the first start.
  std::string Log() const;

  // SIGTERM; OK if it then ends by itself with exit code 0.
  absl::Status Terminate();
  // SIGKILL.
  void Kill() { process_->Kill(); }
  // Starts it again after its end: same database, same port, so that clients find it.
  absl::Status StartAgain();

 private:
  explicit ServerProcess(Options options) : options_(std::move(options)) {}
  absl::Status Launch(const std::string& listen);
  std::string File(const std::string& suffix) const { return options_.folder + "/" + options_.program + suffix; }

  const Options options_;
  std::string address_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<Process> process_;
};

}  // namespace tendon::testing
