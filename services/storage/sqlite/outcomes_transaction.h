// Writes sessions, referral views, the feed cursor and progress reports on SQLite.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "services/storage/cohort_extract.h"
#include "services/storage/outcomes_store.h"
#include "services/storage/sqlite/log_transaction.h"
#include "services/storage/sqlite/outcomes_reader.h"

namespace tendon::storage::sqlite {

class SqliteOutcomesTransaction : public virtual OutcomesTransaction,
                                  public SqliteOutcomesReader,
                                  public SqliteLogTransaction {
 public:
  using SqliteLogTransaction::SqliteLogTransaction;

  absl::StatusOr<SessionRow> FindSessionByNumber(std::string_view referral_id, std::string_view organization,
                                                 int32_t episode, int32_t session_number) override;
  absl::StatusOr<int32_t> LastSessionNumber(std::string_view referral_id, std::string_view organization,
                                            int32_t episode) override;
  absl::Status InsertSession(const SessionRow& row) override;
  absl::Status UpdateSession(const SessionRow& row) override;
  absl::Status ReviseSession(const SessionRow& row) override;
  absl::StatusOr<Count> CountSessions(std::string_view referral_id, int32_t episode) override;
  absl::StatusOr<bool> PutReferralView(const ReferralViewRow& row) override;
  absl::Status OutdateReferralView(std::string_view referral_id) override;
  absl::StatusOr<std::string> OutdateReferralViewsAfter(std::string_view after, int limit) override;
  absl::Status PutFeedCursor(const FeedCursor& cursor) override;
  absl::Status PutProgressReport(const ProgressReport& report) override;
  absl::Status RemoveProgressReport(std::string_view referral_id, int32_t episode, int64_t progress_sequence) override;
  absl::Status InsertMeasure(const MeasureRow& row) override;

  // cohort_rebuild.cc: making the rows of cohorts anew.
  absl::StatusOr<int64_t> CohortRowsVersion();
  absl::Status SetCohortRowsVersion(int64_t version);
  absl::Status ForgetCohorts();
  // The episodes of the views, or the rows of the sessions, that come next; the last one's key, empty or INT64_MAX when
  // there are no more.
  absl::StatusOr<std::string> AddEpisodesAfter(const std::string& referral_id, int limit);
  absl::StatusOr<int64_t> AddToCohortsAfter(int64_t ordinal, int limit);

 private:
  // The session as it is now; ABORTED unless it has this version.
  absl::StatusOr<SessionRow> PresentSession(const SessionRow& row, int64_t version);
  // Overwrites the row; ALREADY_EXISTS without effect when the number is taken.
  absl::Status ReplaceSession(const SessionRow& row);

  // cohort_writer.cc: the rows that cohorts are counted from. What a session had there is found by the row that it was
  // taken from.
  absl::Status AddToCohorts(const SessionRow& row, const std::optional<ExtractedSession>& extracted);
  absl::Status RemoveFromCohorts(const SessionRow& row);
  absl::Status MoveInCohorts(const SessionRow& from, const SessionRow& to);
  absl::Status AddEpisodes(const ReferralViewRow& row);
  absl::StatusOr<int64_t> EpisodeId(const std::string& organization, const std::string& referral_id, int32_t episode);
  absl::StatusOr<int64_t> SeriesId(const ReadingSeries& series);

  // What is derived from a new session's row, in the two files below.
  absl::Status Derive(const SessionRow& row);

  // digest_rows.cc
  absl::Status PutDigest(const SessionRow& row, std::string_view digest);
  absl::Status MoveDigest(const SessionRow& from, const SessionRow& to);

  std::map<ReadingSeries, int64_t> series_ids_;  // those of this transaction
};

}  // namespace tendon::storage::sqlite
