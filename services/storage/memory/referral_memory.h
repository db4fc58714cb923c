// The referral server's rows in memory.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/storage/memory/log_memory.h"
#include "services/storage/referral_store.h"

namespace tendon::storage::memory {

struct Thread {
  std::vector<MessageRow> messages;                          // the index is the number - 1
  std::map<std::pair<std::string, int64_t>, int64_t> marks;  // by clinician and number: when
};

struct ReferralState : LogState {
  std::map<std::string, DirectoryRow> organizations;
  std::map<std::pair<std::string, std::string>, DirectoryRow> clinicians;  // by organisation and id
  std::map<std::string, OrganizationEntry> organization_index;
  std::map<ClinicianPosition, ClinicianEntry> clinician_index;
  int64_t directory_index_version = 0;
  std::map<std::string, ReferralRow> referrals;
  std::map<std::pair<std::string, std::string>, AttachmentRow> attachments;  // by referral and id
  std::map<std::pair<std::string, std::string>, CursorRow> cursors;          // by organisation and id
  std::map<int64_t, int64_t> revision_marks;                                 // by revision: when
  std::map<std::string, WorkEntry> work;                                     // by referral id
  int64_t worklist_version = 0;
  std::map<std::string, Thread> threads;                                  // by referral id
  std::map<std::pair<std::string, int64_t>, ReferralRow> versions;        // superseded, by id and version
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
  absl::StatusOr<std::vector<DirectoryMatch>> ListMatches(const TenantScope& scope, const DirectoryQuery& query,
                                                          const ClinicianPosition& after, int limit) override;
  absl::StatusOr<std::vector<DirectoryMatch>> ListMatchesInBox(const TenantScope& scope, const DirectoryQuery& query,
                                                               int limit) override;
  absl::StatusOr<int64_t> DirectoryIndexVersion() override { return state().directory_index_version; }
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
  absl::StatusOr<int64_t> WorklistVersion() override { return state().worklist_version; }
  absl::StatusOr<MessageRow> GetMessage(const TenantScope& scope, std::string_view referral_id,
                                        int64_t number) override;
  absl::StatusOr<std::vector<MessageRow>> ListMessages(const TenantScope& scope, std::string_view referral_id,
                                                       int64_t after, int limit) override;
  absl::StatusOr<int64_t> LastMessageNumber(const TenantScope& scope, std::string_view referral_id) override;
  absl::StatusOr<std::vector<ReadMarkRow>> ListReadMarks(const TenantScope& scope,
                                                         std::string_view referral_id) override;

 private:
  // Those that the scope may read and that are wanted, with what is kept of them for the lists.
  std::vector<WorkRow> SeenWork(const TenantScope& scope,
                                const std::function<bool(const ReferralRow&, const WorkEntry&)>& wanted) const;

 protected:
  virtual const ReferralState& state() const = 0;
};

class MemoryReferralTransaction : public virtual ReferralTransaction,
                                  public MemoryReferralReader,
                                  public MemoryLogTransaction {
 public:
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

 protected:
  virtual ReferralState& mutable_state() = 0;
};

}  // namespace tendon::storage::memory
