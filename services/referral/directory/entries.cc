#include "services/referral/directory/entries.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "services/runtime/resource_name.h"

namespace tendon::referral {
namespace {

constexpr int kRowsAtOnce = 500;

// What is not said is read as accepting.
int32_t CapacityOf(const v1::Capacity& capacity) {
  return capacity.status() == v1::CAPACITY_STATUS_UNSPECIFIED ? v1::CAPACITY_STATUS_ACCEPTING : capacity.status();
}

template <class Texts>
std::vector<std::string> SearchTexts(const Texts& texts) {
  std::vector<std::string> result;
  for (const std::string& text : texts) {
    if (!text.empty()) result.push_back(SearchText(text));
  }
  return result;
}

absl::Status IndexClinicians(storage::ReferralTransaction& transaction, const std::string& organization_id) {
  const auto scope = storage::TenantScope::System();
  std::string after;
  while (true) {
    const auto rows = transaction.ListClinicians(scope, organization_id, after, kRowsAtOnce);
    if (!rows.ok()) return rows.status();
    for (const storage::DirectoryRow& row : *rows) {
      v1::Clinician clinician;
      if (!clinician.ParseFromString(row.body)) return absl::DataLossError("a stored clinician cannot be read");
      if (absl::Status status = transaction.IndexClinician(EntryOf(clinician)); !status.ok()) return status;
      after = row.id;
    }
    if (static_cast<int>(rows->size()) < kRowsAtOnce) return absl::OkStatus();
  }
}

absl::Status IndexAll(storage::ReferralTransaction& transaction) {
  const auto scope = storage::TenantScope::System();
  std::string after;
  while (true) {
    const auto rows = transaction.ListOrganizations(scope, after, kRowsAtOnce);
    if (!rows.ok()) return rows.status();
    for (const storage::DirectoryRow& row : *rows) {
      v1::Organization organization;
      if (!organization.ParseFromString(row.body)) return absl::DataLossError("a stored organisation cannot be read");
      absl::Status status = transaction.IndexOrganization(EntryOf(organization));
      if (status.ok()) status = IndexClinicians(transaction, row.id);
      if (!status.ok()) return status;
      after = row.id;
    }
    if (static_cast<int>(rows->size()) < kRowsAtOnce) return absl::OkStatus();
  }
}

}  // namespace

std::string SearchText(std::string_view text) {
  std::string result = absl::AsciiStrToLower(absl::string_view(text.data(), text.size()));
  std::replace_if(
      result.begin(), result.end(), [](char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); }, ' ');
  return result;
}

storage::OrganizationEntry EntryOf(const v1::Organization& organization) {
  storage::OrganizationEntry entry;
  entry.id = runtime::OrganizationId(organization.name()).value_or("");
  entry.capacity = CapacityOf(organization.capacity());
  for (const v1::Site& site : organization.sites()) {
    storage::SiteEntry& added = entry.sites.emplace_back();
    added.id = site.id();
    added.state = site.state();
    added.postal_code = site.postal_code();
    if (!site.has_latitude_deg() || !site.has_longitude_deg()) continue;
    added.latitude_deg = site.latitude_deg();
    added.longitude_deg = site.longitude_deg();
  }
  return entry;
}

storage::ClinicianEntry EntryOf(const v1::Clinician& clinician) {
  storage::ClinicianEntry entry;
  if (const auto key = runtime::ParseClinicianName(clinician.name()); key.has_value()) {
    entry.organization_id = key->organization_id;
    entry.id = key->clinician_id;
  }
  for (const int discipline : clinician.disciplines()) entry.disciplines |= uint32_t{1} << discipline;
  entry.capacity = CapacityOf(clinician.capacity());
  entry.site_ids.assign(clinician.site_ids().begin(), clinician.site_ids().end());
  for (const std::string& technique : clinician.techniques()) {
    if (!technique.empty()) entry.techniques.push_back(technique);
  }
  entry.languages = SearchTexts(clinician.languages());
  entry.specialties = SearchTexts(clinician.specialties());
  return entry;
}

absl::Status BuildDirectoryIndex(storage::ReferralStore* store) {
  auto transaction = store->Begin();
  if (!transaction.ok()) return transaction.status();
  const auto version = (*transaction)->DirectoryIndexVersion();
  if (!version.ok()) return version.status();
  if (*version == kDirectoryIndexVersion) return absl::OkStatus();
  absl::Status status = IndexAll(**transaction);
  if (status.ok()) status = (*transaction)->SetDirectoryIndexVersion(kDirectoryIndexVersion);
  return status.ok() ? (*transaction)->Commit() : status;
}

}  // namespace tendon::referral
