#include "services/referral/visibility.h"

#include <algorithm>

#include "services/referral/record.h"
#include "services/runtime/resource_name.h"

namespace tendon::referral {
namespace {

constexpr RoleSet kOfToday = {v1::PARTY_ROLE_REFERRER, v1::PARTY_ROLE_RECIPIENT, v1::PARTY_ROLE_INFORMED};

}  // namespace

absl::Time SeesUntil(const v1::Referral& referral, const std::string& organization_id) {
  const RoleSet roles = RolesOf(referral, organization_id);
  if (!(roles & kOfToday).empty()) return absl::InfiniteFuture();
  absl::Time until = absl::InfinitePast();
  for (const v1::Assignment& assignment : referral.assignments()) {
    if (assignment.recipient() != runtime::OrganizationName(organization_id)) continue;
    until = assignment.has_end_time() ? ToTime(assignment.end_time()) : absl::InfiniteFuture();
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
