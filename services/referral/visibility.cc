#include "services/referral/visibility.h"

#include <algorithm>

#include "services/referral/record.h"
#include "services/runtime/resource_name.h"

namespace tendon::referral {

absl::Time SeesUntil(const v1::Referral& referral, const std::string& organization_id) {
  const RoleSet roles = RolesOf(referral, organization_id);
  if (roles.empty()) return absl::InfinitePast();
  if (!IsFormerRecipient(roles)) return absl::InfiniteFuture();
  // It was the recipient until the next one was asked, also after it had declined.
  absl::Time until = absl::InfinitePast();
  for (int i = 0; i + 1 < referral.assignments_size(); ++i) {
    if (referral.assignments(i).recipient() != runtime::OrganizationName(organization_id)) continue;
    until = ToTime(referral.assignments(i + 1).send_time());
  }
  return until;
}

std::vector<std::string> WhoSeesNow(const v1::Referral& referral, const std::vector<std::string>& readers) {
  std::vector<std::string> seeing;
  std::copy_if(readers.begin(), readers.end(), std::back_inserter(seeing), [&](const std::string& organization_id) {
    return SeesUntil(referral, organization_id) == absl::InfiniteFuture();
  });
  return seeing;
}

}  // namespace tendon::referral
