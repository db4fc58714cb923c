// The referrals' part of SqliteReferralReader.
#include "services/storage/sqlite/referral_reader.h"

#include <limits>

#include "services/storage/sqlite/reader_list.h"

namespace tendon::storage::sqlite {
namespace {

#define REFERRAL_COLUMNS                                                                             \
  "ordinal, id, version, state, referrer, recipient, readers, sessions_completed, last_session_us, " \
  "progress_sequence, body"
#define VISIBLE_PAGE " AND ordinal < ?3 AND instr(readers, ?4) > 0 ORDER BY ordinal DESC LIMIT ?5"

constexpr char kGetReferral[] = "SELECT " REFERRAL_COLUMNS ", details FROM referrals WHERE id = ?1";
constexpr char kGetVersion[] =
    "SELECT version, state, recipient, readers, body, details FROM referral_versions WHERE referral = ?1 AND version = "
    "?2";
constexpr char kFindByDuplicateKey[] =
    "SELECT id FROM referrals WHERE ordinal = (SELECT min(referral) FROM duplicate_keys WHERE key = ?1)";
// ?2 is the state; unused where any will do.
constexpr char kInbox[] =
    "SELECT " REFERRAL_COLUMNS " FROM referrals WHERE recipient = ?1 AND recipient <> '' AND ?2 = 0" VISIBLE_PAGE;
constexpr char kInboxOfState[] =
    "SELECT " REFERRAL_COLUMNS " FROM referrals WHERE recipient = ?1 AND recipient <> '' AND state = ?2" VISIBLE_PAGE;
constexpr char kOutbox[] = "SELECT " REFERRAL_COLUMNS " FROM referrals WHERE referrer = ?1 AND ?2 = 0" VISIBLE_PAGE;
constexpr char kOutboxOfState[] =
    "SELECT " REFERRAL_COLUMNS " FROM referrals WHERE referrer = ?1 AND state = ?2" VISIBLE_PAGE;

#undef REFERRAL_COLUMNS
#undef VISIBLE_PAGE

constexpr int kReadersColumn = 6;
constexpr int kDetailsColumn = 11;

ReferralRow ReadRow(const Rows& rows) {
  ReferralRow row;
  row.ordinal = rows.Int64(0);
  row.id = rows.String(1);
  row.version = rows.Int64(2);
  row.state = rows.Int32(3);
  row.referrer = rows.String(4);
  row.recipient = rows.String(5);
  row.readers = DecodeReaders(rows.View(kReadersColumn));
  row.progress = {rows.Int32(7), rows.Int64(8), rows.Int64(9)};
  row.body = rows.String(10);
  return row;
}

const char* BoxSql(const BoxQuery& query) {
  if (query.box == Box::kInbox) return query.state == 0 ? kInbox : kInboxOfState;
  return query.state == 0 ? kOutbox : kOutboxOfState;
}

absl::Status NoSuchReferral() { return absl::NotFoundError("There is no such referral."); }

}  // namespace

absl::StatusOr<ReferralRow> SqliteReferralReader::GetReferral(const TenantScope& scope, std::string_view id) {
  Rows rows = connection().Query(kGetReferral, id);
  if (!rows.Next() || !MayRead(scope, rows.View(kReadersColumn))) {
    return rows.status().ok() ? NoSuchReferral() : rows.status();
  }
  ReferralRow row = ReadRow(rows);
  row.details = rows.String(kDetailsColumn);
  return row;
}

absl::StatusOr<ReferralRow> SqliteReferralReader::GetReferralVersion(const TenantScope& scope, std::string_view id,
                                                                     int64_t version) {
  auto row = GetReferral(scope, id);
  if (!row.ok() || row->version == version) return row;
  Rows rows = connection().Query(kGetVersion, row->ordinal, version);
  if (!rows.Next() || !MayRead(scope, rows.View(3))) return rows.status().ok() ? NoSuchReferral() : rows.status();
  row->version = rows.Int64(0);
  row->state = rows.Int32(1);
  row->recipient = rows.String(2);
  row->readers = DecodeReaders(rows.View(3));
  row->body = rows.String(4);
  row->details = rows.String(5);
  return row;
}

absl::StatusOr<std::string> SqliteReferralReader::FindByDuplicateKey(std::string_view key) {
  Rows rows = connection().Query(kFindByDuplicateKey, key);
  if (rows.Next()) return rows.String(0);
  return rows.status().ok() ? NoSuchReferral() : rows.status();
}

absl::StatusOr<std::vector<ReferralRow>> SqliteReferralReader::ListReferrals(const TenantScope& scope,
                                                                             const BoxQuery& query) {
  if (scope.is_system()) return absl::InvalidArgumentError("The system has no inbox and no outbox.");
  const int64_t before = query.before_ordinal == 0 ? std::numeric_limits<int64_t>::max() : query.before_ordinal;
  const std::string mark = ReaderMark(scope);
  Rows rows =
      connection().Query(BoxSql(query), scope.organization_id(), query.state, before, mark, AtLeastZero(query.limit));
  std::vector<ReferralRow> page;
  while (rows.Next()) page.push_back(ReadRow(rows));
  if (!rows.status().ok()) return rows.status();
  return page;
}

}  // namespace tendon::storage::sqlite
