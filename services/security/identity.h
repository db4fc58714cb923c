// Who calls. Today from the metadata of the development mode; mTLS and tokens will make the same Principal.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/security/policy.h"

namespace tendon::security {

// An authenticated caller.
struct Principal {
  Role role = Role::kOperator;
  std::string organization_id;  // "river-clinic"; empty only for operator and service
  std::string clinician;        // "organizations/river-clinic/clinicians/ollie-ortho", or empty

  // Names the caller in idempotency records: "role|organization_id|clinician".
  std::string key() const;
  bool operator==(const Principal&) const = default;
};

// Makes a Principal of the values of `tendon-organization`, `tendon-clinician` and `tendon-role`; an absent header is
// empty. UNAUTHENTICATED, naming the header and the rule and never the value, if the role is unknown, a name is not
// well formed (the wildcard
// "-" is no name), the clinician is not of the organisation, the organisation is missing and the role is neither
// operator nor service, or one of these two comes with a clinician.
absl::StatusOr<Principal> DevelopmentIdentity(std::string_view organization, std::string_view clinician,
                                              std::string_view role);

}  // namespace tendon::security
