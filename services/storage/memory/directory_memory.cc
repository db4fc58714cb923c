// The directory's part of the referral store in memory.
#include <algorithm>

#include "services/storage/memory/referral_memory.h"

namespace tendon::storage::memory {
namespace {

DirectoryMatch MakeMatch(const ClinicianPosition& position, const SiteEntry* site) {
  DirectoryMatch match;
  match.clinician = position;
  if (site == nullptr) return match;
  match.site_id = site->id;
  match.latitude_deg = site->latitude_deg.value_or(0);
  match.longitude_deg = site->longitude_deg.value_or(0);
  return match;
}

absl::Status Replace(DirectoryRow* present, const DirectoryRow& row) {
  if (present->version != row.version - 1) return absl::AbortedError("The directory entry has another version.");
  *present = row;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<DirectoryRow> MemoryReferralReader::GetOrganization(const TenantScope& scope, std::string_view id) {
  const auto found = state().organizations.find(std::string(id));
  if (found == state().organizations.end()) return absl::NotFoundError("There is no such organization.");
  return found->second;
}

absl::StatusOr<std::vector<DirectoryRow>> MemoryReferralReader::ListOrganizations(const TenantScope& scope,
                                                                                  std::string_view after, int limit) {
  std::vector<DirectoryRow> page;
  const auto& all = state().organizations;
  for (auto row = all.upper_bound(std::string(after)); row != all.end() && static_cast<int>(page.size()) < limit;
       ++row) {
    page.push_back(row->second);
  }
  return page;
}

absl::StatusOr<DirectoryRow> MemoryReferralReader::GetClinician(const TenantScope& scope,
                                                                std::string_view organization_id, std::string_view id) {
  const auto found = state().clinicians.find({std::string(organization_id), std::string(id)});
  if (found == state().clinicians.end()) return absl::NotFoundError("There is no such clinician.");
  return found->second;
}

absl::StatusOr<std::vector<DirectoryRow>> MemoryReferralReader::ListClinicians(const TenantScope& scope,
                                                                               std::string_view organization_id,
                                                                               std::string_view after, int limit) {
  std::vector<DirectoryRow> page;
  const auto& all = state().clinicians;
  for (auto row = all.upper_bound({std::string(organization_id), std::string(after)});
       row != all.end() && row->first.first == organization_id && static_cast<int>(page.size()) < limit; ++row) {
    page.push_back(row->second);
  }
  return page;
}

absl::StatusOr<std::vector<DirectoryMatch>> MemoryReferralReader::ListMatches(const TenantScope& scope,
                                                                              const DirectoryQuery& query,
                                                                              const ClinicianPosition& after,
                                                                              int limit) {
  if (query.box.has_value()) return absl::InvalidArgumentError("A box has no order of names.");
  std::vector<DirectoryMatch> matches;
  const auto& all = state().clinician_index;
  for (auto row = all.upper_bound(after); row != all.end() && static_cast<int>(matches.size()) < limit; ++row) {
    const OrganizationEntry& organization = state().organization_index.at(row->first.organization_id);
    if (!MeetsConditions(query, row->second, organization.capacity)) continue;
    const auto site = std::find_if(organization.sites.begin(), organization.sites.end(),
                                   [&](const SiteEntry& entry) { return MeetsConditions(query, row->second, entry); });
    const bool found = site != organization.sites.end();
    if (found || !NeedsSite(query)) matches.push_back(MakeMatch(row->first, found ? &*site : nullptr));
  }
  return matches;
}

absl::StatusOr<std::vector<DirectoryMatch>> MemoryReferralReader::ListMatchesInBox(const TenantScope& scope,
                                                                                   const DirectoryQuery& query,
                                                                                   int limit) {
  if (!query.box.has_value()) return absl::InvalidArgumentError("A box is needed.");
  std::vector<DirectoryMatch> matches;
  for (const auto& [position, entry] : state().clinician_index) {
    const OrganizationEntry& organization = state().organization_index.at(position.organization_id);
    if (!MeetsConditions(query, entry, organization.capacity)) continue;
    for (const SiteEntry& site : organization.sites) {
      if (!MeetsConditions(query, entry, site)) continue;
      if (static_cast<int>(matches.size()) >= limit) return absl::ResourceExhaustedError("The box holds too many.");
      matches.push_back(MakeMatch(position, &site));
    }
  }
  return matches;
}

absl::Status MemoryReferralTransaction::InsertOrganization(const DirectoryRow& row) {
  if (!mutable_state().organizations.emplace(row.id, row).second) {
    return absl::AlreadyExistsError("The organization id is taken.");
  }
  return Written();
}

absl::Status MemoryReferralTransaction::InsertClinician(std::string_view organization_id, const DirectoryRow& row) {
  const auto organization = GetOrganization(TenantScope::System(), organization_id);
  if (!organization.ok()) return organization.status();
  if (!mutable_state().clinicians.emplace(std::pair(std::string(organization_id), row.id), row).second) {
    return absl::AlreadyExistsError("The clinician id is taken.");
  }
  return Written();
}

absl::Status MemoryReferralTransaction::UpdateOrganization(const DirectoryRow& row) {
  const auto found = mutable_state().organizations.find(row.id);
  if (found == mutable_state().organizations.end()) return absl::NotFoundError("There is no such organization.");
  const absl::Status replaced = Replace(&found->second, row);
  return replaced.ok() ? Written() : replaced;
}

absl::Status MemoryReferralTransaction::UpdateClinician(std::string_view organization_id, const DirectoryRow& row) {
  const auto found = mutable_state().clinicians.find({std::string(organization_id), row.id});
  if (found == mutable_state().clinicians.end()) return absl::NotFoundError("There is no such clinician.");
  const absl::Status replaced = Replace(&found->second, row);
  return replaced.ok() ? Written() : replaced;
}

absl::Status MemoryReferralTransaction::IndexOrganization(const OrganizationEntry& entry) {
  const auto organization = GetOrganization(TenantScope::System(), entry.id);
  if (!organization.ok()) return organization.status();
  OrganizationEntry& put = mutable_state().organization_index[entry.id];
  put = entry;
  std::sort(put.sites.begin(), put.sites.end(), [](const SiteEntry& a, const SiteEntry& b) { return a.id < b.id; });
  return Written();
}

absl::Status MemoryReferralTransaction::IndexClinician(const ClinicianEntry& entry) {
  if (!state().organization_index.contains(entry.organization_id)) {
    return absl::NotFoundError("There is no such organization in the index.");
  }
  mutable_state().clinician_index[{entry.organization_id, entry.id}] = entry;
  return Written();
}

absl::Status MemoryReferralTransaction::SetDirectoryIndexVersion(int64_t version) {
  mutable_state().directory_index_version = version;
  return Written();
}

}  // namespace tendon::storage::memory
