// Reads organisations, clinicians and referrals on SQLite.
#pragma once

#include <string_view>
#include <vector>

#include "services/storage/referral_store.h"
#include "services/storage/sqlite/log_reader.h"

namespace tendon::storage::sqlite {

class SqliteReferralReader : public virtual ReferralReader, public virtual SqliteLogReader {
 public:
  absl::StatusOr<DirectoryRow> GetOrganization(const TenantScope& scope, std::string_view id) override;
  absl::StatusOr<std::vector<DirectoryRow>> ListOrganizations(const TenantScope& scope, std::string_view after,
                                                              int limit) override;
  absl::StatusOr<DirectoryRow> GetClinician(const TenantScope& scope, std::string_view organization_id,
                                            std::string_view id) override;
  absl::StatusOr<std::vector<DirectoryRow>> ListClinicians(const TenantScope& scope, std::string_view organization_id,
                                                           std::string_view after, int limit) override;
  absl::StatusOr<ReferralRow> GetReferral(const TenantScope& scope, std::string_view id) override;
  absl::StatusOr<ReferralRow> GetReferralVersion(const TenantScope& scope, std::string_view id,
                                                 int64_t version) override;
  absl::StatusOr<std::string> FindByDuplicateKey(std::string_view key) override;
  absl::StatusOr<std::vector<ReferralRow>> ListReferrals(const TenantScope& scope, const BoxQuery& query) override;
};

}  // namespace tendon::storage::sqlite
