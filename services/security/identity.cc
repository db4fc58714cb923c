#include "services/security/identity.h"

#include <algorithm>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace tendon::security {
namespace {

constexpr std::string_view kOrganizations = "organizations/";
constexpr std::string_view kClinicians = "/clinicians/";

// An id is 1-63 of a-z, 0-9 and '-', and not the wildcard "-".
bool IsId(std::string_view text) {
  return !text.empty() && text.size() <= 63 && text != "-" && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

// "organizations/x" -> "x".
std::optional<std::string_view> OrganizationOf(std::string_view name) {
  if (!name.starts_with(kOrganizations)) return std::nullopt;
  name.remove_prefix(kOrganizations.size());
  if (!IsId(name)) return std::nullopt;
  return name;
}

// "organizations/x/clinicians/y" -> "x".
std::optional<std::string_view> OrganizationOfClinician(std::string_view name) {
  const size_t at = name.find(kClinicians);
  if (at == std::string_view::npos || !IsId(name.substr(at + kClinicians.size()))) return std::nullopt;
  return OrganizationOf(name.substr(0, at));
}

std::string RoleNames() {
  std::string names;
  for (const Role role : kAllRoles) absl::StrAppend(&names, names.empty() ? "" : ", ", std::string(RoleName(role)));
  return names;
}

bool ActsForNoOrganization(Role role) { return role == Role::kOperator || role == Role::kService; }

}  // namespace

std::string Principal::key() const {
  return absl::StrCat(std::string(RoleName(role)), "|", organization_id, "|", clinician);
}

absl::StatusOr<Principal> DevelopmentIdentity(std::string_view organization, std::string_view clinician,
                                              std::string_view role) {
  const std::optional<Role> known_role = ParseRole(role);
  if (!known_role) return absl::UnauthenticatedError(absl::StrCat("tendon-role must be one of ", RoleNames()));
  Principal principal;
  principal.role = *known_role;
  if (!organization.empty()) {
    const auto id = OrganizationOf(organization);
    if (!id)
      return absl::UnauthenticatedError(
          "tendon-organization must be organizations/ID with an ID of 1-63 a-z, 0-9, '-'");
    principal.organization_id = std::string(*id);
  } else if (!ActsForNoOrganization(*known_role)) {
    return absl::UnauthenticatedError("tendon-organization is required for this role");
  }
  if (clinician.empty()) return principal;
  if (ActsForNoOrganization(*known_role)) {
    return absl::UnauthenticatedError("tendon-clinician must be absent for this role");
  }
  const auto organization_of_clinician = OrganizationOfClinician(clinician);
  if (!organization_of_clinician) {
    return absl::UnauthenticatedError("tendon-clinician must be organizations/ID/clinicians/ID");
  }
  if (*organization_of_clinician != principal.organization_id) {
    return absl::UnauthenticatedError("tendon-clinician must be of tendon-organization");
  }
  principal.clinician = std::string(clinician);
  return principal;
}

}  // namespace tendon::security
