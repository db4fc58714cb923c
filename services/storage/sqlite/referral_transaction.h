// Writes organisations, clinicians and referrals on SQLite.
#pragma once

#include <string_view>

#include "services/storage/referral_store.h"
#include "services/storage/sqlite/log_transaction.h"
#include "services/storage/sqlite/referral_reader.h"

namespace tendon::storage::sqlite {

class SqliteReferralTransaction : public virtual ReferralTransaction,
                                  public SqliteReferralReader,
                                  public SqliteLogTransaction {
 public:
  using SqliteLogTransaction::SqliteLogTransaction;

  absl::Status InsertOrganization(const DirectoryRow& row) override;
  absl::Status InsertClinician(std::string_view organization_id, const DirectoryRow& row) override;
  absl::Status InsertReferral(const ReferralRow& row) override;
  absl::Status UpdateReferral(const ReferralRow& row) override;
  absl::StatusOr<bool> UpdateProgress(std::string_view id, const ProgressColumns& progress) override;
  absl::Status ResetProgress(std::string_view id) override;
  absl::Status PutDuplicateKeys(std::string_view id, const std::vector<std::string>& keys) override;
};

}  // namespace tendon::storage::sqlite
