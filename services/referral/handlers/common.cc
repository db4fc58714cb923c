#include "services/referral/handlers/common.h"

#include "services/referral/record.h"
#include "services/runtime/resource_name.h"

namespace tendon::referral {
namespace {

// The lookup of a name that must exist; INVALID_ARGUMENT on `field` if it does not.
absl::Status MustExist(const absl::Status& found, const char* field, const char* kind) {
  if (found.code() != absl::StatusCode::kNotFound) return found;
  return runtime::InvalidField(field, std::string("names no ") + kind + " of the directory");
}

absl::Status CheckOrganization(const Call& call, Reader& reader, const std::string& name, const char* field) {
  if (name.empty()) return absl::OkStatus();
  const auto id = runtime::OrganizationId(name);
  return MustExist(reader.GetOrganization(call.scope, id.value_or("")).status(), field, "organisation");
}

absl::Status CheckClinician(const Call& call, Reader& reader, const std::string& name, const std::string& organization,
                            const char* field) {
  if (name.empty()) return absl::OkStatus();
  const auto key = runtime::ParseClinicianName(name);
  if (!key.has_value()) return runtime::InvalidField(field, "must be organizations/*/clinicians/*");
  if (!organization.empty() && runtime::OrganizationName(key->organization_id) != organization) {
    return runtime::InvalidField(field, "must be a clinician of the organisation it goes with");
  }
  return MustExist(reader.GetClinician(call.scope, key->organization_id, key->clinician_id).status(), field,
                   "clinician");
}

}  // namespace

Act ActOf(const Call& call) {
  Act act;
  act.time = call.now;
  if (!call.principal.organization_id.empty())
    act.organization = runtime::OrganizationName(call.principal.organization_id);
  act.clinician = call.principal.clinician;
  return act;
}

absl::StatusOr<storage::ReferralRow> FindReferral(const Call& call, Reader& reader, const std::string& name) {
  const auto id = runtime::ReferralId(name);
  if (!id.has_value()) return runtime::NotFound("referral");
  auto row = reader.GetReferral(call.scope, *id);
  if (row.status().code() == absl::StatusCode::kNotFound) return runtime::NotFound("referral");
  return row;
}

absl::Status WriteReferral(Call& call, Transaction& transaction, int64_t ordinal, v1::Referral* referral) {
  const auto revision = transaction.NextRevision();
  if (!revision.ok()) return revision.status();
  referral->set_revision(*revision);
  const storage::ReferralRow row = MakeRow(*referral, ordinal == 0 ? *revision : ordinal);
  const absl::Status written = row.version == 1 ? transaction.InsertReferral(row) : transaction.UpdateReferral(row);
  if (!written.ok()) return written;
  call.revision = *revision;
  call.feeds = row.readers;
  call.resource = referral->name();
  return transaction.AppendChange({*revision, MakeTransitionEvent(*referral).SerializeAsString()}, row.readers);
}

absl::Status CheckReferences(const Call& call, Reader& reader, const v1::Referral& referral) {
  absl::Status status = CheckOrganization(call, reader, referral.recipient(), "referral.recipient");
  if (!status.ok()) return status;
  status =
      CheckClinician(call, reader, referral.referring_clinician(), referral.referrer(), "referral.referring_clinician");
  if (!status.ok()) return status;
  status = CheckClinician(call, reader, referral.recipient_clinician(), referral.recipient(),
                          "referral.recipient_clinician");
  if (!status.ok()) return status;
  status = CheckClinician(call, reader, referral.responsible_physician(), "", "referral.responsible_physician");
  if (!status.ok()) return status;
  for (const std::string& party : referral.informed_parties()) {
    status = CheckOrganization(call, reader, party, "referral.informed_parties");
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> OpenPage(Reader& reader, const std::string& fingerprint, const std::string& token) {
  if (token.empty()) return "";
  const auto secret = reader.Secret();
  if (!secret.ok()) return secret.status();
  auto cursor = runtime::OpenPageToken(*secret, fingerprint, token);
  if (!cursor.ok()) return runtime::InvalidField("page_token", "must be the next_page_token of the same query");
  return cursor;
}

}  // namespace tendon::referral
