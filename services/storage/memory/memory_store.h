// The stores in memory, for tests: the same contracts, nothing durable. A reader holds an immutable state; a
// transaction works on a copy.
#pragma once

#include <memory>

#include "services/storage/outcomes_store.h"
#include "services/storage/referral_store.h"

namespace tendon::storage {

std::unique_ptr<ReferralStore> MakeMemoryReferralStore();
std::unique_ptr<OutcomesStore> MakeMemoryOutcomesStore();

}  // namespace tendon::storage
