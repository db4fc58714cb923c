#include "tests/testing/process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/testing/files.h"

namespace tendon::testing {
namespace {

std::vector<std::string> MergedEnvironment(const std::map<std::string, std::string>& changes) {
  std::vector<std::string> merged;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (changes.count(text.substr(0, text.find('='))) == 0) merged.push_back(text);
  }
  for (const auto& [name, value] : changes) merged.push_back(absl::StrCat(name, "=", value));
  return merged;
}

std::vector<char*> Pointers(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (const std::string& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

int OpenForAppend(const std::string& path) {
  return open(path.empty() ? "/dev/null" : path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

// In the child: only what is allowed between fork and exec in a program with threads.
[[noreturn]] void Become(int output, int error, char* const* arguments, char* const* environment) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  dup2(output, STDOUT_FILENO);
  dup2(error, STDERR_FILENO);
  execve(arguments[0], arguments, environment);
  _exit(127);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Process>> Process::Start(const Options& options) {
  const std::vector<std::string> environment = MergedEnvironment(options.environment);
  const std::vector<char*> arguments = Pointers(options.command);
  const std::vector<char*> settings = Pointers(environment);
  const int output = OpenForAppend(options.output_file);
  const int error = OpenForAppend(options.error_file);
  const pid_t pid = output < 0 || error < 0 ? -1 : fork();
  if (pid == 0) Become(output, error, arguments.data(), settings.data());
  const int why = errno;
  close(output);
  close(error);
  if (pid < 0) return absl::InternalError(absl::StrCat("cannot start ", options.command[0], ": ", std::strerror(why)));
  return std::unique_ptr<Process>(new Process(pid));
}

Process::~Process() { Kill(); }

bool Process::IsRunning() { return !Wait(absl::ZeroDuration()).has_value(); }

void Process::Signal(int number) {
  if (IsRunning()) kill(pid_, number);
}

std::optional<int> Process::Wait(absl::Duration limit) {
  const absl::Time end = absl::Now() + limit;
  while (!exit_code_.has_value()) {
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_) {
      exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    } else if (absl::Now() >= end) {
      return std::nullopt;
    } else {
      absl::SleepFor(kPoll);
    }
  }
  return exit_code_;
}

void Process::Kill() {
  Signal(SIGKILL);
  Wait(absl::InfiniteDuration());
}

absl::StatusOr<Ended> RunToEnd(const std::vector<std::string>& command,
                               const std::map<std::string, std::string>& environment, absl::Duration limit) {
  const TempDir folder;
  Process::Options options{command, environment, folder.File("output"), folder.File("error")};
  auto process = Process::Start(options);
  if (!process.ok()) return process.status();
  const std::optional<int> exit_code = (*process)->Wait(limit);
  if (!exit_code.has_value()) return absl::DeadlineExceededError(absl::StrCat(command[0], " did not end"));
  return Ended{*exit_code, ReadFile(options.output_file), ReadFile(options.error_file)};
}

}  // namespace tendon::testing
