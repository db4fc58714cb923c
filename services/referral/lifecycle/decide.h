// Decisions over the transition table: pure functions of state, event and roles.
#pragma once

#include <optional>
#include <vector>

#include "services/referral/lifecycle/table.h"

namespace tendon::referral {

// What an event would do.
struct Decision {
  const TransitionRow* row = nullptr;
  ReferralState to = v1::REFERRAL_STATE_UNSPECIFIED;  // of a row with a fixed outcome; else the state before
  PartyRole role = v1::PARTY_ROLE_UNSPECIFIED;        // the role in which the actor does it
  bool no_op = false;                                 // row 47: already there, recorded without effect
};

// What the table says of an event in a state by an actor with these roles; empty when it is refused. An organisation
// that refers to itself has two roles, and so has a physician of the referrer.
std::optional<Decision> Decide(ReferralState state, ReferralEvent event, RoleSet roles);

// The rows that this actor may use now, in the order of the table; no no-ops, and none of the rows for the system
// alone.
std::vector<const TransitionRow*> AllowedRows(ReferralState state, RoleSet roles);

// One role of the set, for showing: the referrer before the recipient before the others.
PartyRole LeadingRole(RoleSet roles);

}  // namespace tendon::referral
