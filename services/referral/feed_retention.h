// Forgets events that are older than what is kept. A reader that comes too late is told (OUT_OF_RANGE), never misled.
#pragma once

#include "absl/time/time.h"
#include "services/referral/upkeep.h"
#include "services/storage/referral_store.h"

namespace tendon::referral {

// Marks how far the store has come at this time, and drops the events that were there `kept` ago, some at a time, so
// that no write waits long. Returns how many changes were dropped.
absl::StatusOr<int64_t> PruneFeeds(storage::ReferralStore& store, absl::Time now, absl::Duration kept,
                                   const CommitNow& commit);

}  // namespace tendon::referral
