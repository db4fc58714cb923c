#include "services/referral/lifecycle/decide.h"

#include <array>

namespace tendon::referral {
namespace {

constexpr std::array<PartyRole, 6> kRolesInOrder = {
    v1::PARTY_ROLE_REFERRER, v1::PARTY_ROLE_RECIPIENT, v1::PARTY_ROLE_RESPONSIBLE_PHYSICIAN,
    v1::PARTY_ROLE_SYSTEM,   v1::PARTY_ROLE_INFORMED,  v1::PARTY_ROLE_FORMER_RECIPIENT};

Decision Describe(const TransitionRow& row, ReferralState state, RoleSet roles, bool no_op) {
  return {&row, row.outcome == Outcome::kFixed ? row.to : state, LeadingRole(row.by & roles), no_op};
}

bool Starts(const TransitionRow& row, ReferralState state) {
  return state == v1::REFERRAL_STATE_UNSPECIFIED ? row.from.empty() : row.from.contains(state);
}

}  // namespace

std::optional<Decision> Decide(ReferralState state, ReferralEvent event, RoleSet roles) {
  for (const TransitionRow& row : kTransitions) {
    if (row.event == event && Starts(row, state) && !(row.by & roles).empty())
      return Describe(row, state, roles, false);
  }
  for (const TransitionRow& row : kTransitions) {
    const bool at_target = row.repeat == Repeat::kNoOp && row.event == event && row.to == state;
    if (at_target && !(row.by & roles).empty()) return Describe(row, state, roles, true);
  }
  return std::nullopt;
}

std::vector<const TransitionRow*> AllowedRows(ReferralState state, RoleSet roles) {
  std::vector<const TransitionRow*> rows;
  for (const TransitionRow& row : kTransitions) {
    if (row.from.contains(state) && !(row.by & roles).empty()) rows.push_back(&row);
  }
  return rows;
}

PartyRole LeadingRole(RoleSet roles) {
  for (const PartyRole role : kRolesInOrder) {
    if (roles.contains(role)) return role;
  }
  return v1::PARTY_ROLE_UNSPECIFIED;
}

}  // namespace tendon::referral
