// The outcomes server's rows in memory.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "services/storage/cohort_extract.h"
#include "services/storage/memory/log_memory.h"
#include "services/storage/outcomes_store.h"

namespace tendon::storage::memory {

// Organisation, referral, number.
using MemoryOutcomesEpisode = std::tuple<std::string, std::string, int32_t>;

struct OutcomesState : LogState {
  std::map<std::pair<std::string, std::string>, SessionRow> sessions;  // by referral and id
  std::vector<SessionRow> versions;                                    // superseded
  std::map<std::string, ReferralViewRow> views;
  FeedCursor cursor;
  std::vector<ProgressReport> reports;                                  // oldest first
  std::map<MemoryOutcomesEpisode, int64_t> episodes;                    // with the ids that cohorts know them by
  std::map<std::pair<std::string, std::string>, std::string> measures;  // by organisation and id
};

class MemoryOutcomesReader : public virtual OutcomesReader, public virtual MemoryLogReader {
 public:
  absl::StatusOr<SessionRow> GetSession(const TenantScope& scope, std::string_view referral_id,
                                        std::string_view id) override;
  absl::StatusOr<std::vector<SessionRow>> ListSessions(const TenantScope& scope, std::string_view referral_id,
                                                       const SessionPosition& after, int limit) override;
  absl::StatusOr<std::vector<SessionVersion>> ListSessionVersions(const TenantScope& scope,
                                                                  std::string_view referral_id, std::string_view id,
                                                                  int64_t before_version, int limit) override;
  absl::Status ScanSessionDigests(const TenantScope& scope, std::string_view referral_id, int32_t episode,
                                  absl::FunctionRef<bool(const SessionDigest&)> take) override;
  absl::StatusOr<ReferralViewRow> GetReferralView(const TenantScope& scope, std::string_view referral_id) override;
  absl::StatusOr<std::vector<std::string>> ListReferralsToLookUp(std::string_view after, int limit) override;
  absl::StatusOr<FeedCursor> GetFeedCursor() override { return state().cursor; }
  absl::StatusOr<std::vector<ProgressReport>> ListProgressReports(int limit) override;
  // cohort_memory.cc
  absl::Status ScanCohortEpisodes(const TenantScope& scope,
                                  absl::FunctionRef<bool(const CohortEpisode&)> take) override;
  absl::Status ScanCohortSessions(const TenantScope& scope,
                                  absl::FunctionRef<bool(const CohortSession&)> take) override;
  absl::Status ScanCohortReadings(const TenantScope& scope, std::string_view measure,
                                  absl::FunctionRef<bool(const ReadingSeries&, const CohortReading&)> take) override;
  absl::StatusOr<MeasureRow> GetMeasure(std::string_view organization, std::string_view id) override;
  absl::StatusOr<std::vector<MeasureRow>> ListMeasures(std::string_view organization, std::string_view after,
                                                       int limit) override;

 protected:
  virtual const OutcomesState& state() const = 0;
  // Every session of the referral.
  std::vector<SessionRow> SessionsOf(std::string_view referral_id) const;

 private:
  struct CountedSession {
    int64_t episode;
    SessionRow row;
    ExtractedSession extracted;
  };
  // Those that cohorts count, by episode.
  std::vector<CountedSession> CountedSessions(const TenantScope& scope) const;
};

class MemoryOutcomesTransaction : public virtual OutcomesTransaction,
                                  public MemoryOutcomesReader,
                                  public MemoryLogTransaction {
 public:
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

 protected:
  virtual OutcomesState& mutable_state() = 0;

 private:
  // Puts `row` in the place of the session with this version, whose number it may take.
  absl::Status ReplaceSession(SessionRow row, int64_t version);
  bool NumberTaken(const SessionRow& row) const;
  // Gives an episode its id, if it has none.
  void KeepEpisode(const std::string& organization, const std::string& referral_id, int32_t episode);
};

}  // namespace tendon::storage::memory
