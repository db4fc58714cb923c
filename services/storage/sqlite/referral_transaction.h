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
  absl::Status UpdateOrganization(const DirectoryRow& row) override;
  absl::Status UpdateClinician(std::string_view organization_id, const DirectoryRow& row) override;
  absl::Status IndexOrganization(const OrganizationEntry& entry) override;
  absl::Status IndexClinician(const ClinicianEntry& entry) override;
  absl::Status SetDirectoryIndexVersion(int64_t version) override;
  absl::Status InsertReferral(const ReferralRow& row) override;
  absl::Status UpdateReferral(const ReferralRow& row) override;
  absl::StatusOr<bool> UpdateProgress(std::string_view id, const ProgressColumns& progress) override;
  absl::Status ResetProgress(std::string_view id) override;
  absl::Status PutDuplicateKeys(std::string_view id, const std::vector<std::string>& keys) override;
  absl::Status InsertAttachment(const AttachmentRow& row) override;
  absl::Status CompleteAttachment(std::string_view referral_id, std::string_view id, std::string_view body) override;
  absl::Status DropUnfinishedAttachment(std::string_view referral_id, std::string_view id) override;
  absl::Status PutCursor(const TenantScope& scope, const CursorRow& row) override;
  absl::Status DropCursor(const TenantScope& scope, std::string_view id) override;
  absl::Status MarkRevision(int64_t time_us, int64_t revision) override;
  absl::Status DropMarksBelow(int64_t revision) override;
  absl::Status PutWork(std::string_view referral_id, const WorkEntry& entry) override;
  absl::Status SetWorklistVersion(int64_t version) override;
  absl::Status InsertMessage(std::string_view referral_id, const MessageRow& row) override;
  absl::StatusOr<bool> PutReadMark(std::string_view referral_id, const ReadMarkRow& mark) override;

 private:
  // Of a referral that was just inserted, without asking for it.
  absl::StatusOr<int64_t> OrdinalOf(std::string_view referral_id);
  absl::StatusOr<bool> PutWorkRow(const char* sql, int64_t referral, const WorkEntry& entry);
  absl::Status InsertPatientKeys(int64_t referral, const std::vector<std::string>& keys);
  absl::Status ReplacePatientKeys(int64_t referral, const std::vector<std::string>& keys);

  // What InsertReferral wrote last: its entry in the worklists follows.
  std::string inserted_id_;
  int64_t inserted_ordinal_ = 0;
};

}  // namespace tendon::storage::sqlite
