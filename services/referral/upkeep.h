// Work beside the calls: writes that go through the writer like all others.
#pragma once

#include <functional>

#include "absl/status/status.h"
#include "services/storage/referral_store.h"
#include "services/storage/writer.h"

namespace tendon::referral {

// Runs a write and waits until it is durable.
using CommitNow = std::function<absl::Status(std::function<absl::Status(storage::ReferralTransaction&)>)>;

// By the writer, which outlives it. Not on the writer's own threads.
CommitNow CommitBy(storage::GroupCommitWriter<storage::ReferralStore>* writer);

}  // namespace tendon::referral
