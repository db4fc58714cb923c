// The searches of the directory in SqliteReferralReader.
#include "services/storage/sqlite/reader_list.h"
#include "services/storage/sqlite/referral_reader.h"

namespace tendon::storage::sqlite {
namespace {

#define CLINICIAN_COLUMNS                                                                    \
  "c.organization_id, c.id, c.disciplines, c.capacity, c.sites, c.techniques, c.languages, " \
  "c.specialties, o.capacity"
#define SITE_COLUMNS "id, state, postal_code, located, latitude_deg, longitude_deg"

// The cross join keeps the order of the clinicians' key.
constexpr char kSearchClinicians[] =
    "SELECT " CLINICIAN_COLUMNS
    " FROM clinician_index AS c CROSS JOIN organization_index AS o ON o.id = c.organization_id "
    "WHERE (c.organization_id, c.id) > (?1, ?2) AND (?3 = 0 OR (c.disciplines & ?3) <> 0) "
    "ORDER BY c.organization_id, c.id";
constexpr char kSearchOrganization[] =
    "SELECT " CLINICIAN_COLUMNS
    " FROM clinician_index AS c CROSS JOIN organization_index AS o ON o.id = c.organization_id "
    "WHERE c.organization_id = ?1 AND c.id > ?2 AND (?3 = 0 OR (c.disciplines & ?3) <> 0) ORDER BY c.id";
constexpr char kListSites[] = "SELECT " SITE_COLUMNS " FROM site_index WHERE organization_id = ?1 ORDER BY id";
constexpr char kSitesInBand[] =
    "SELECT " SITE_COLUMNS
    ", organization_id FROM site_index WHERE located = 1 AND latitude_deg BETWEEN ?1 AND ?2 ORDER BY latitude_deg";
constexpr char kIndexVersion[] = "SELECT version FROM directory_index WHERE id = 1";

#undef CLINICIAN_COLUMNS
#undef SITE_COLUMNS

constexpr int kOrganizationCapacityColumn = 8;
constexpr int kOrganizationIdColumn = 6;

ClinicianEntry ReadClinician(const Rows& rows) {
  ClinicianEntry entry;
  entry.organization_id = rows.String(0);
  entry.id = rows.String(1);
  entry.disciplines = static_cast<uint32_t>(rows.Int64(2));
  entry.capacity = rows.Int32(3);
  entry.site_ids = DecodeReaders(rows.View(4));
  entry.techniques = DecodeReaders(rows.View(5));
  entry.languages = DecodeReaders(rows.View(6));
  entry.specialties = DecodeReaders(rows.View(7));
  return entry;
}

SiteEntry ReadSite(const Rows& rows) {
  SiteEntry site{rows.String(0), rows.String(1), rows.String(2), std::nullopt, std::nullopt};
  if (rows.Int64(3) == 0) return site;
  site.latitude_deg = rows.Double(4);
  site.longitude_deg = rows.Double(5);
  return site;
}

DirectoryMatch MakeMatch(const ClinicianEntry& entry, const SiteEntry* site) {
  DirectoryMatch match;
  match.clinician = {entry.organization_id, entry.id};
  if (site == nullptr) return match;
  match.site_id = site->id;
  match.latitude_deg = site->latitude_deg.value_or(0);
  match.longitude_deg = site->longitude_deg.value_or(0);
  return match;
}

absl::StatusOr<std::vector<SiteEntry>> SitesOf(Connection& connection, const std::string& organization_id) {
  std::vector<SiteEntry> sites;
  Rows rows = connection.Query(kListSites, organization_id);
  while (rows.Next()) sites.push_back(ReadSite(rows));
  if (!rows.status().ok()) return rows.status();
  return sites;
}

}  // namespace

absl::StatusOr<std::vector<DirectoryMatch>> SqliteReferralReader::ListMatches(const TenantScope& scope,
                                                                              const DirectoryQuery& query,
                                                                              const ClinicianPosition& after,
                                                                              int limit) {
  if (query.box.has_value()) return absl::InvalidArgumentError("A box has no order of names.");
  std::vector<DirectoryMatch> matches;
  const std::string& only = query.organization_id;
  if (limit <= 0 || (!only.empty() && after.organization_id > only)) return matches;
  const auto disciplines = static_cast<int64_t>(query.disciplines);
  const std::string& after_id = only.empty() || after.organization_id == only ? after.clinician_id : std::string();
  const std::string& organization_id = only.empty() ? after.organization_id : only;
  Rows rows = connection().Query(only.empty() ? kSearchClinicians : kSearchOrganization, organization_id, after_id,
                                 disciplines);
  std::string sites_of;
  std::vector<SiteEntry> sites;
  while (static_cast<int>(matches.size()) < limit && rows.Next()) {
    const ClinicianEntry entry = ReadClinician(rows);
    if (!MeetsConditions(query, entry, rows.Int32(kOrganizationCapacityColumn))) continue;
    if (sites_of != entry.organization_id) {
      auto found = SitesOf(connection(), entry.organization_id);
      if (!found.ok()) return found.status();
      sites = *std::move(found);
      sites_of = entry.organization_id;
    }
    const SiteEntry* first = nullptr;
    for (auto site = sites.begin(); site != sites.end() && first == nullptr; ++site) {
      if (MeetsConditions(query, entry, *site)) first = &*site;
    }
    if (first != nullptr || !NeedsSite(query)) matches.push_back(MakeMatch(entry, first));
  }
  if (!rows.status().ok()) return rows.status();
  return matches;
}

absl::StatusOr<std::vector<DirectoryMatch>> SqliteReferralReader::ListMatchesInBox(const TenantScope& scope,
                                                                                   const DirectoryQuery& query,
                                                                                   int limit) {
  std::vector<DirectoryMatch> matches;
  if (!query.box.has_value()) return absl::InvalidArgumentError("A box is needed.");
  Rows sites = connection().Query(kSitesInBand, query.box->south_deg, query.box->north_deg);
  while (sites.Next()) {
    const SiteEntry site = ReadSite(sites);
    if (!IsInBox(*query.box, site)) continue;
    const std::string organization_id = sites.String(kOrganizationIdColumn);
    Rows rows = connection().Query(kSearchOrganization, organization_id, std::string_view(),
                                   static_cast<int64_t>(query.disciplines));
    while (rows.Next()) {
      const ClinicianEntry entry = ReadClinician(rows);
      if (!MeetsConditions(query, entry, rows.Int32(kOrganizationCapacityColumn))) continue;
      if (!MeetsConditions(query, entry, site)) continue;
      if (static_cast<int>(matches.size()) >= limit) return absl::ResourceExhaustedError("The box holds too many.");
      matches.push_back(MakeMatch(entry, &site));
    }
    if (!rows.status().ok()) return rows.status();
  }
  if (!sites.status().ok()) return sites.status();
  return matches;
}

absl::StatusOr<int64_t> SqliteReferralReader::DirectoryIndexVersion() {
  Rows rows = connection().Query(kIndexVersion);
  if (rows.Next()) return rows.Int64(0);
  return rows.status().ok() ? absl::DataLossError("A row of the directory's index is missing.") : rows.status();
}

}  // namespace tendon::storage::sqlite
