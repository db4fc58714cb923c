// Changes of organisations and clinicians by their own organisation: find → fresh → mask → check → write.
#include "services/referral/directory/entries.h"
#include "services/referral/handlers/directory_common.h"
#include "services/referral/handlers/directory_handlers.h"
#include "services/referral/lifecycle/apply.h"
#include "services/runtime/field_mask.h"
#include "services/runtime/resource_name.h"

namespace tendon::referral {
namespace {

constexpr int kCliniciansAtOnce = 200;

// What the mask and the resource in the request lack. `field` is the resource's own: "organization".
template <class Resource>
absl::Status CheckChange(const Resource& resource, const google::protobuf::FieldMask& mask, const std::string& field) {
  auto violations = runtime::ValidateFieldMask(Resource::descriptor(), mask, "update_mask");
  if (resource.name().empty()) violations.push_back({field + ".name", "is required"});
  if (resource.etag().empty()) violations.push_back({field + ".etag", "is required"});
  return violations.empty() ? absl::OkStatus() : runtime::InvalidFields(violations);
}

// Takes the change over into the present resource, and makes it the next version. Returns the version.
template <class Resource>
absl::StatusOr<int64_t> ApplyChange(const Call& call, const google::protobuf::FieldMask& mask, const Resource& change,
                                    int64_t version, Resource* present) {
  if (present->etag() != change.etag()) return runtime::StaleEtag();
  runtime::ApplyFieldMask(mask, change, present);
  present->set_etag(EtagOf(version + 1));
  *present->mutable_update_time() = ToProto(call.now);
  return version + 1;
}

// No site is taken away where a clinician treats.
absl::Status CheckTreatedSites(const Call& call, Reader& reader, const std::string& organization_id,
                               const v1::Organization& organization) {
  std::string after;
  while (true) {
    const auto rows = reader.ListClinicians(call.scope, organization_id, after, kCliniciansAtOnce);
    if (!rows.ok()) return rows.status();
    for (const storage::DirectoryRow& row : *rows) {
      v1::Clinician clinician;
      if (absl::Status status = ParseDirectoryRow(row, "clinician", &clinician); !status.ok()) return status;
      if (!UnknownSites(organization, clinician).empty()) {
        return runtime::InvalidField("organization.sites", "must hold every site where a clinician treats");
      }
      after = row.id;
    }
    if (static_cast<int>(rows->size()) < kCliniciansAtOnce) return absl::OkStatus();
  }
}

}  // namespace

absl::Status UpdateOrganization(Call& call, Transaction& transaction, const v1::UpdateOrganizationRequest& request,
                                v1::Organization* response) {
  const v1::Organization& change = request.organization();
  if (absl::Status status = CheckChange(change, request.update_mask(), "organization"); !status.ok()) return status;
  const std::string id = runtime::OrganizationId(change.name()).value_or("");
  if (id != call.principal.organization_id) return runtime::NotFound("organisation");
  const auto row = transaction.GetOrganization(call.scope, id);
  if (absl::Status status = ParseDirectoryRow(row, "organisation", response); !status.ok()) return status;
  call.resource = change.name();
  const auto version = ApplyChange(call, request.update_mask(), change, row->version, response);
  if (!version.ok()) return version.status();
  if (const auto repeated = RepeatedSites(*response); !repeated.empty()) return runtime::InvalidFields(repeated);
  absl::Status status = CheckTreatedSites(call, transaction, id, *response);
  if (status.ok()) status = transaction.UpdateOrganization({id, *version, response->SerializeAsString()});
  if (status.ok()) status = transaction.IndexOrganization(EntryOf(*response));
  return status.ok() ? AnnounceDirectoryChange(call, transaction, id, response->name()) : status;
}

absl::Status UpdateClinician(Call& call, Transaction& transaction, const v1::UpdateClinicianRequest& request,
                             v1::Clinician* response) {
  const v1::Clinician& change = request.clinician();
  if (absl::Status status = CheckChange(change, request.update_mask(), "clinician"); !status.ok()) return status;
  const auto key = runtime::ParseClinicianName(change.name());
  if (!key.has_value() || key->organization_id != call.principal.organization_id) return runtime::NotFound("clinician");
  const auto row = transaction.GetClinician(call.scope, key->organization_id, key->clinician_id);
  if (absl::Status status = ParseDirectoryRow(row, "clinician", response); !status.ok()) return status;
  call.resource = change.name();
  const auto version = ApplyChange(call, request.update_mask(), change, row->version, response);
  if (!version.ok()) return version.status();
  FillTaxonomyCodes(response);
  v1::Organization organization;
  absl::Status status =
      ParseDirectoryRow(transaction.GetOrganization(call.scope, key->organization_id), "organisation", &organization);
  if (!status.ok()) return status;
  if (const auto unknown = UnknownSites(organization, *response); !unknown.empty()) {
    return runtime::InvalidFields(unknown);
  }
  status =
      transaction.UpdateClinician(key->organization_id, {key->clinician_id, *version, response->SerializeAsString()});
  if (status.ok()) status = transaction.IndexClinician(EntryOf(*response));
  return status.ok() ? AnnounceDirectoryChange(call, transaction, key->organization_id, response->name()) : status;
}

}  // namespace tendon::referral
