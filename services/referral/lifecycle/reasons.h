// Reason codes and how they behave: which event, who, whether words are needed, from when to when. The rows stand in
// reasons.inc. Source: the referral exchange's rules R5, after the NHS e-Referral Service, AU eRequesting, the Belgian
// and the Philippine guides.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "services/referral/lifecycle/table.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::referral {

struct ReasonRow {
  std::string_view code;
  v1::ReferralEvent event;
  RoleSet by;
  bool comment_required;
  std::string_view display;
  std::string_view source;
  std::string_view mapping_system;  // of the same reason in another system's list; "" for none
  std::string_view mapping_code;
  std::string_view valid_from_date = {};  // "" for always
  std::string_view valid_to_date = {};
};

#define TENDON_REASON(event, code, by, comment, display, source, system, mapped) \
  ReasonRow{code, v1::REFERRAL_EVENT_##event, by, comment, display, source, system, mapped},
inline constexpr auto kReasons = std::to_array<ReasonRow>({
#include "services/referral/lifecycle/reasons.inc"
});
#undef TENDON_REASON

// Whether there are codes for the event at all.
bool HasReasons(v1::ReferralEvent event);

// Why a reason does not do for an event by an actor in this role on this day, naming what is allowed; empty when it
// does.
std::string ReasonRefusal(v1::ReferralEvent event, std::string_view code, std::string_view comment, RoleSet roles,
                          absl::Time now, std::span<const ReasonRow> reasons = kReasons);

}  // namespace tendon::referral
