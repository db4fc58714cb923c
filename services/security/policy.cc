#include "services/security/policy.h"

#include <cstdint>
#include <initializer_list>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace tendon::security {
namespace {

using options::v1::DataCategory;
using options::v1::Permission;

constexpr uint32_t Bit(Role role) { return 1U << static_cast<unsigned>(role); }
constexpr uint32_t Roles(std::initializer_list<Role> roles) {
  uint32_t bits = 0;
  for (const Role role : roles) bits |= Bit(role);
  return bits;
}
constexpr uint32_t All() {
  uint32_t bits = 0;
  for (const Role role : kAllRoles) bits |= Bit(role);
  return bits;
}
constexpr uint32_t Except(uint32_t bits, std::initializer_list<Role> roles) { return bits & ~Roles(roles); }

constexpr uint32_t kEveryone = All();
// Those who treat, and the EHR that acts for them.
constexpr uint32_t kClinical =
    Roles({Role::kPhysician, Role::kPhysicalTherapist, Role::kMassageTherapist, Role::kSystemClient});
constexpr uint32_t kAdministration = Roles({Role::kAdministrator});
constexpr uint32_t kService = Roles({Role::kService});

struct PermissionRow {
  Permission permission;
  uint32_t roles;
  const char* reason;
};

constexpr PermissionRow kPermissions[] = {
    {options::v1::PERMISSION_AUTHENTICATED, kEveryone, "tells nothing of anybody: the transition table, the version"},
    {options::v1::PERMISSION_EXCHANGE_ADMINISTER, Roles({Role::kOperator}), "one party admits organisations"},
    {options::v1::PERMISSION_DIRECTORY_READ, kEveryone, "to refer, one must find; holds no patient data"},
    {options::v1::PERMISSION_ORGANIZATION_ADMINISTER, kAdministration | Roles({Role::kSystemClient}),
     "an organisation keeps its own entries, by hand or by its EHR"},
    {options::v1::PERMISSION_REFERRAL_READ, kClinical | kAdministration | kService,
     "clinicians treat by it; the desk books by it; the outcomes server looks up states. Each under its own view"},
    {options::v1::PERMISSION_REFERRAL_ACT, kClinical, "to refer, accept or decline is a clinical decision"},
    {options::v1::PERMISSION_FEED_READ, kClinical | kAdministration | kService,
     "the feed names what its reader may read"},
    {options::v1::PERMISSION_SESSION_READ, kClinical | kAdministration, "outcomes for care; visits for the desk"},
    {options::v1::PERMISSION_SESSION_RECORD, kClinical, "who treats records, or their EHR does"},
    {options::v1::PERMISSION_PROGRESS_REPORT, kService, "only the outcomes server has counted"},
    {options::v1::PERMISSION_COHORT_READ, kClinical, "cohorts guide treatment"},
    {options::v1::PERMISSION_AUDIT_READ, kAdministration, "an organisation answers for its own accesses"},
    {options::v1::PERMISSION_KNOWLEDGE_READ, kClinical, "the rules behind screening, for those who judge them"},
};

struct CategoryRow {
  DataCategory category;
  uint32_t roles;
  const char* reason;
};

constexpr uint32_t kOrganization = Except(kEveryone, {Role::kOperator, Role::kService});

constexpr CategoryRow kCategories[] = {
    {options::v1::DATA_CATEGORY_OPERATIONAL, kEveryone, "says nothing of a patient"},
    {options::v1::DATA_CATEGORY_DIRECTORY, kEveryone, "meant to be found"},
    {options::v1::DATA_CATEGORY_IDENTITY, kOrganization, "the right patient, in the room and at the desk"},
    {options::v1::DATA_CATEGORY_CONTACT, kOrganization, "visits are arranged and moved"},
    {options::v1::DATA_CATEGORY_CONDITION, kClinical | kService,
     "decides what is safe; not the desk's business. The outcomes server gets the codes alone, to choose cohorts by"},
    {options::v1::DATA_CATEGORY_MEDICATION, kClinical, "decides what is safe; not the desk's business"},
    {options::v1::DATA_CATEGORY_FINDING, kClinical, "decides what is safe; not the desk's business"},
    {options::v1::DATA_CATEGORY_TREATMENT, kOrganization | kService,
     "what is ordered is booked and done; the outcomes server gets goals and codes alone, to choose cohorts by"},
    {options::v1::DATA_CATEGORY_OUTCOME, kClinical, "decides how treatment goes on"},
    {options::v1::DATA_CATEGORY_NARRATIVE, kClinical, "may hold anything, so no wider than the most of it"},
    {options::v1::DATA_CATEGORY_DOCUMENT, kClinical, "may hold anything, so no wider than the most of it"},
    {options::v1::DATA_CATEGORY_HISTORY, Except(kClinical, {Role::kMassageTherapist}),
     "beyond what massage needs: its safety facts travel as conditions and findings"},
    {options::v1::DATA_CATEGORY_COVERAGE, Except(kOrganization, {Role::kMassageTherapist}),
     "for billing and ordering, not for hands-on care"},
};

constexpr std::pair<Role, std::string_view> kRoleNames[] = {
    {Role::kOperator, "operator"},
    {Role::kAdministrator, "administrator"},
    {Role::kPhysician, "physician"},
    {Role::kPhysicalTherapist, "physical_therapist"},
    {Role::kMassageTherapist, "massage_therapist"},
    {Role::kSystemClient, "system_client"},
    {Role::kService, "service"},
};

// A mutation must be safe to repeat.
bool TakesRequestId(const google::protobuf::Descriptor* request) {
  const auto* field = request->FindFieldByName("request_id");
  if (field == nullptr) return false;
  const auto& rules = field->options().GetExtension(options::v1::field);
  return rules.required() && rules.format() == options::v1::STRING_FORMAT_UUID;
}

}  // namespace

