// The worklists' part of SqliteReferralReader.
#include <algorithm>

#include "services/storage/sqlite/reader_list.h"
#include "services/storage/sqlite/referral_reader.h"

namespace tendon::storage::sqlite {
namespace {

#define WORK_COLUMNS                                                                                \
  "r.ordinal, r.id, r.version, r.state, r.referrer, r.recipient, r.readers, r.sessions_completed, " \
  "r.last_session_us, r.progress_sequence, r.body, r.details"
#define OF_WORK WORK_COLUMNS ", w.turn, w.due_us FROM work AS w CROSS JOIN referrals AS r ON r.ordinal = w.referral "
#define WITH_WORK WORK_COLUMNS ", w.turn, w.due_us FROM referrals AS r CROSS JOIN work AS w ON w.referral = r.ordinal "
#define SEEN "AND instr(r.readers, ?3) > 0 "

constexpr char kWorkInbox[] = "SELECT " WITH_WORK "WHERE r.recipient = ?1 AND r.recipient <> '' AND ?2 = 0 " SEEN
                              "AND r.ordinal > ?4 ORDER BY r.ordinal LIMIT ?5";
constexpr char kWorkInboxOfState[] =
    "SELECT " WITH_WORK "WHERE r.recipient = ?1 AND r.recipient <> '' AND r.state = ?2 " SEEN
    "AND r.ordinal > ?4 ORDER BY r.ordinal LIMIT ?5";
constexpr char kWorkOutbox[] =
    "SELECT " WITH_WORK "WHERE r.referrer = ?1 AND ?2 = 0 " SEEN "AND r.ordinal > ?4 ORDER BY r.ordinal LIMIT ?5";
constexpr char kWorkOutboxOfState[] =
    "SELECT " WITH_WORK "WHERE r.referrer = ?1 AND r.state = ?2 " SEEN "AND r.ordinal > ?4 ORDER BY r.ordinal LIMIT ?5";
constexpr char kWorkUnread[] = "SELECT " OF_WORK "WHERE w.unread = ?1 AND w.unread <> '' AND ?2 = 0 " SEEN
                               "AND w.referral > ?4 ORDER BY w.referral LIMIT ?5";
constexpr char kWorkTurn[] =
    "SELECT " OF_WORK "WHERE w.turn = ?1 AND w.turn <> '' AND (w.due_us, w.referral) > (?2, ?4) " SEEN
    "ORDER BY w.due_us, w.referral LIMIT ?5";
constexpr char kOverdueReferred[] =
    "SELECT " OF_WORK
    "WHERE w.referrer = ?1 AND w.due_us < 9223372036854775807 AND w.due_us < ?6 "
    "AND (w.due_us, w.referral) > (?2, ?4) " SEEN "ORDER BY w.due_us, w.referral LIMIT ?5";
constexpr char kOverdueReceived[] =
    "SELECT " OF_WORK
    "WHERE w.recipient = ?1 AND w.recipient <> '' AND w.due_us < 9223372036854775807 AND w.due_us < ?6 "
    "AND (w.due_us, w.referral) > (?2, ?4) " SEEN "ORDER BY w.due_us, w.referral LIMIT ?5";
constexpr char kByPatientKey[] = "SELECT " WORK_COLUMNS
                                 " FROM patient_keys AS k CROSS JOIN referrals AS r ON r.ordinal = k.referral "
                                 "WHERE k.key = ?1 AND k.referral > ?2 " SEEN "ORDER BY k.referral LIMIT ?4";
constexpr char kDueTimers[] =
    "SELECT r.id FROM work AS w CROSS JOIN referrals AS r ON r.ordinal = w.referral "
    "WHERE w.timer_us < 9223372036854775807 AND w.timer_us <= ?1 ORDER BY w.timer_us LIMIT ?2";
constexpr char kEveryReferral[] =
    "SELECT " WORK_COLUMNS " FROM referrals AS r WHERE r.ordinal > ?1 ORDER BY r.ordinal LIMIT ?2";
constexpr char kWorklistVersion[] = "SELECT version FROM worklist_version WHERE id = 1";

#undef WORK_COLUMNS
#undef OF_WORK
#undef WITH_WORK
#undef SEEN

ReferralRow ReadListedReferral(const Rows& rows) {
  ReferralRow row;
  row.ordinal = rows.Int64(0);
  row.id = rows.String(1);
  row.version = rows.Int64(2);
  row.state = rows.Int32(3);
  row.referrer = rows.String(4);
  row.recipient = rows.String(5);
  row.readers = DecodeReaders(rows.View(6));
  row.progress = {rows.Int32(7), rows.Int64(8), rows.Int64(9)};
  row.body = rows.String(10);
  row.details = rows.String(11);
  return row;
}

absl::StatusOr<std::vector<WorkRow>> ReadWork(Rows rows) {
  std::vector<WorkRow> page;
  while (rows.Next()) page.push_back({ReadListedReferral(rows), rows.String(12), rows.Int64(13)});
  if (!rows.status().ok()) return rows.status();
  return page;
}

absl::StatusOr<std::vector<ReferralRow>> ReadListed(Rows rows) {
  std::vector<ReferralRow> page;
  while (rows.Next()) page.push_back(ReadListedReferral(rows));
  if (!rows.status().ok()) return rows.status();
  return page;
}

const char* WorkSql(const WorkQuery& query) {
  switch (query.list) {
    case WorkList::kInbox:
      return query.state == 0 ? kWorkInbox : kWorkInboxOfState;
    case WorkList::kOutbox:
      return query.state == 0 ? kWorkOutbox : kWorkOutboxOfState;
    case WorkList::kUnread:
      return kWorkUnread;
    case WorkList::kTurn:
      break;
  }
  return kWorkTurn;
}

absl::Status NoWorkOfTheSystem() { return absl::InvalidArgumentError("The system has no worklists."); }

}  // namespace

absl::StatusOr<std::vector<WorkRow>> SqliteReferralReader::ListWork(const TenantScope& scope, const WorkQuery& query) {
  if (scope.is_system()) return NoWorkOfTheSystem();
  const bool by_due = query.list == WorkList::kTurn;
  const bool by_state = query.list == WorkList::kInbox || query.list == WorkList::kOutbox;
  const int64_t second = by_due ? query.after.due_us : by_state ? query.state : 0;
  const std::string mark = ReaderMark(scope);
  return ReadWork(connection().Query(WorkSql(query), scope.organization_id(), second, mark, query.after.ordinal,
                                     AtLeastZero(query.limit)));
}

absl::StatusOr<std::vector<WorkRow>> SqliteReferralReader::ListOverdue(const TenantScope& scope, int64_t before_us,
                                                                       const WorkPosition& after, int limit) {
  if (scope.is_system()) return NoWorkOfTheSystem();
  const std::string mark = ReaderMark(scope);
  std::vector<WorkRow> page;
  for (const char* sql : {kOverdueReferred, kOverdueReceived}) {
    auto side = ReadWork(connection().Query(sql, scope.organization_id(), after.due_us, mark, after.ordinal,
                                            AtLeastZero(limit), before_us));
    if (!side.ok()) return side.status();
    page.insert(page.end(), std::make_move_iterator(side->begin()), std::make_move_iterator(side->end()));
  }
  MergeWork(limit, &page);
  return page;
}

absl::StatusOr<std::vector<ReferralRow>> SqliteReferralReader::ListByPatientKey(const TenantScope& scope,
                                                                                std::string_view key,
                                                                                int64_t after_ordinal, int limit) {
  const std::string mark = ReaderMark(scope);
  return ReadListed(connection().Query(kByPatientKey, key, after_ordinal, mark, AtLeastZero(limit)));
}

absl::StatusOr<std::vector<std::string>> SqliteReferralReader::ListDueTimers(int64_t now_us, int limit) {
  std::vector<std::string> ids;
  Rows rows = connection().Query(kDueTimers, now_us, AtLeastZero(limit));
  while (rows.Next()) ids.push_back(rows.String(0));
  if (!rows.status().ok()) return rows.status();
  return ids;
}

absl::StatusOr<std::vector<ReferralRow>> SqliteReferralReader::ListEveryReferral(int64_t after_ordinal, int limit) {
  return ReadListed(connection().Query(kEveryReferral, after_ordinal, AtLeastZero(limit)));
}

absl::StatusOr<int64_t> SqliteReferralReader::WorklistVersion() {
  Rows rows = connection().Query(kWorklistVersion);
  if (rows.Next()) return rows.Int64(0);
  return rows.status().ok() ? absl::DataLossError("The version of the worklists is missing.") : rows.status();
}

}  // namespace tendon::storage::sqlite
