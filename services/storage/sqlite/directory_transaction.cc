// The directory's part of SqliteReferralTransaction.
#include "services/storage/sqlite/reader_list.h"
#include "services/storage/sqlite/referral_transaction.h"

namespace tendon::storage::sqlite {
namespace {

constexpr char kInsertOrganization[] =
    "INSERT INTO organizations (id, version, body) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
constexpr char kInsertClinician[] =
    "INSERT INTO clinicians (organization_id, id, version, body) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";
constexpr char kUpdateOrganization[] =
    "UPDATE organizations SET version = ?2, body = ?3 WHERE id = ?1 AND version = ?2 - 1";
constexpr char kUpdateClinician[] =
    "UPDATE clinicians SET version = ?3, body = ?4 WHERE organization_id = ?1 AND id = ?2 AND version = ?3 - 1";
constexpr char kIndexOrganization[] =
    "INSERT INTO organization_index (id, capacity) VALUES (?1, ?2) "
    "ON CONFLICT DO UPDATE SET capacity = excluded.capacity";
constexpr char kDropSites[] = "DELETE FROM site_index WHERE organization_id = ?1";
constexpr char kIndexSite[] =
    "INSERT INTO site_index (organization_id, id, state, postal_code, located, latitude_deg, longitude_deg) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
constexpr char kIndexClinician[] =
    "INSERT INTO clinician_index (organization_id, id, disciplines, capacity, sites, techniques, languages, "
    "specialties) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE EXISTS (SELECT 1 FROM organization_index WHERE id = ?1) "
    "ON CONFLICT DO UPDATE SET disciplines = excluded.disciplines, capacity = excluded.capacity, "
    "sites = excluded.sites, techniques = excluded.techniques, languages = excluded.languages, "
    "specialties = excluded.specialties";
constexpr char kSetIndexVersion[] = "UPDATE directory_index SET version = ?1 WHERE id = 1";

absl::Status DirectoryInsertResult(const absl::StatusOr<bool>& inserted, const char* taken) {
  if (!inserted.ok()) return inserted.status();
  return *inserted ? absl::OkStatus() : absl::AlreadyExistsError(taken);
}

// `present` is looked up only when nothing was updated.
template <class Lookup>
absl::Status DirectoryUpdateResult(const absl::StatusOr<bool>& updated, Lookup present) {
  if (!updated.ok()) return updated.status();
  if (*updated) return absl::OkStatus();
  const absl::Status found = present();
  return found.ok() ? absl::AbortedError("The directory entry has another version.") : found;
}

}  // namespace

absl::Status SqliteReferralTransaction::InsertOrganization(const DirectoryRow& row) {
  return DirectoryInsertResult(Write(kInsertOrganization, row.id, row.version, Blob{row.body}),
                               "The organization id is taken.");
}

absl::Status SqliteReferralTransaction::InsertClinician(std::string_view organization_id, const DirectoryRow& row) {
  if (auto organization = GetOrganization(TenantScope::System(), organization_id); !organization.ok())
    return organization.status();
  return DirectoryInsertResult(Write(kInsertClinician, organization_id, row.id, row.version, Blob{row.body}),
                               "The clinician id is taken.");
}

absl::Status SqliteReferralTransaction::UpdateOrganization(const DirectoryRow& row) {
  return DirectoryUpdateResult(Write(kUpdateOrganization, row.id, row.version, Blob{row.body}),
                               [&] { return GetOrganization(TenantScope::System(), row.id).status(); });
}

absl::Status SqliteReferralTransaction::UpdateClinician(std::string_view organization_id, const DirectoryRow& row) {
  return DirectoryUpdateResult(Write(kUpdateClinician, organization_id, row.id, row.version, Blob{row.body}),
                               [&] { return GetClinician(TenantScope::System(), organization_id, row.id).status(); });
}

absl::Status SqliteReferralTransaction::IndexOrganization(const OrganizationEntry& entry) {
  const auto organization = GetOrganization(TenantScope::System(), entry.id);
  if (!organization.ok()) return organization.status();
  if (const auto put = Write(kIndexOrganization, entry.id, entry.capacity); !put.ok()) return put.status();
  if (const auto dropped = Write(kDropSites, entry.id); !dropped.ok()) return dropped.status();
  for (const SiteEntry& site : entry.sites) {
    const bool located = site.latitude_deg.has_value() && site.longitude_deg.has_value();
    const auto put = Write(kIndexSite, entry.id, site.id, site.state, site.postal_code, located,
                           site.latitude_deg.value_or(0), site.longitude_deg.value_or(0));
    if (!put.ok()) return put.status();
  }
  return absl::OkStatus();
}

absl::Status SqliteReferralTransaction::IndexClinician(const ClinicianEntry& entry) {
  const std::vector<std::string>* const lists[] = {&entry.site_ids, &entry.techniques, &entry.languages,
                                                   &entry.specialties};
  std::string encoded[4];
  for (size_t i = 0; i < std::size(lists); ++i) {
    auto list = EncodeReaders(*lists[i]);
    if (!list.ok()) return list.status();
    encoded[i] = *std::move(list);
  }
  const auto put = Write(kIndexClinician, entry.organization_id, entry.id, static_cast<int64_t>(entry.disciplines),
                         entry.capacity, encoded[0], encoded[1], encoded[2], encoded[3]);
  if (!put.ok()) return put.status();
  return *put ? absl::OkStatus() : absl::NotFoundError("There is no such organization in the index.");
}

absl::Status SqliteReferralTransaction::SetDirectoryIndexVersion(int64_t version) {
  return Write(kSetIndexVersion, version).status();
}

}  // namespace tendon::storage::sqlite
