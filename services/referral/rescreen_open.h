// Screens the open referrals again after new knowledge was loaded, beside the calls and without delaying them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/referral/upkeep.h"
#include "services/runtime/admission.h"
#include "services/runtime/clock.h"

namespace tendon::referral {

struct Rescreened {
  int64_t referrals = 0;     // looked at
  int64_t newly_unsafe = 0;  // that got an event and a turn
  int64_t released = 0;      // that were unsafe by the knowledge before, and are not
  int64_t unreadable = 0;    // damaged: passed over
};

// Reads a page at a time, screens it on this thread, and writes those of which the answer is another in small batches,
// each a transaction of its own; `publish` gets the organisations whose feeds grew. Ends early when `stop` says so.
// What was done stays done, and the next start goes on: a referral tells by what knowledge it was found unsafe.
absl::StatusOr<Rescreened> RescreenOpen(storage::ReferralStore& store, const runtime::Clock& clock,
                                        const CommitNow& commit,
                                        const std::function<void(const std::vector<std::string>&)>& publish,
                                        const std::function<bool()>& stop, const runtime::ServerRules* rules = nullptr);

// The lowest priority that the system gives to the calling thread beside those that serve calls.
void YieldToCalls();

}  // namespace tendon::referral
