// The directory's part of SqliteReferralReader.
#include "services/storage/sqlite/referral_reader.h"

namespace tendon::storage::sqlite {
namespace {

constexpr char kGetOrganization[] = "SELECT id, version, body FROM organizations WHERE id = ?1";
constexpr char kListOrganizations[] = "SELECT id, version, body FROM organizations WHERE id > ?1 ORDER BY id LIMIT ?2";
constexpr char kGetClinician[] = "SELECT id, version, body FROM clinicians WHERE organization_id = ?1 AND id = ?2";
constexpr char kListClinicians[] =
    "SELECT id, version, body FROM clinicians WHERE organization_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3";

DirectoryRow ReadDirectoryRow(const Rows& rows) { return {rows.String(0), rows.Int64(1), rows.String(2)}; }

absl::StatusOr<DirectoryRow> ReadOneOfDirectory(Rows rows, const char* what) {
  if (rows.Next()) return ReadDirectoryRow(rows);
  return rows.status().ok() ? absl::NotFoundError(what) : rows.status();
}

absl::StatusOr<std::vector<DirectoryRow>> ReadAll(Rows rows) {
  std::vector<DirectoryRow> all;
  while (rows.Next()) all.push_back(ReadDirectoryRow(rows));
  if (!rows.status().ok()) return rows.status();
  return all;
}

}  // namespace

absl::StatusOr<DirectoryRow> SqliteReferralReader::GetOrganization(const TenantScope& scope, std::string_view id) {
  return ReadOneOfDirectory(connection().Query(kGetOrganization, id), "There is no such organization.");
}

absl::StatusOr<std::vector<DirectoryRow>> SqliteReferralReader::ListOrganizations(const TenantScope& scope,
                                                                                  std::string_view after, int limit) {
  return ReadAll(connection().Query(kListOrganizations, after, AtLeastZero(limit)));
}

absl::StatusOr<DirectoryRow> SqliteReferralReader::GetClinician(const TenantScope& scope,
                                                                std::string_view organization_id, std::string_view id) {
  return ReadOneOfDirectory(connection().Query(kGetClinician, organization_id, id), "There is no such clinician.");
}

absl::StatusOr<std::vector<DirectoryRow>> SqliteReferralReader::ListClinicians(const TenantScope& scope,
                                                                               std::string_view organization_id,
                                                                               std::string_view after, int limit) {
  return ReadAll(connection().Query(kListClinicians, organization_id, after, AtLeastZero(limit)));
}

}  // namespace tendon::storage::sqlite