std::string_view RoleName(Role role) {
  for (const auto& [named, name] : kRoleNames) {
    if (named == role) return name;
  }
  return "";
}

std::optional<Role> ParseRole(std::string_view name) {
  for (const auto& [role, role_name] : kRoleNames) {
    if (role_name == name) return role;
  }
  return std::nullopt;
}

bool IsAllowed(Role role, Permission permission) {
  for (const PermissionRow& row : kPermissions) {
    if (row.permission == permission) return (row.roles & Bit(role)) != 0;
  }
  return false;
}

bool IsVisible(Role role, DataCategory category) {
  for (const CategoryRow& row : kCategories) {
    if (row.category == category) return (row.roles & Bit(role)) != 0;
  }
  return false;
}

bool SeesCodesOnly(Role role, DataCategory category) {
  return role == Role::kService &&
         (category == options::v1::DATA_CATEGORY_CONDITION || category == options::v1::DATA_CATEGORY_TREATMENT);
}

absl::StatusOr<MethodTable> MethodTable::Make(const std::vector<const google::protobuf::ServiceDescriptor*>& services) {
  MethodTable table;
  for (const auto* service : services) {
    for (int i = 0; i < service->method_count(); ++i) {
      const auto* method = service->method(i);
      const auto& rules = method->options().GetExtension(options::v1::method);
      const std::string name = absl::StrCat("/", service->full_name(), "/", method->name());
      if (rules.permission() == options::v1::PERMISSION_UNSPECIFIED) {
        return absl::FailedPreconditionError(absl::StrCat(name, " has no permission"));
      }
      if (rules.audit_action() == options::v1::AUDIT_ACTION_UNSPECIFIED) {
        return absl::FailedPreconditionError(absl::StrCat(name, " has no audit action"));
      }
      if (rules.mutation() && !TakesRequestId(method->input_type())) {
        return absl::FailedPreconditionError(absl::StrCat(name, " is a mutation without a required UUID request_id"));
      }
      table.methods_[name] = {name, rules.permission(), rules.audit_action(), rules.mutation()};
    }
  }
  return table;
}

const MethodRule* MethodTable::Find(std::string_view method) const {
  const auto found = methods_.find(method);
  return found == methods_.end() ? nullptr : &found->second;
}

}  // namespace tendon::security
