#include "services/referral/lifecycle/reasons.h"

#include <algorithm>

#include "services/referral/lifecycle/dates.h"

namespace tendon::referral {
namespace {

bool IsValid(const ReasonRow& row, const std::string& today) {
  return (row.valid_from_date.empty() || row.valid_from_date <= today) &&
         (row.valid_to_date.empty() || row.valid_to_date >= today);
}

}  // namespace

bool HasReasons(v1::ReferralEvent event) {
  return std::any_of(kReasons.begin(), kReasons.end(), [event](const ReasonRow& row) { return row.event == event; });
}

std::string ReasonRefusal(v1::ReferralEvent event, std::string_view code, std::string_view comment, RoleSet roles,
                          absl::Time now, std::span<const ReasonRow> reasons) {
  const std::string today = Today(now);
  std::string allowed;
  for (const ReasonRow& row : reasons) {
    if (row.event != event || (row.by & roles).empty() || !IsValid(row, today)) continue;
    if (row.code == code) {
      return row.comment_required && comment.empty() ? "this reason code needs a comment" : "";
    }
    if (!allowed.empty()) allowed += ", ";
    allowed += row.code;
  }
  return "reason_code must be one of " + allowed;
}

}  // namespace tendon::referral
