// How the link writes: a command of its own on the server's writer.
#pragma once

#include <functional>

#include "absl/status/status.h"
#include "services/storage/outcomes_store.h"
#include "services/storage/writer.h"

namespace tendon::outcomes {

using OutcomesWriter = storage::GroupCommitWriter<storage::OutcomesStore>;

// Runs a command on the writer and waits until it is durable. Returns what the command did, or why it is not durable.
absl::Status CommitAndWait(OutcomesWriter* writer, std::function<absl::Status(storage::OutcomesTransaction&)> run);

// Whether nothing can be written at present. Any other error is of what was to be written.
bool IsOfTheStore(const absl::Status& status);

}  // namespace tendon::outcomes
