// What may be done now, and the table it comes from.
#include "services/referral/handlers/common.h"
#include "services/referral/lifecycle/decide.h"
#include "services/referral/lifecycle/guards.h"
#include "services/referral/lifecycle/outcomes.h"
#include "services/referral/record.h"

namespace tendon::referral {
namespace {

// Where it would lead, as far as that can be said before it is done.
ReferralState LeadsTo(const TransitionRow& row, const v1::Referral& referral) {
  if (row.outcome == Outcome::kFixed) return row.to;
  if (row.outcome == Outcome::kBeforeHold) return referral.hold().prior_state();
  if (row.outcome == Outcome::kBeforeCancel) return referral.cancel_request().prior_state();
  if (row.outcome == Outcome::kUnchanged) return referral.state();
  // A declined referral waits for nothing but another recipient.
  const bool declined = referral.state() == v1::REFERRAL_STATE_DECLINED;
  if (row.outcome == Outcome::kForwardOrStay) return declined ? v1::REFERRAL_STATE_SENT : referral.state();
  return v1::REFERRAL_STATE_UNSPECIFIED;  // by what is said with it
}

template <class Add>
void ForEachState(StateSet states, Add add) {
  for (int number = v1::ReferralState_MIN + 1; number <= v1::ReferralState_MAX; ++number) {
    const auto state = static_cast<ReferralState>(number);
    if (states.contains(state)) add(state);
  }
}

void AddGuards(GuardSet guards, v1::TransitionRule* rule) {
  for (int number = 0; number <= static_cast<int>(kLastGuard); ++number) {
    const auto guard = static_cast<Guard>(number);
    if (guards.contains(guard)) rule->add_guards(std::string(GuardDescription(guard)));
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
  const auto found = FindRecord(call, reader, request.name());
  if (!found.ok()) return found.status();
  const v1::Referral& referral = found->record.referral;
  response->set_state(referral.state());
  response->set_actor_role(LeadingRole(found->roles));
  response->set_etag(referral.etag());
  const bool may_act = security::IsAllowed(call.principal.role, options::v1::PERMISSION_REFERRAL_ACT);
  if (!may_act) return absl::OkStatus();
  for (const TransitionRow* rule : AllowedRows(referral.state(), found->roles)) {
    v1::AllowedAction* action = response->add_actions();
    action->set_event(rule->event);
    action->set_method(std::string(rule->method));
    action->set_rule(std::string(rule->rule));
    action->set_to_state(LeadsTo(*rule, referral));
    action->set_reason_code_required(rule->needs != Needs::kNothing);
    action->set_comment_required(rule->needs == Needs::kReasonAndComment);
    action->set_description(std::string(rule->description));
    const auto blocked = CheckGuards(rule->guards, {found->record, found->roles, call.now});
    if (blocked.has_value()) action->set_blocked_by(blocked->message);
  }
  return absl::OkStatus();
}

absl::Status ListTransitionRules(Call&, Reader&, const v1::ListTransitionRulesRequest&,
                                 v1::ListTransitionRulesResponse* response) {
  for (const TransitionRow& row : kTransitions) {
    v1::TransitionRule* rule = response->add_rules();
    rule->set_rule(std::string(row.rule));
    ForEachState(row.from, [rule](ReferralState state) { rule->add_from_states(state); });
    ForEachState(PossibleOutcomes(row), [rule](ReferralState state) { rule->add_to_states(state); });
    rule->set_event(row.event);
    AddRoles(row.by, rule);
    rule->set_to_state(row.to);
    rule->set_reason_code_required(row.needs != Needs::kNothing);
    rule->set_comment_required(row.needs == Needs::kReasonAndComment);
    AddGuards(row.guards, rule);
    rule->set_method(std::string(row.method));
    rule->set_description(std::string(row.description));
  }
  return absl::OkStatus();
}

}  // namespace tendon::referral
