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
  absl::StatusOr<std::vector<DirectoryMatch>> ListMatches(const TenantScope& scope, const DirectoryQuery& query,
                                                          const ClinicianPosition& after, int limit) override;
  absl::StatusOr<std::vector<DirectoryMatch>> ListMatchesInBox(const TenantScope& scope, const DirectoryQuery& query,
                                                               int limit) override;
  absl::StatusOr<int64_t> DirectoryIndexVersion() override;
  absl::StatusOr<ReferralRow> GetReferral(const TenantScope& scope, std::string_view id) override;
  absl::StatusOr<ReferralRow> GetReferralVersion(const TenantScope& scope, std::string_view id,
                                                 int64_t version) override;
  absl::StatusOr<std::string> FindByDuplicateKey(std::string_view key) override;
  absl::StatusOr<std::vector<ReferralRow>> ListReferrals(const TenantScope& scope, const BoxQuery& query) override;
  absl::StatusOr<AttachmentRow> GetAttachment(const TenantScope& scope, std::string_view referral_id,
                                              std::string_view id) override;
  absl::StatusOr<std::vector<AttachmentRow>> ListAttachments(const TenantScope& scope, std::string_view referral_id,
                                                             std::string_view after, int limit) override;
  absl::StatusOr<int64_t> CountAttachments(const TenantScope& scope, std::string_view referral_id) override;
  absl::StatusOr<std::vector<AttachmentRow>> ListUnfinishedAttachments(int64_t before_us, int limit) override;
  absl::StatusOr<bool> IsUnfinished(std::string_view id) override;
  absl::StatusOr<bool> HasContent(std::string_view sha256) override;
  absl::StatusOr<CursorRow> GetCursor(const TenantScope& scope, std::string_view id) override;
  absl::StatusOr<std::vector<CursorRow>> ListCursors(const TenantScope& scope, int limit) override;
  absl::StatusOr<int64_t> RevisionMarkedBy(int64_t time_us) override;
  absl::StatusOr<std::vector<WorkRow>> ListWork(const TenantScope& scope, const WorkQuery& query) override;
  absl::StatusOr<std::vector<WorkRow>> ListOverdue(const TenantScope& scope, int64_t before_us,
                                                   const WorkPosition& after, int limit) override;
  absl::StatusOr<std::vector<ReferralRow>> ListByPatientKey(const TenantScope& scope, std::string_view key,
                                                            int64_t after_ordinal, int limit) override;
  absl::StatusOr<std::vector<std::string>> ListDueTimers(int64_t now_us, int limit) override;
  absl::StatusOr<std::vector<ReferralRow>> ListEveryReferral(int64_t after_ordinal, int limit) override;
  absl::StatusOr<int64_t> WorklistVersion() override;
  absl::StatusOr<MessageRow> GetMessage(const TenantScope& scope, std::string_view referral_id,
                                        int64_t number) override;
  absl::StatusOr<std::vector<MessageRow>> ListMessages(const TenantScope& scope, std::string_view referral_id,
                                                       int64_t after, int limit) override;
  absl::StatusOr<int64_t> LastMessageNumber(const TenantScope& scope, std::string_view referral_id) override;
  absl::StatusOr<std::vector<ReadMarkRow>> ListReadMarks(const TenantScope& scope,
                                                         std::string_view referral_id) override;

 protected:
  // The ordinal of a referral that the scope may read; NOT_FOUND.
  absl::StatusOr<int64_t> ReadableReferral(const TenantScope& scope, std::string_view id);
};

}  // namespace tendon::storage::sqlite
