#include "services/referral/lifecycle/reasons.h"

namespace tendon::referral {

std::string ReasonRefusal(v1::ReferralEvent event, std::string_view code, std::string_view comment) {
  std::string allowed;
  for (const ReasonRow& row : kReasons) {
    if (row.event != event) continue;
    if (row.code == code) {
      return row.comment_required && comment.empty() ? "this reason code needs a comment" : "";
    }
    if (!allowed.empty()) allowed += ", ";
    allowed += row.code;
  }
  return "reason_code must be one of " + allowed;
}

}  // namespace tendon::referral
