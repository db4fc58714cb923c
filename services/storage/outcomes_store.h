// What the outcomes server keeps: sessions, what cohorts are counted from, measures of one's own, its view of
// referrals, its place in the referral server's feed, and the outbox of progress reports, beside the shared log.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/storage/cohort_store.h"
#include "services/storage/log_store.h"
#include "services/storage/measure_store.h"
#include "services/storage/session_digest.h"
#include "services/storage/tenant_scope.h"

namespace tendon::storage {

// A session: the columns that queries need, and the serialised tendon.outcomes.v1.Session.
struct SessionRow {
  std::string id;  // the last part of the name
  std::string referral_id;
  std::string organization;      // organisation id of who treated
  int32_t episode = 0;           // assignment number; 0 while the referral is not known
  int32_t session_number = 0;    // 0: it has none
  bool number_conflict = false;  // another one has the number too
  int64_t start_us = 0;
  int64_t ordinal = 0;  // the revision of its creation: settles equal start times
  int64_t version = 0;
  bool counts = false;               // in k: completed, not in conflict, of a recipient
  std::vector<std::string> readers;  // organisation ids that may see it
  std::string body;

  // Whether no other session of the episode may have its number.
  bool takes_number() const { return session_number != 0 && !number_conflict; }
};

// A version of a session, superseded or present.
struct SessionVersion {
  int64_t version = 0;
  std::string body;
};

// Serialised tendon.outcomes.v1.ReferralView.
struct ReferralViewRow {
  std::string referral_id;
  int64_t version = 0;               // 0: outdated, to be asked for again
  std::vector<std::string> readers;  // organisation ids of every party
  std::string body;
};

// Where the outcomes server is in the referral server's feed.
struct FeedCursor {
  std::string epoch;
  int64_t sequence = 0;
};

// A progress report that has not been delivered; one for each episode, the latest.
struct ProgressReport {
  std::string referral_id;
  int32_t episode = 0;
  int64_t progress_sequence = 0;
  int32_t sessions_completed = 0;
  int64_t last_session_us = 0;
  std::string request_id;
  bool bulk = false;  // of an import: goes after those of sessions that somebody records
};

// A place in the list of a referral's sessions: (start_us, ordinal) of the last one seen.
struct SessionPosition {
  int64_t start_us = INT64_MIN;
  int64_t ordinal = 0;
};

class OutcomesReader : public virtual LogReader, public virtual CohortReader, public virtual MeasureReader {
 public:
  // NOT_FOUND when there is none, or the scope is not among its readers.
  virtual absl::StatusOr<SessionRow> GetSession(const TenantScope& scope, std::string_view referral_id,
                                                std::string_view id) = 0;
  // Sessions of a referral that the scope may see, by (start_us, ordinal), after `after`, at most `limit`.
  virtual absl::StatusOr<std::vector<SessionRow>> ListSessions(const TenantScope& scope, std::string_view referral_id,
                                                               const SessionPosition& after, int limit) = 0;
  // The digests of an episode's sessions that the scope may see, by (start_us, ordinal); 0 is the episode of those
  // whose referral is not known. A function that returns false ends the scan.
  virtual absl::Status ScanSessionDigests(const TenantScope& scope, std::string_view referral_id, int32_t episode,
                                          absl::FunctionRef<bool(const SessionDigest&)> take) = 0;
  // Versions of a session before `before_version`, the newest first, at most `limit`; INT64_MAX begins with the present
  // one. NOT_FOUND when there is no such session, or the scope is not among its present readers.
  virtual absl::StatusOr<std::vector<SessionVersion>> ListSessionVersions(const TenantScope& scope,
                                                                          std::string_view referral_id,
                                                                          std::string_view id, int64_t before_version,
                                                                          int limit) = 0;
  // NOT_FOUND when it is not known, or the scope is not among its readers.
  virtual absl::StatusOr<ReferralViewRow> GetReferralView(const TenantScope& scope, std::string_view referral_id) = 0;
  // Ids of the referrals that the referral server has to be asked for, ascending, after `after`, at most `limit`: those
  // of sessions of episode 0 that are not known, and those whose view is outdated.
  virtual absl::StatusOr<std::vector<std::string>> ListReferralsToLookUp(std::string_view after, int limit) = 0;
  // Zero in a new store.
  virtual absl::StatusOr<FeedCursor> GetFeedCursor() = 0;
  // Undelivered reports, those of imports last, else the oldest first, at most `limit`.
  virtual absl::StatusOr<std::vector<ProgressReport>> ListProgressReports(int limit) = 0;
};

class OutcomesTransaction : public virtual OutcomesReader, public virtual LogTransaction, public virtual MeasureWriter {
 public:
  // The session of (referral, organisation, episode) with this number that is not in conflict; NOT_FOUND.
  virtual absl::StatusOr<SessionRow> FindSessionByNumber(std::string_view referral_id, std::string_view organization,
                                                         int32_t episode, int32_t session_number) = 0;
  // The highest number used there, or by sessions of episode 0, which will be of this one once their referral is known;
  // 0 when there is none.
  virtual absl::StatusOr<int32_t> LastSessionNumber(std::string_view referral_id, std::string_view organization,
                                                    int32_t episode) = 0;
  // Version 1. ALREADY_EXISTS when the id, or the number without conflict, is taken.
  virtual absl::Status InsertSession(const SessionRow& row) = 0;
  // Replaces version row.version - 1, which goes to the history; ABORTED if the present version is another,
  // ALREADY_EXISTS if the number is taken, NOT_FOUND. Leaves ordinal and organization alone.
  virtual absl::Status UpdateSession(const SessionRow& row) = 0;
  // The same in place, without a new version: for what the server derives (episode, number, conflict, counts, readers,
  // flags in the body). ABORTED unless row.version is the present one.
  virtual absl::Status ReviseSession(const SessionRow& row) = 0;
  // How many sessions of the episode count, and when the last of them began (0: none).
  struct Count {
    int32_t sessions_completed = 0;
    int64_t last_session_us = 0;
  };
  virtual absl::StatusOr<Count> CountSessions(std::string_view referral_id, int32_t episode) = 0;
  // Inserts or replaces; an older version than the stored one has no effect and returns false.
  virtual absl::StatusOr<bool> PutReferralView(const ReferralViewRow& row) = 0;
  // What is known of the referral may be wrong: its view has version 0 from now on, so that any that is put replaces
  // it, also an older one. No effect while it is not known.
  virtual absl::Status OutdateReferralView(std::string_view referral_id) = 0;
  // The same of the views that come after `after` by id, at most `limit`; returns the last one's id, empty when there
  // are no more.
  virtual absl::StatusOr<std::string> OutdateReferralViewsAfter(std::string_view after, int limit) = 0;
  virtual absl::Status PutFeedCursor(const FeedCursor& cursor) = 0;
  // Inserts or replaces the episode's report; one that was not bulk stays so.
  virtual absl::Status PutProgressReport(const ProgressReport& report) = 0;
  // Removes the report if it still has this progress_sequence.
  virtual absl::Status RemoveProgressReport(std::string_view referral_id, int32_t episode,
                                            int64_t progress_sequence) = 0;
};

// Owns the data; outlives its readers and transactions.
class OutcomesStore {
 public:
  using Reader = OutcomesReader;
  using Transaction = OutcomesTransaction;
  virtual ~OutcomesStore() = default;
  virtual absl::StatusOr<std::unique_ptr<OutcomesReader>> Read() = 0;
  virtual absl::StatusOr<std::unique_ptr<OutcomesTransaction>> Begin() = 0;
  // OK, or why nothing can be made durable any more. Sticky until restart.
  virtual absl::Status Healthy() const = 0;
};

}  // namespace tendon::storage
