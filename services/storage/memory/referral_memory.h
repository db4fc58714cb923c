// The referral server's rows in memory.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/storage/memory/log_memory.h"
#include "services/storage/referral_store.h"

namespace tendon::storage::memory {

struct ReferralState : LogState {
  std::map<std::string, DirectoryRow> organizations;
  std::map<std::pair<std::string, std::string>, DirectoryRow> clinicians;  // by organisation and id
  std::map<std::string, ReferralRow> referrals;
  std::map<std::pair<std::string, int64_t>, ReferralRow> versions;  // superseded, by id and version
  std::map<std::pair<std::string, int64_t>, std::string> duplicate_keys;  // ids by key and ordinal
};

class MemoryReferralReader : public virtual ReferralReader, public virtual MemoryLogReader {
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

 protected:
  virtual const ReferralState& state() const = 0;
};

class MemoryReferralTransaction : public virtual ReferralTransaction,
                                  public MemoryReferralReader,
                                  public MemoryLogTransaction {
 public:
  absl::Status InsertOrganization(const DirectoryRow& row) override;
  absl::Status InsertClinician(std::string_view organization_id, const DirectoryRow& row) override;
  absl::Status InsertReferral(const ReferralRow& row) override;
  absl::Status UpdateReferral(const ReferralRow& row) override;
  absl::StatusOr<bool> UpdateProgress(std::string_view id, const ProgressColumns& progress) override;
  absl::Status ResetProgress(std::string_view id) override;
  absl::Status PutDuplicateKeys(std::string_view id, const std::vector<std::string>& keys) override;

 protected:
  virtual ReferralState& mutable_state() = 0;
};

}  // namespace tendon::storage::memory
