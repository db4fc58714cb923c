#include "services/referral/lifecycle/decide.h"

#include <array>

namespace tendon::referral {
namespace {

constexpr std::array<PartyRole, 6> kRolesInOrder = {
    v1::PARTY_ROLE_REFERRER, v1::PARTY_ROLE_RECIPIENT, v1::PARTY_ROLE_RESPONSIBLE_PHYSICIAN,
    v1::PARTY_ROLE_SYSTEM,   v1::PARTY_ROLE_INFORMED,  v1::PARTY_ROLE_FORMER_RECIPIENT};

struct TurnRow {
  ReferralState state;
  PartyRole party;
  std::string_view expectation;
};
constexpr std::array<TurnRow, 13> kTurns = {{
    {v1::REFERRAL_STATE_DRAFT, v1::PARTY_ROLE_REFERRER, "send or discard the draft"},
    {v1::REFERRAL_STATE_SENT, v1::PARTY_ROLE_RECIPIENT, "look at the referral"},
    {v1::REFERRAL_STATE_RECEIVED, v1::PARTY_ROLE_RECIPIENT, "accept or decline"},
    {v1::REFERRAL_STATE_INFO_REQUESTED, v1::PARTY_ROLE_REFERRER, "answer the questions"},
    {v1::REFERRAL_STATE_ACCEPTED, v1::PARTY_ROLE_RECIPIENT, "schedule or start the first session"},
    {v1::REFERRAL_STATE_WAITLISTED, v1::PARTY_ROLE_RECIPIENT, "schedule the first session"},
    {v1::REFERRAL_STATE_SCHEDULED, v1::PARTY_ROLE_RECIPIENT, "start the first session"},
    {v1::REFERRAL_STATE_IN_PROGRESS, v1::PARTY_ROLE_RECIPIENT, "go on with the sessions, then complete"},
    {v1::REFERRAL_STATE_ON_HOLD, v1::PARTY_ROLE_RECIPIENT, "resolve the hold"},
    {v1::REFERRAL_STATE_CANCEL_REQUESTED, v1::PARTY_ROLE_RECIPIENT, "confirm or refuse the cancellation"},
    {v1::REFERRAL_STATE_COMPLETED, v1::PARTY_ROLE_REFERRER, "read and acknowledge the outcome"},
    {v1::REFERRAL_STATE_DECLINED, v1::PARTY_ROLE_REFERRER, "redirect or close"},
    {v1::REFERRAL_STATE_FAILED, v1::PARTY_ROLE_REFERRER, "redirect or close"},
}};

Decision Describe(const TransitionRow& row, ReferralState state, RoleSet roles, bool no_op) {
  return {&row, row.to == kUnchanged ? state : row.to, LeadingRole(row.by & roles), no_op};
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

PartyRole TurnIn(ReferralState state) {
  for (const TurnRow& row : kTurns) {
    if (row.state == state) return row.party;
  }
  return v1::PARTY_ROLE_UNSPECIFIED;
}

std::string_view ExpectationIn(ReferralState state) {
  for (const TurnRow& row : kTurns) {
    if (row.state == state) return row.expectation;
  }
  return "";
}

PartyRole LeadingRole(RoleSet roles) {
  for (const PartyRole role : kRolesInOrder) {
    if (roles.contains(role)) return role;
  }
  return v1::PARTY_ROLE_UNSPECIFIED;
}

}  // namespace tendon::referral
