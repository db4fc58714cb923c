#include "services/storage/sqlite/outcomes_reader.h"

#include "services/storage/sqlite/reader_list.h"

namespace tendon::storage::sqlite {
namespace {

constexpr char kGetSession[] = "SELECT " TENDON_SESSION_COLUMNS " FROM sessions WHERE referral_id = ?1 AND id = ?2";
constexpr char kListSessions[] =
    "SELECT " TENDON_SESSION_COLUMNS
    " FROM session_digests AS digest CROSS JOIN sessions ON sessions.ordinal = digest.ordinal WHERE digest.referral_id "
    "= ?1 AND (digest.start_us, digest.ordinal) > (?2, ?3) AND instr(digest.readers, ?4) > 0 ORDER BY digest.start_us, "
    "digest.ordinal LIMIT ?5";
constexpr char kListVersions[] =
    "SELECT version, body FROM session_versions WHERE session = ?1 AND version < ?2 ORDER BY version DESC LIMIT ?3";
constexpr char kGetView[] = "SELECT referral_id, version, readers, body FROM referral_views WHERE referral_id = ?1";
constexpr char kListToLookUp[] =
    "SELECT referral_id FROM sessions WHERE episode = 0 AND referral_id > ?1 AND NOT EXISTS (SELECT 1 FROM "
    "referral_views WHERE referral_views.referral_id = sessions.referral_id) UNION SELECT referral_id FROM "
    "referral_views WHERE version = 0 AND referral_id > ?1 ORDER BY referral_id LIMIT ?2";
constexpr char kGetCursor[] = "SELECT epoch, sequence FROM feed_cursor WHERE id = 1";
constexpr char kListReports[] =
    "SELECT referral_id, episode, progress_sequence, sessions_completed, last_session_us, request_id, bulk FROM "
    "progress_reports "
    "ORDER BY bulk, ordinal LIMIT ?1";

}  // namespace

SessionRow ReadSession(const Rows& rows) {
  SessionRow row;
  row.ordinal = rows.Int64(0);
  row.referral_id = rows.String(1);
  row.id = rows.String(2);
  row.organization = rows.String(3);
  row.episode = rows.Int32(4);
  row.session_number = rows.Int32(5);
  row.number_conflict = rows.Int64(6) != 0 && row.session_number != 0;
  row.start_us = rows.Int64(7);
  row.version = rows.Int64(8);
  row.counts = rows.Int32(9) != 0;
  row.readers = DecodeReaders(rows.View(kSessionReadersColumn));
  row.body = rows.String(11);
  return row;
}

absl::StatusOr<SessionRow> SqliteOutcomesReader::GetSession(const TenantScope& scope, std::string_view referral_id,
                                                            std::string_view id) {
  Rows rows = connection().Query(kGetSession, referral_id, id);
  if (rows.Next() && MayRead(scope, rows.View(kSessionReadersColumn))) return ReadSession(rows);
  return rows.status().ok() ? absl::NotFoundError("There is no such session.") : rows.status();
}

absl::StatusOr<std::vector<SessionRow>> SqliteOutcomesReader::ListSessions(const TenantScope& scope,
                                                                           std::string_view referral_id,
                                                                           const SessionPosition& after, int limit) {
  const std::string mark = ReaderMark(scope);
  Rows rows = connection().Query(kListSessions, referral_id, after.start_us, after.ordinal, mark, AtLeastZero(limit));
  std::vector<SessionRow> page;
  while (rows.Next()) page.push_back(ReadSession(rows));
  if (!rows.status().ok()) return rows.status();
  return page;
}

absl::StatusOr<std::vector<SessionVersion>> SqliteOutcomesReader::ListSessionVersions(
    const TenantScope& scope, std::string_view referral_id, std::string_view id, int64_t before_version, int limit) {
  const auto present = GetSession(scope, referral_id, id);
  if (!present.ok()) return present.status();
  std::vector<SessionVersion> versions;
  if (limit <= 0) return versions;
  if (present->version < before_version) versions.push_back({present->version, present->body});
  Rows rows =
      connection().Query(kListVersions, present->ordinal, before_version, limit - static_cast<int>(versions.size()));
  while (rows.Next()) versions.push_back({rows.Int64(0), rows.String(1)});
  if (!rows.status().ok()) return rows.status();
  return versions;
}

absl::StatusOr<ReferralViewRow> SqliteOutcomesReader::GetReferralView(const TenantScope& scope,
                                                                      std::string_view referral_id) {
  Rows rows = connection().Query(kGetView, referral_id);
  if (rows.Next() && MayRead(scope, rows.View(2))) {
    return ReferralViewRow{rows.String(0), rows.Int64(1), DecodeReaders(rows.View(2)), rows.String(3)};
  }
  return rows.status().ok() ? absl::NotFoundError("The referral is not known.") : rows.status();
}

absl::StatusOr<std::vector<std::string>> SqliteOutcomesReader::ListReferralsToLookUp(std::string_view after,
                                                                                     int limit) {
  Rows rows = connection().Query(kListToLookUp, after, AtLeastZero(limit));
  std::vector<std::string> ids;
  while (rows.Next()) ids.push_back(rows.String(0));
  if (!rows.status().ok()) return rows.status();
  return ids;
}

absl::StatusOr<FeedCursor> SqliteOutcomesReader::GetFeedCursor() {
  Rows rows = connection().Query(kGetCursor);
  if (rows.Next()) return FeedCursor{rows.String(0), rows.Int64(1)};
  return rows.status().ok() ? absl::DataLossError("The feed cursor is missing.") : rows.status();
}

absl::StatusOr<std::vector<ProgressReport>> SqliteOutcomesReader::ListProgressReports(int limit) {
  Rows rows = connection().Query(kListReports, AtLeastZero(limit));
  std::vector<ProgressReport> reports;
  while (rows.Next()) {
    reports.push_back({rows.String(0), rows.Int32(1), rows.Int64(2), rows.Int32(3), rows.Int64(4), rows.String(5),
                       rows.Int32(6) != 0});
  }
  if (!rows.status().ok()) return rows.status();
  return reports;
}

}  // namespace tendon::storage::sqlite
