#include "services/storage/sqlite/log_transaction.h"

#include <algorithm>

#include "services/storage/request_id.h"

namespace tendon::storage::sqlite {
namespace {

constexpr char kInsertChange[] = "INSERT INTO changes (revision, body) VALUES (?1, ?2)";
constexpr char kInsertFeed[] = "INSERT INTO feed (organization, sequence, revision) VALUES (?1, ?2, ?3)";
constexpr char kOldestChange[] = "SELECT revision FROM changes ORDER BY revision LIMIT 1";
constexpr char kDropChanges[] = "DELETE FROM changes WHERE revision <= ?1";
constexpr char kNextOrganization[] =
    "SELECT organization FROM feed WHERE organization > ?1 ORDER BY organization LIMIT 1";
// Looks at the first ?3 entries only. The last entry stays: the next sequence is counted from it.
constexpr char kDropFeed[] =
    "DELETE FROM feed WHERE organization = ?1 AND sequence <= (SELECT ifnull(max(sequence), 0) FROM "
    "(SELECT sequence, revision FROM feed WHERE organization = ?1 ORDER BY sequence LIMIT ?3) WHERE revision <= ?2) "
    "AND sequence < (SELECT max(sequence) FROM feed WHERE organization = ?1)";
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

absl::StatusOr<int> SqliteLogTransaction::PruneChanges(int64_t floor, int limit) {
  int64_t oldest = 0;
  {
    Rows rows = connection().Query(kOldestChange);
    if (!rows.Next()) return rows.status().ok() ? absl::StatusOr<int>(0) : rows.status();
    oldest = rows.Int64(0);
  }
  const int64_t last = std::min(floor, oldest + AtLeastZero(limit) - 1);
  if (last < oldest) return 0;
  // Revisions have no gaps.
  const int64_t count = last - oldest + 1;
  if (absl::Status status = PruneFeeds(last, count); !status.ok()) return status;
  if (const auto dropped = Write(kDropChanges, last); !dropped.ok()) return dropped.status();
  return static_cast<int>(count);
}

absl::Status SqliteLogTransaction::PruneFeeds(int64_t last, int64_t count) {
  std::string organization;
  while (true) {
    {
      Rows rows = connection().Query(kNextOrganization, organization);
      if (!rows.Next()) return rows.status();
      organization = rows.String(0);
    }
    // One more than the changes: an entry may have lost its change before.
    if (const auto dropped = Write(kDropFeed, organization, last, count + 1); !dropped.ok()) return dropped.status();
  }
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
  if (!connection().in_transaction()) return absl::UnavailableError("SQLite has rolled the transaction back.");
  if (!open_revisions_.empty()) return absl::InternalError("A revision was taken for which there is no change.");
  if (revision_ != stored_revision_) {
    if (auto status = connection().Execute(kStoreRevision, revision_).status(); !status.ok()) return status;
  }
  return connection().Execute("COMMIT").status();
}

}  // namespace tendon::storage::sqlite
