// The cursors' parts of SqliteReferralReader and SqliteReferralTransaction.
#include "services/storage/sqlite/referral_transaction.h"

namespace tendon::storage::sqlite {
namespace {

constexpr char kGetNamedCursor[] =
    "SELECT id, sequence, epoch, acknowledged_us FROM feed_cursors WHERE organization = ?1 AND id = ?2";
constexpr char kListCursors[] =
    "SELECT id, sequence, epoch, acknowledged_us FROM feed_cursors WHERE organization = ?1 ORDER BY id LIMIT ?2";
constexpr char kPutNamedCursor[] =
    "INSERT INTO feed_cursors (organization, id, sequence, epoch, acknowledged_us) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT DO UPDATE SET sequence = excluded.sequence, epoch = excluded.epoch, "
    "acknowledged_us = excluded.acknowledged_us";
constexpr char kDropCursor[] = "DELETE FROM feed_cursors WHERE organization = ?1 AND id = ?2";
constexpr char kRevisionMarkedBy[] = "SELECT ifnull(max(revision), 0) FROM revision_marks WHERE time_us <= ?1";
constexpr char kMarkRevision[] =
    "INSERT INTO revision_marks (revision, time_us) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
constexpr char kDropMarks[] = "DELETE FROM revision_marks WHERE revision < ?1";

CursorRow ReadCursor(const Rows& rows) { return {rows.String(0), rows.Int64(1), rows.String(2), rows.Int64(3)}; }

absl::Status NoSuchCursor() { return absl::NotFoundError("There is no such cursor."); }

}  // namespace

absl::StatusOr<CursorRow> SqliteReferralReader::GetCursor(const TenantScope& scope, std::string_view id) {
  if (scope.is_system()) return NoSuchCursor();
  Rows rows = connection().Query(kGetNamedCursor, scope.organization_id(), id);
  if (rows.Next()) return ReadCursor(rows);
  return rows.status().ok() ? NoSuchCursor() : rows.status();
}

absl::StatusOr<std::vector<CursorRow>> SqliteReferralReader::ListCursors(const TenantScope& scope, int limit) {
  std::vector<CursorRow> cursors;
  if (scope.is_system()) return cursors;
  Rows rows = connection().Query(kListCursors, scope.organization_id(), AtLeastZero(limit));
  while (rows.Next()) cursors.push_back(ReadCursor(rows));
  if (!rows.status().ok()) return rows.status();
  return cursors;
}

absl::StatusOr<int64_t> SqliteReferralReader::RevisionMarkedBy(int64_t time_us) {
  Rows rows = connection().Query(kRevisionMarkedBy, time_us);
  if (rows.Next()) return rows.Int64(0);
  return rows.status().ok() ? absl::DataLossError("A maximum is missing.") : rows.status();
}

absl::Status SqliteReferralTransaction::PutCursor(const TenantScope& scope, const CursorRow& row) {
  if (scope.is_system()) return absl::InvalidArgumentError("The system has no cursors.");
  return Write(kPutNamedCursor, scope.organization_id(), row.id, row.sequence, row.epoch, row.acknowledged_us).status();
}

absl::Status SqliteReferralTransaction::DropCursor(const TenantScope& scope, std::string_view id) {
  if (scope.is_system()) return NoSuchCursor();
  const auto dropped = Write(kDropCursor, scope.organization_id(), id);
  if (!dropped.ok()) return dropped.status();
  return *dropped ? absl::OkStatus() : NoSuchCursor();
}

absl::Status SqliteReferralTransaction::MarkRevision(int64_t time_us, int64_t revision) {
  return Write(kMarkRevision, revision, time_us).status();
}

absl::Status SqliteReferralTransaction::DropMarksBelow(int64_t revision) {
  return Write(kDropMarks, revision).status();
}

}  // namespace tendon::storage::sqlite
