// Decisions over the transition table: pure functions of state, event and roles.
#pragma once

#include <optional>
#include <vector>

#include "services/referral/lifecycle/table.h"

namespace tendon::referral {

// What an event would do.
struct Decision {
  const TransitionRow* row = nullptr;
  ReferralState to = v1::REFERRAL_STATE_UNSPECIFIED;  // the state after, also where the row leaves it unchanged
  PartyRole role = v1::PARTY_ROLE_UNSPECIFIED;        // the role in which the actor does it
  bool no_op = false;                                 // row 47: already there, recorded without effect
};

// What the table says of an event in a state by an actor with these roles; empty when it is refused. An organisation
// that refers to itself has two roles.
std::optional<Decision> Decide(ReferralState state, ReferralEvent event, RoleSet roles);

// The rows that this actor may use now, in the order of the table; no no-ops, and none of the rows for the system
// alone.
std::vector<const TransitionRow*> AllowedRows(ReferralState state, RoleSet roles);

// Whose turn it is in a state; unspecified where nobody owes anything.
PartyRole TurnIn(ReferralState state);

// What the party whose turn it is has to do, for people; "" where there is none.
std::string_view ExpectationIn(ReferralState state);

// One role of the set, for showing: the referrer before the recipient before the others.
PartyRole LeadingRole(RoleSet roles);

}  // namespace tendon::referral
