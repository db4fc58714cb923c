#include "services/storage/sqlite/log_transaction.h"

#include <algorithm>

#include "services/storage/request_id.h"

namespace tendon::storage::sqlite {
namespace {

constexpr char kInsertChange[] = "INSERT INTO changes (revision, body) VALUES (?1, ?2)";
constexpr char kInsertFeed[] = "INSERT INTO feed (organization, sequence, revision) VALUES (?1, ?2, ?3)";
constexpr char kInsertAudit[] = "INSERT INTO audit (body) VALUES (?1)";
constexpr char kFindRecord[] =
    "SELECT digest, response, revision FROM idempotency WHERE caller = ?1 AND request_id = ?2";
constexpr char kInsertRecord[] =
    "INSERT INTO idempotency (caller, request_id, digest, response, revision, created_us) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING";
// Looks at the oldest records only, however many there are.
constexpr char kOldestRecord[] = "SELECT created_us FROM idempotency ORDER BY ordinal LIMIT 1";
constexpr char kPruneRecords[] =
    "DELETE FROM idempotency WHERE ordinal IN (SELECT ordinal FROM "
    "(SELECT ordinal, created_us FROM idempotency ORDER BY ordinal LIMIT ?2) WHERE created_us < ?1)";
constexpr char kStoreRevision[] = "UPDATE counter SET revision = ?1 WHERE id = 1";

}  // namespace

absl::StatusOr<int64_t> SqliteLogTransaction::NextRevision() {
  dirty_ = true;
  open_revisions_.push_back(++revision_);
  return revision_;
}

absl::Status SqliteLogTransaction::AppendChange(const Change& change,
                                                const std::vector<std::string>& organization_ids) {
  const auto open = std::find(open_revisions_.begin(), open_revisions_.end(), change.revision);
  if (open == open_revisions_.end()) return absl::InternalError("A change needs a revision of its own.");
  open_revisions_.erase(open);
  const auto written = Write(kInsertChange, change.revision, Blob{change.body});
  if (!written.ok()) return written.status();
  for (auto id = organization_ids.begin(); id != organization_ids.end(); ++id) {
    if (id->empty()) return absl::InternalError("A feed needs an organisation.");
    if (std::find(organization_ids.begin(), id, *id) != id) continue;
    const auto sequence = NextSequence(*id);
    if (!sequence.ok()) return sequence.status();
    if (const auto fed = Write(kInsertFeed, *id, *sequence, change.revision); !fed.ok()) return fed.status();
  }
  return absl::OkStatus();
}

absl::StatusOr<int64_t> SqliteLogTransaction::NextSequence(const std::string& organization) {
  auto known = feed_heads_.find(organization);
  if (known == feed_heads_.end()) {
    const auto head = FeedHead(TenantScope::Organization(organization));
    if (!head.ok()) return head.status();
    known = feed_heads_.emplace(organization, *head).first;
  }
  return ++known->second;
}

absl::Status SqliteLogTransaction::AppendAudit(std::string_view body) {
  return connection().Execute(kInsertAudit, Blob{body}).status();
}

absl::StatusOr<IdempotencyRecord> SqliteLogTransaction::FindIdempotencyRecord(std::string_view caller,
                                                                              std::string_view request_id) {
  const auto packed = PackRequestId(request_id);
  if (!packed.ok()) return packed.status();
  Rows rows = connection().Query(kFindRecord, caller, Blob{*packed});
  if (rows.Next()) return IdempotencyRecord{rows.String(0), rows.String(1), rows.Int64(2)};
  return rows.status().ok() ? absl::NotFoundError("The request id is new.") : rows.status();
}

absl::Status SqliteLogTransaction::PutIdempotencyRecord(std::string_view caller, std::string_view request_id,
                                                        const IdempotencyRecord& record, int64_t now_us) {
  const auto packed = PackRequestId(request_id);
  if (!packed.ok()) return packed.status();
  const auto written =
      Write(kInsertRecord, caller, Blob{*packed}, Blob{record.digest}, Blob{record.response}, record.revision, now_us);
  if (!written.ok()) return written.status();
  return *written ? absl::OkStatus() : absl::AlreadyExistsError("The request id has been used.");
}

absl::StatusOr<int> SqliteLogTransaction::PruneIdempotencyRecords(int64_t before_us, int limit) {
  // The usual case, of which every batch pays: nothing is old enough.
  Rows oldest(&connection(), kOldestRecord);
  const bool is_due = oldest.Next() && oldest.Int64(0) < before_us;
  if (!is_due) return oldest.status().ok() ? absl::StatusOr<int>(0) : oldest.status();
  const auto pruned = connection().Execute(kPruneRecords, before_us, AtLeastZero(limit));
  if (!pruned.ok()) return pruned.status();
  if (*pruned > 0) dirty_ = true;
  return static_cast<int>(*pruned);
}

absl::Status SqliteLogTransaction::Commit() {
  if (auto status = database().Healthy(); !status.ok()) return status;
  if (!open_revisions_.empty()) return absl::InternalError("A revision was taken for which there is no change.");
  if (revision_ != stored_revision_) {
    if (auto status = connection().Execute(kStoreRevision, revision_).status(); !status.ok()) return status;
  }
  return connection().Execute("COMMIT").status();
}

}  // namespace tendon::storage::sqlite
