#include "services/referral/upkeep.h"

#include <future>
#include <utility>

namespace tendon::referral {

CommitNow CommitBy(storage::GroupCommitWriter<storage::ReferralStore>* writer) {
  return [writer](std::function<absl::Status(storage::ReferralTransaction&)> run) {
    std::promise<absl::Status> finished;
    storage::GroupCommitWriter<storage::ReferralStore>::Command command;
    command.run = std::move(run);
    command.done = [&finished](absl::Status status) { finished.set_value(std::move(status)); };
    if (absl::Status status = writer->Submit(std::move(command)); !status.ok()) return status;
    return finished.get_future().get();
  };
}

}  // namespace tendon::referral
