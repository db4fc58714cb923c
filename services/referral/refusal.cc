#include "services/referral/refusal.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/referral/lifecycle/decide.h"
#include "services/runtime/errors.h"
#include "tendon/referral/v1/errors.pb.h"

namespace tendon::referral {
namespace {

// "REFERRAL_EVENT_ACCEPT" → "ACCEPT".
std::string Short(const std::string& name, const char* prefix) { return name.substr(std::string(prefix).size()); }
std::string EventName(ReferralEvent event) { return Short(v1::ReferralEvent_Name(event), "REFERRAL_EVENT_"); }

v1::TransitionRefused Detail(const Situation& situation, ReferralEvent event) {
  const v1::Referral& referral = situation.record.referral;
  v1::TransitionRefused detail;
  detail.set_state(referral.state());
  detail.set_event(event);
  detail.set_actor_role(LeadingRole(situation.roles));
  detail.set_version(referral.version());
  const auto& listed = detail.allowed_events();
  for (const TransitionRow* row : AllowedRows(referral.state(), situation.roles)) {
    if (CheckGuards(row->guards, situation).has_value()) continue;
    if (std::find(listed.begin(), listed.end(), row->event) == listed.end()) detail.add_allowed_events(row->event);
  }
  return detail;
}

std::string AllowedNow(const v1::TransitionRefused& detail) {
  std::string allowed;
  for (const int event : detail.allowed_events()) {
    absl::StrAppend(&allowed, allowed.empty() ? "" : ", ", EventName(static_cast<ReferralEvent>(event)));
  }
  return allowed.empty() ? "nothing" : allowed;
}

std::string Describe(const v1::TransitionRefused& detail) {
  return absl::StrCat("the referral is ", Short(v1::ReferralState_Name(detail.state()), "REFERRAL_STATE_"),
                      " and you are its ", Short(v1::PartyRole_Name(detail.actor_role()), "PARTY_ROLE_"),
                      "; possible now: ", AllowedNow(detail));
}

}  // namespace

absl::Status Refusal(const Situation& situation, ReferralEvent event) {
  const v1::TransitionRefused detail = Detail(situation, event);
  const std::string message = absl::StrCat(EventName(event), " is not possible: ", Describe(detail));
  return runtime::WithDetail(
      runtime::Error(absl::StatusCode::kFailedPrecondition, runtime::Reason::ERROR_REASON_TRANSITION_REFUSED, message),
      detail);
}

absl::Status GuardRefused(const Situation& situation, ReferralEvent event, const TransitionRow& row,
                          const GuardRefusal& refusal, const std::string& rule) {
  if (!refusal.missing.empty()) return runtime::Incomplete(refusal.missing);
  v1::TransitionRefused detail = Detail(situation, event);
  detail.set_rule(rule.empty() ? std::string(row.rule) : rule);
  const std::string message =
      absl::StrCat(EventName(event), " is not possible now: ", refusal.message, "; ", Describe(detail));
  return runtime::WithDetail(runtime::Error(absl::StatusCode::kFailedPrecondition, refusal.reason, message), detail);
}

}  // namespace tendon::referral
