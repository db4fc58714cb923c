// A referral from River to Hand in any state, brought there by the real handlers, with what the events of that state
// are about: an open question, a proposal, an appointment, a change to acknowledge.
#pragma once

#include "tests/unit/referral/perform.h"

namespace tendon::referral {

struct Prepared {
  ReferralRecord record;
  std::string other;  // another referral of the same patient and the same two parties
};

// First had it before Hand and declined; Step is informed. `sessions` took place. A hold is Hand's, for safety.
Prepared Prepare(Desk& desk, ReferralState state, int sessions);

// When an event is tried after Prepare: a missed appointment's time has come, a recipient's time has run out.
absl::Duration TimeOf(ReferralEvent event);

}  // namespace tendon::referral
