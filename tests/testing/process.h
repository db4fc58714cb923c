// A child process of a test: the servers under test run as the real programs.
#pragma once

#include <sys/types.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace tendon::testing {

// Between looks at what another process has done.
inline constexpr absl::Duration kPoll = absl::Milliseconds(2);

// Killed when the object goes, and by the kernel when the test itself dies. Not thread-safe.
class Process {
 public:
  struct Options {
    std::vector<std::string> command;                // the program's path, then its arguments
    std::map<std::string, std::string> environment;  // beside what the test itself has
    std::string output_file;                         // standard output goes to its end; "" drops it
    std::string error_file;                          // as does standard error
  };

  static absl::StatusOr<std::unique_ptr<Process>> Start(const Options& options);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  bool IsRunning();
  void Signal(int number);
  // The exit code, 128 + number for one ended by a signal; nullopt when it still runs after `limit`.
  std::optional<int> Wait(absl::Duration limit);
  // SIGKILL, and waits for the end.
  void Kill();

 private:
  explicit Process(pid_t pid) : pid_(pid) {}
  pid_t pid_;
  std::optional<int> exit_code_;
};

// What a program that ends by itself said.
struct Ended {
  int exit_code = -1;
  std::string output;
  std::string error;
};

// Runs a program to its end; it is killed after `limit`.
absl::StatusOr<Ended> RunToEnd(const std::vector<std::string>& command,
                               const std::map<std::string, std::string>& environment = {},
                               absl::Duration limit = absl::Seconds(30));

}  // namespace tendon::testing
