// Every event of the transition table as a call of the real handler that does it, with a request that is good where the
// table allows it.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "services/referral/lifecycle/decide.h"
#include "tests/unit/referral/desk.h"

namespace tendon::referral {

// What a step is made with beside the referral.
struct Choice {
  bool keep = true;
  std::string elsewhere = "organizations/oak";  // another recipient
  std::string other_referral;                   // for LINK_DUPLICATE
  bool flag = true;                             // completed, halt_parent, …
  std::string reason_code;                      // "" for a code that is good for the actor
  std::string comment = "because";
  std::string etag;  // "" for the present one
};

// Performs `event` on the referral as it stands, as `who`. INVALID_ARGUMENT for the events that no method of these
// handlers makes.
absl::StatusOr<v1::Referral> Perform(Desk& desk, ReferralEvent event, const security::Principal& who,
                                     const ReferralRecord& on, const Choice& choice = {});

// Whether Perform can do it.
bool IsPerformable(ReferralEvent event);

}  // namespace tendon::referral
