#include "services/outcomes/link/commit.h"

#include <utility>

#include "absl/synchronization/notification.h"

namespace tendon::outcomes {

absl::Status CommitAndWait(OutcomesWriter* writer, std::function<absl::Status(storage::OutcomesTransaction&)> run) {
  absl::Notification finished;
  absl::Status result;
  OutcomesWriter::Command command;
  command.run = std::move(run);
  command.done = [&](absl::Status status) {
    result = std::move(status);
    finished.Notify();
  };
  if (absl::Status status = writer->Submit(std::move(command)); !status.ok()) return status;
  finished.WaitForNotification();
  return result;
}

bool IsOfTheStore(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsResourceExhausted(status);
}

}  // namespace tendon::outcomes
