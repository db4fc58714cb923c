// SqliteOutcomesTransaction without the sessions: views of referrals, the feed cursor, the outbox of progress reports.
#include "services/storage/sqlite/outcomes_transaction.h"

#include "services/storage/sqlite/reader_list.h"

namespace tendon::storage::sqlite {
namespace {

constexpr char kPutView[] =
    "INSERT INTO referral_views (referral_id, version, readers, body) VALUES (?1, ?2, ?3, ?4) ON CONFLICT "
    "(referral_id) DO UPDATE "
    "SET version = excluded.version, readers = excluded.readers, body = excluded.body WHERE excluded.version >= "
    "version";
constexpr char kOutdateView[] = "UPDATE referral_views SET version = 0 WHERE referral_id = ?1 AND version <> 0";
constexpr char kLastOfPage[] =
    "SELECT max(referral_id), count(*) FROM (SELECT referral_id FROM referral_views WHERE referral_id > ?1 ORDER BY "
    "referral_id LIMIT ?2)";
constexpr char kOutdateViews[] =
    "UPDATE referral_views SET version = 0 WHERE referral_id > ?1 AND referral_id <= ?2 AND version <> 0";
constexpr char kPutCursor[] = "UPDATE feed_cursor SET epoch = ?1, sequence = ?2 WHERE id = 1";
// A replaced report keeps its place in the outbox.
constexpr char kPutReport[] =
    "INSERT INTO progress_reports (referral_id, episode, progress_sequence, sessions_completed, last_session_us, "
    "request_id, bulk) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (referral_id, episode) DO UPDATE SET progress_sequence = "
    "excluded.progress_sequence, "
    "sessions_completed = excluded.sessions_completed, last_session_us = excluded.last_session_us, request_id = "
    "excluded.request_id, bulk = min(bulk, excluded.bulk)";
constexpr char kRemoveReport[] =
    "DELETE FROM progress_reports WHERE referral_id = ?1 AND episode = ?2 AND progress_sequence = ?3";

}  // namespace

absl::StatusOr<bool> SqliteOutcomesTransaction::PutReferralView(const ReferralViewRow& row) {
  const auto readers = EncodeReaders(row.readers);
  if (!readers.ok()) return readers.status();
  const auto put = Write(kPutView, row.referral_id, row.version, *readers, Blob{row.body});
  if (!put.ok() || !*put) return put;
  if (absl::Status status = AddEpisodes(row); !status.ok()) return status;
  return put;
}

absl::Status SqliteOutcomesTransaction::OutdateReferralView(std::string_view referral_id) {
  return Write(kOutdateView, referral_id).status();
}

absl::StatusOr<std::string> SqliteOutcomesTransaction::OutdateReferralViewsAfter(std::string_view after, int limit) {
  std::string last;
  {
    Rows rows = connection().Query(kLastOfPage, after, AtLeastZero(limit));
    if (rows.Next() && rows.Int64(1) > 0) last = rows.String(0);
    if (!rows.status().ok()) return rows.status();
  }
  if (last.empty()) return last;
  if (const auto outdated = Write(kOutdateViews, after, last); !outdated.ok()) return outdated.status();
  return last;
}

absl::Status SqliteOutcomesTransaction::PutFeedCursor(const FeedCursor& cursor) {
  return Write(kPutCursor, cursor.epoch, cursor.sequence).status();
}

absl::Status SqliteOutcomesTransaction::PutProgressReport(const ProgressReport& report) {
  return Write(kPutReport, report.referral_id, report.episode, report.progress_sequence, report.sessions_completed,
               report.last_session_us, report.request_id, report.bulk)
      .status();
}

absl::Status SqliteOutcomesTransaction::RemoveProgressReport(std::string_view referral_id, int32_t episode,
                                                             int64_t progress_sequence) {
  return Write(kRemoveReport, referral_id, episode, progress_sequence).status();
}

}  // namespace tendon::storage::sqlite
