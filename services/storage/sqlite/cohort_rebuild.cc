// Makes the rows that follow from sessions and views anew, the cohorts' and the digests, where they were made by
// another version of the program or not at all. In parts, so that memory and each transaction are bounded; interrupted,
// it begins again at the next start.
#include "services/storage/sqlite/cohort_rebuild.h"

#include <limits>

#include "services/storage/sqlite/outcomes_transaction.h"
#include "services/storage/sqlite/reader_list.h"

namespace tendon::storage::sqlite {
namespace {

// A change of what the rows hold is a new number.
constexpr int64_t kCohortRowsVersion = 2;
constexpr int kRowsOfPart = 2000;

constexpr char kReadVersion[] = "SELECT version FROM cohort_version WHERE id = 1";
constexpr char kSetVersion[] = "UPDATE cohort_version SET version = ?1 WHERE id = 1";
// The ids of episodes stay: they are never given twice.
constexpr const char* kForget[] = {"DELETE FROM cohort_sessions", "DELETE FROM readings", "DELETE FROM reading_series",
                                   "DELETE FROM session_digests"};
constexpr char kSessionsFrom[] =
    "SELECT " TENDON_SESSION_COLUMNS " FROM sessions WHERE ordinal > ?1 ORDER BY ordinal LIMIT ?2";
constexpr char kViewsFrom[] =
    "SELECT referral_id, version, body FROM referral_views WHERE referral_id > ?1 ORDER BY referral_id LIMIT ?2";

using Transaction = Leased<SqliteOutcomesTransaction>;

// Runs `work(transaction)` and commits.
template <class Work>
absl::Status InTransaction(Database& database, Work work) {
  auto lease = database.BeginWrite();
  if (!lease.ok()) return lease.status();
  const auto revision = ReadRevision(**lease);
  if (!revision.ok()) return revision.status();
  Transaction transaction(&database, *std::move(lease), *revision);
  if (absl::Status status = work(static_cast<SqliteOutcomesTransaction&>(transaction)); !status.ok()) return status;
  return transaction.Commit();
}

}  // namespace

absl::StatusOr<int64_t> SqliteOutcomesTransaction::CohortRowsVersion() {
  Rows rows = connection().Query(kReadVersion);
  if (rows.Next()) return rows.Int64(0);
  return rows.status().ok() ? absl::DataLossError("The version of the cohorts' rows is missing.") : rows.status();
}

absl::Status SqliteOutcomesTransaction::SetCohortRowsVersion(int64_t version) {
  return Write(kSetVersion, version).status();
}

absl::Status SqliteOutcomesTransaction::ForgetCohorts() {
  for (const char* sql : kForget) {
    if (const auto done = connection().Execute(sql); !done.ok()) return done.status();
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> SqliteOutcomesTransaction::AddEpisodesAfter(const std::string& referral_id, int limit) {
  std::vector<ReferralViewRow> views;
  {
    Rows rows = connection().Query(kViewsFrom, referral_id, limit);
    while (rows.Next()) views.push_back({rows.String(0), rows.Int64(1), {}, rows.String(2)});
    if (!rows.status().ok()) return rows.status();
  }
  for (const ReferralViewRow& view : views) {
    if (absl::Status status = AddEpisodes(view); !status.ok()) return status;
  }
  return views.empty() ? std::string() : views.back().referral_id;
}

absl::StatusOr<int64_t> SqliteOutcomesTransaction::AddToCohortsAfter(int64_t ordinal, int limit) {
  std::vector<SessionRow> sessions;
  {
    Rows rows = connection().Query(kSessionsFrom, ordinal, limit);
    while (rows.Next()) sessions.push_back(ReadSession(rows));
    if (!rows.status().ok()) return rows.status();
  }
  for (const SessionRow& session : sessions) {
    if (absl::Status status = Derive(session); !status.ok()) return status;
  }
  return sessions.empty() ? std::numeric_limits<int64_t>::max() : sessions.back().ordinal;
}

absl::Status RefreshCohortRows(Database& database) {
  int64_t version = 0;
  absl::Status status = InTransaction(database, [&version](SqliteOutcomesTransaction& transaction) -> absl::Status {
    const auto read = transaction.CohortRowsVersion();
    if (!read.ok()) return read.status();
    version = *read;
    return version == kCohortRowsVersion ? absl::OkStatus() : transaction.ForgetCohorts();
  });
  if (!status.ok() || version == kCohortRowsVersion) return status;
  std::string view;
  do {
    status = InTransaction(database, [&view](SqliteOutcomesTransaction& transaction) -> absl::Status {
      auto last = transaction.AddEpisodesAfter(view, kRowsOfPart);
      if (last.ok()) view = *last;
      return last.status();
    });
  } while (status.ok() && !view.empty());
  int64_t ordinal = 0;
  while (status.ok() && ordinal != std::numeric_limits<int64_t>::max()) {
    status = InTransaction(database, [&ordinal](SqliteOutcomesTransaction& transaction) -> absl::Status {
      const auto last = transaction.AddToCohortsAfter(ordinal, kRowsOfPart);
      if (last.ok()) ordinal = *last;
      return last.status();
    });
  }
  if (!status.ok()) return status;
  return InTransaction(database, [](SqliteOutcomesTransaction& transaction) {
    return transaction.SetCohortRowsVersion(kCohortRowsVersion);
  });
}

}  // namespace tendon::storage::sqlite
