// Organisations and clinicians.
#include "services/referral/directory/entries.h"
#include "services/referral/handlers/directory_common.h"
#include "services/referral/lifecycle/apply.h"
#include "services/runtime/resource_name.h"

namespace tendon::referral {
namespace {

template <class Resource>
void StampFirstVersion(const Call& call, const std::string& name, Resource* resource) {
  resource->set_name(name);
  resource->set_etag(EtagOf(1));
  *resource->mutable_create_time() = ToProto(call.now);
  *resource->mutable_update_time() = ToProto(call.now);
}

absl::Status Taken(const absl::Status& status, const char* kind) {
  if (status.code() != absl::StatusCode::kAlreadyExists) return status;
  return runtime::Error(absl::StatusCode::kAlreadyExists, runtime::Reason::ERROR_REASON_ALREADY_EXISTS,
                        std::string("this id is taken by another ") + kind + "; choose another id");
}

// Parses a page of rows (one more than the page was asked for) into `items`; returns the token of the next page.
template <class Item>
absl::StatusOr<std::string> FillPage(Reader& reader, const std::string& fingerprint,
                                     const std::vector<storage::DirectoryRow>& rows, size_t page_size,
                                     google::protobuf::RepeatedPtrField<Item>* items) {
  const size_t count = std::min(rows.size(), page_size);
  for (size_t i = 0; i < count; ++i) {
    if (!items->Add()->ParseFromString(rows[i].body))
      return absl::DataLossError("a stored directory entry cannot be read");
  }
  if (rows.size() <= count) return "";
  const auto secret = reader.Secret();
  if (!secret.ok()) return secret.status();
  return runtime::MakePageToken(*secret, fingerprint, rows[count - 1].id);
}

}  // namespace

absl::Status CreateOrganization(Call& call, Transaction& transaction, const v1::CreateOrganizationRequest& request,
                                v1::Organization* response) {
  if (const auto repeated = RepeatedSites(request.organization()); !repeated.empty()) {
    return runtime::InvalidFields(repeated);
  }
  *response = request.organization();
  StampFirstVersion(call, runtime::OrganizationName(request.organization_id()), response);
  const absl::Status inserted =
      transaction.InsertOrganization({request.organization_id(), 1, response->SerializeAsString()});
  if (!inserted.ok()) return Taken(inserted, "organisation");
  if (absl::Status status = transaction.IndexOrganization(EntryOf(*response)); !status.ok()) return status;
  return AnnounceDirectoryChange(call, transaction, request.organization_id(), response->name());
}

absl::Status GetOrganization(Call& call, Reader& reader, const v1::GetOrganizationRequest& request,
                             v1::Organization* response) {
  const auto id = runtime::OrganizationId(request.name());
  return ParseDirectoryRow(reader.GetOrganization(call.scope, id.value_or("")), "organisation", response);
}

absl::Status ListOrganizations(Call& call, Reader& reader, const v1::ListOrganizationsRequest& request,
                               v1::ListOrganizationsResponse* response) {
  const std::string fingerprint = runtime::QueryFingerprint({"ListOrganizations"});
  const auto after = OpenPage(reader, fingerprint, request.page_token());
  if (!after.ok()) return after.status();
  const int page_size = PageSize(request.page_size());
  const auto rows = reader.ListOrganizations(call.scope, *after, page_size + 1);
  if (!rows.ok()) return rows.status();
  auto next = FillPage(reader, fingerprint, *rows, static_cast<size_t>(page_size), response->mutable_organizations());
  if (!next.ok()) return next.status();
  response->set_next_page_token(*std::move(next));
  return absl::OkStatus();
}

absl::Status CreateClinician(Call& call, Transaction& transaction, const v1::CreateClinicianRequest& request,
                             v1::Clinician* response) {
  const std::string organization_id = runtime::OrganizationId(request.parent()).value_or("");
  if (organization_id != call.principal.organization_id) return runtime::NotFound("organisation");
  v1::Organization organization;
  absl::Status found =
      ParseDirectoryRow(transaction.GetOrganization(call.scope, organization_id), "organisation", &organization);
  if (!found.ok()) return found;
  if (const auto unknown = UnknownSites(organization, request.clinician()); !unknown.empty()) {
    return runtime::InvalidFields(unknown);
  }
  *response = request.clinician();
  StampFirstVersion(call, runtime::ClinicianName(organization_id, request.clinician_id()), response);
  FillTaxonomyCodes(response);
  const absl::Status inserted =
      transaction.InsertClinician(organization_id, {request.clinician_id(), 1, response->SerializeAsString()});
  if (!inserted.ok()) return Taken(inserted, "clinician");
  if (absl::Status status = transaction.IndexClinician(EntryOf(*response)); !status.ok()) return status;
  return AnnounceDirectoryChange(call, transaction, organization_id, response->name());
}

absl::Status GetClinician(Call& call, Reader& reader, const v1::GetClinicianRequest& request, v1::Clinician* response) {
  const auto key = runtime::ParseClinicianName(request.name());
  if (!key.has_value()) return runtime::NotFound("clinician");
  return ParseDirectoryRow(reader.GetClinician(call.scope, key->organization_id, key->clinician_id), "clinician",
                           response);
}

absl::Status ListClinicians(Call& call, Reader& reader, const v1::ListCliniciansRequest& request,
                            v1::ListCliniciansResponse* response) {
  const std::string organization_id = runtime::OrganizationId(request.parent()).value_or("");
  const std::string fingerprint = runtime::QueryFingerprint({"ListClinicians", request.parent()});
  const auto after = OpenPage(reader, fingerprint, request.page_token());
  if (!after.ok()) return after.status();
  const int page_size = PageSize(request.page_size());
  const auto rows = reader.ListClinicians(call.scope, organization_id, *after, page_size + 1);
  if (!rows.ok()) return rows.status();
  auto next = FillPage(reader, fingerprint, *rows, static_cast<size_t>(page_size), response->mutable_clinicians());
  if (!next.ok()) return next.status();
  response->set_next_page_token(*std::move(next));
  return absl::OkStatus();
}

}  // namespace tendon::referral
