// What may be done now, and the table it comes from.
#include "services/referral/handlers/common.h"
#include "services/referral/lifecycle/decide.h"
#include "services/referral/lifecycle/guards.h"
#include "services/referral/record.h"

namespace tendon::referral {
namespace {

// What a guard would say, for people; empty when nothing is in the way.
std::string BlockedBy(const TransitionRow& row, const v1::Referral& referral, absl::Time now) {
  if (row.event == v1::REFERRAL_EVENT_START_SESSION) return AuthorizationUsedUp(referral, now);
  if (row.event != v1::REFERRAL_EVENT_SEND) return "";
  std::string missing;
  for (const runtime::FieldViolation& violation : MissingToSend(referral)) {
    missing += (missing.empty() ? "" : "; ") + violation.field + " " + violation.description;
  }
  return missing;
}

void AddStates(StateSet states, v1::TransitionRule* rule) {
  for (int number = v1::ReferralState_MIN; number <= v1::ReferralState_MAX; ++number) {
    const auto state = static_cast<ReferralState>(number);
    if (states.contains(state)) rule->add_from_states(state);
  }
}

void AddRoles(RoleSet roles, v1::TransitionRule* rule) {
  for (int number = v1::PartyRole_MIN; number <= v1::PartyRole_MAX; ++number) {
    const auto role = static_cast<PartyRole>(number);
    if (roles.contains(role)) rule->add_actor_roles(role);
  }
}

}  // namespace

absl::Status GetAllowedActions(Call& call, Reader& reader, const v1::GetAllowedActionsRequest& request,
                               v1::GetAllowedActionsResponse* response) {
  const auto row = FindReferral(call, reader, request.name());
  if (!row.ok()) return row.status();
  const auto referral = ReadRow(*row);
  if (!referral.ok()) return referral.status();
  const RoleSet roles = RolesOf(*referral, call.principal.organization_id);
  response->set_state(referral->state());
  response->set_actor_role(LeadingRole(roles));
  response->set_etag(referral->etag());
  const bool may_act = security::IsAllowed(call.principal.role, options::v1::PERMISSION_REFERRAL_ACT);
  if (!may_act) return absl::OkStatus();
  for (const TransitionRow* rule : AllowedRows(referral->state(), roles)) {
    v1::AllowedAction* action = response->add_actions();
    action->set_event(rule->event);
    action->set_method(std::string(rule->method));
    action->set_rule(std::string(rule->rule));
    action->set_to_state(rule->to == kUnchanged ? referral->state() : rule->to);
    action->set_reason_code_required(rule->reason_required);
    action->set_comment_required(rule->comment_required);
    action->set_description(std::string(rule->description));
    action->set_blocked_by(BlockedBy(*rule, *referral, call.now));
  }
  return absl::OkStatus();
}

absl::Status ListTransitionRules(Call&, Reader&, const v1::ListTransitionRulesRequest&,
                                 v1::ListTransitionRulesResponse* response) {
  for (const TransitionRow& row : kTransitions) {
    v1::TransitionRule* rule = response->add_rules();
    rule->set_rule(std::string(row.rule));
    AddStates(row.from, rule);
    rule->set_event(row.event);
    AddRoles(row.by, rule);
    rule->set_to_state(row.to);
    rule->set_reason_code_required(row.reason_required);
    rule->set_comment_required(row.comment_required);
    rule->set_description(std::string(row.description));
  }
  return absl::OkStatus();
}

}  // namespace tendon::referral
