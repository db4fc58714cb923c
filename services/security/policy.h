// Who may do what and see what: the two tables (role x permission, role x data category) and the table of methods,
// which is read from the protos. Default deny: what no row allows is refused, and a server with an unclassified method
// does not start.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "tendon/options/v1/options.pb.h"

namespace tendon::security {

// What a caller is. One role for each call.
enum class Role {
  kOperator,           // runs the exchange; creates organisations; sees no patients
  kAdministrator,      // front desk and administration of an organisation
  kPhysician,          // clinician
  kPhysicalTherapist,  // clinician
  kMassageTherapist,   // clinician
  kSystemClient,       // an EHR that acts for its whole organisation
  kService,            // Tendon's own servers
};

inline constexpr Role kAllRoles[] = {
    Role::kOperator,         Role::kAdministrator, Role::kPhysician, Role::kPhysicalTherapist,
    Role::kMassageTherapist, Role::kSystemClient,  Role::kService};

// "physical_therapist".
std::string_view RoleName(Role role);
std::optional<Role> ParseRole(std::string_view name);

// The tables. PERMISSION_UNSPECIFIED and DATA_CATEGORY_UNSPECIFIED are nobody's.
bool IsAllowed(Role role, options::v1::Permission permission);
bool IsVisible(Role role, options::v1::DataCategory category);
// Of conditions and treatments Tendon's own servers see codes (STRING_FORMAT_CODE, STRING_FORMAT_ICD10CM), by which
// cohorts are chosen: no words, dates or codes of other systems.
bool SeesCodesOnly(Role role, options::v1::DataCategory category);

// The rules of one method.
struct MethodRule {
  std::string method;  // "/tendon.referral.v1.ReferralService/AcceptReferral", as gRPC and the audit write it
  options::v1::Permission permission = options::v1::PERMISSION_UNSPECIFIED;
  options::v1::AuditAction audit_action = options::v1::AUDIT_ACTION_UNSPECIFIED;
  bool mutation = false;
};

// Every method that a server serves. Immutable, thread-safe.
class MethodTable {
 public:
  // FAILED_PRECONDITION naming the method if one has no permission or audit action, or is a mutation whose request has
  // no required UUID `request_id`.
  static absl::StatusOr<MethodTable> Make(const std::vector<const google::protobuf::ServiceDescriptor*>& services);

  // By gRPC's path, with the leading '/'. nullptr if it is not served. Lives as long as the table.
  const MethodRule* Find(std::string_view method) const;
  const std::map<std::string, MethodRule, std::less<>>& methods() const { return methods_; }

 private:
  std::map<std::string, MethodRule, std::less<>> methods_;
};

}  // namespace tendon::security
