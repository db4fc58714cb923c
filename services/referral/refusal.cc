#include "services/referral/refusal.h"

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

}  // namespace

absl::Status Refusal(const v1::Referral& referral, ReferralEvent event, RoleSet roles) {
  v1::TransitionRefused detail;
  detail.set_state(referral.state());
  detail.set_event(event);
  detail.set_actor_role(LeadingRole(roles));
  detail.set_version(referral.version());
  std::string allowed;
  for (const TransitionRow* row : AllowedRows(referral.state(), roles)) {
    detail.add_allowed_events(row->event);
    absl::StrAppend(&allowed, allowed.empty() ? "" : ", ", EventName(row->event));
  }
  const std::string message =
      absl::StrCat(EventName(event), " is not possible: the referral is ",
                   Short(v1::ReferralState_Name(referral.state()), "REFERRAL_STATE_"), " and you are its ",
                   Short(v1::PartyRole_Name(LeadingRole(roles)), "PARTY_ROLE_"),
                   "; possible now: ", allowed.empty() ? "nothing" : allowed);
  return runtime::WithDetail(
      runtime::Error(absl::StatusCode::kFailedPrecondition, runtime::Reason::ERROR_REASON_TRANSITION_REFUSED, message),
      detail);
}

}  // namespace tendon::referral
