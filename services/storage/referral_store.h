// What the referral server keeps: organisations, clinicians and referrals, beside the shared log.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/storage/attachment_store.h"
#include "services/storage/cursor_store.h"
#include "services/storage/directory_index.h"
#include "services/storage/log_store.h"
#include "services/storage/message_store.h"
#include "services/storage/tenant_scope.h"
#include "services/storage/worklist_store.h"

namespace tendon::storage {

// An organisation or clinician: `body` is the serialised proto.
struct DirectoryRow {
  std::string id;
  int64_t version = 0;
  std::string body;
};

// How far the current assignment has come; kept beside the body so that counting sessions makes no new version of the
// referral.
struct ProgressColumns {
  int32_t sessions_completed = 0;
  int64_t last_session_us = 0;  // 0: none
  int64_t progress_sequence = 0;
};

// A referral: the columns that queries need, and the serialised proto.
struct ReferralRow {
  std::string id;       // the last part of the name
  int64_t ordinal = 0;  // the revision of its creation: the order of lists
  int64_t version = 0;
  int32_t state = 0;                 // tendon.referral.v1.ReferralState
  std::string referrer;              // organisation id
  std::string recipient;             // organisation id of the current assignment, "" while it is a draft
  std::vector<std::string> readers;  // organisation ids that may see it
  ProgressColumns progress;
  std::string body;
  std::string details;  // a serialised tendon.referral.v1.ReferralDetails, of the same version; lists leave it out
};

// A referral of a worklist.
struct WorkRow {
  ReferralRow referral;
  std::string turn;         // whose turn it is
  int64_t due_us = kNever;  // when the turn is late
};

// Puts rows into the order of (due_us, ordinal), each referral once, at most `limit`.
void MergeWork(int limit, std::vector<WorkRow>* rows);

enum class Box { kInbox, kOutbox };

// A page of a box, newest first.
struct BoxQuery {
  Box box = Box::kInbox;
  int32_t state = 0;           // 0: any
  int64_t before_ordinal = 0;  // 0: from the newest
  int limit = 0;
};

class ReferralReader : public virtual LogReader,
                       public virtual DirectoryIndexReader,
                       public virtual MessageReader,
                       public virtual AttachmentReader,
                       public virtual CursorReader,
                       public virtual WorklistReader {
 public:
  // The directory is open to every scope. NOT_FOUND.
  virtual absl::StatusOr<DirectoryRow> GetOrganization(const TenantScope& scope, std::string_view id) = 0;
  // Ids > `after`, in the order of bytes, at most `limit`.
  virtual absl::StatusOr<std::vector<DirectoryRow>> ListOrganizations(const TenantScope& scope, std::string_view after,
                                                                      int limit) = 0;
  virtual absl::StatusOr<DirectoryRow> GetClinician(const TenantScope& scope, std::string_view organization_id,
                                                    std::string_view id) = 0;
  virtual absl::StatusOr<std::vector<DirectoryRow>> ListClinicians(const TenantScope& scope,
                                                                   std::string_view organization_id,
                                                                   std::string_view after, int limit) = 0;
  // NOT_FOUND when there is none, or the scope is not among its readers.
  virtual absl::StatusOr<ReferralRow> GetReferral(const TenantScope& scope, std::string_view id) = 0;
  // A version (1 to the present one) as it was, but with the present progress. NOT_FOUND when there is none, or the
  // scope is not among the readers of both that version and the present one.
  virtual absl::StatusOr<ReferralRow> GetReferralVersion(const TenantScope& scope, std::string_view id,
                                                         int64_t version) = 0;
  // The id of the referral that holds the key, the one created first where several do. NOT_FOUND when none does. For
  // the system's own checks: a key says whose it is, and the caller tells nobody else.
  virtual absl::StatusOr<std::string> FindByDuplicateKey(std::string_view key) = 0;
  // The scope's own inbox (recipient) or outbox (referrer): the referrals there that it may read. INVALID_ARGUMENT for
  // the system.
  virtual absl::StatusOr<std::vector<ReferralRow>> ListReferrals(const TenantScope& scope, const BoxQuery& query) = 0;
};

class ReferralTransaction : public virtual ReferralReader,
                            public virtual LogTransaction,
                            public virtual DirectoryIndexTransaction,
                            public virtual MessageTransaction,
                            public virtual AttachmentTransaction,
                            public virtual CursorTransaction,
                            public virtual WorklistTransaction {
 public:
  // ALREADY_EXISTS.
  virtual absl::Status InsertOrganization(const DirectoryRow& row) = 0;
  // ALREADY_EXISTS; NOT_FOUND when there is no such organisation.
  virtual absl::Status InsertClinician(std::string_view organization_id, const DirectoryRow& row) = 0;
  // Replaces version row.version - 1; ABORTED if the present version is another, NOT_FOUND.
  virtual absl::Status UpdateOrganization(const DirectoryRow& row) = 0;
  virtual absl::Status UpdateClinician(std::string_view organization_id, const DirectoryRow& row) = 0;
  // Version 1. ALREADY_EXISTS.
  virtual absl::Status InsertReferral(const ReferralRow& row) = 0;
  // Replaces version row.version - 1, which goes to the history; ABORTED if the present version is another,
  // NOT_FOUND. Leaves ordinal, referrer and progress alone.
  virtual absl::Status UpdateReferral(const ReferralRow& row) = 0;
  // Takes effect if its progress_sequence is above the stored one; else returns false. NOT_FOUND.
  virtual absl::StatusOr<bool> UpdateProgress(std::string_view id, const ProgressColumns& progress) = 0;
  // Another assignment counts from 0. NOT_FOUND.
  virtual absl::Status ResetProgress(std::string_view id) = 0;
  // The keys by which a duplicate of this open referral is known, in the place of those that it had; none once it is
  // over. NOT_FOUND.
  virtual absl::Status PutDuplicateKeys(std::string_view id, const std::vector<std::string>& keys) = 0;
};

// Owns the data; outlives its readers and transactions.
class ReferralStore {
 public:
  using Reader = ReferralReader;
  using Transaction = ReferralTransaction;
  virtual ~ReferralStore() = default;
  // A consistent snapshot. RESOURCE_EXHAUSTED never: waits for a free connection.
  virtual absl::StatusOr<std::unique_ptr<ReferralReader>> Read() = 0;
  virtual absl::StatusOr<std::unique_ptr<ReferralTransaction>> Begin() = 0;
  // OK, or why nothing can be made durable any more (a failed fsync, a full disk). Sticky until restart.
  virtual absl::Status Healthy() const = 0;
};

}  // namespace tendon::storage
