// Reads sessions, referral views, the feed cursor and progress reports on SQLite.
#pragma once

#include <string_view>
#include <vector>

#include "services/storage/outcomes_store.h"
#include "services/storage/sqlite/cohort_reader.h"
#include "services/storage/sqlite/log_reader.h"

namespace tendon::storage::sqlite {

// The columns of ReadSession(), in its order.
#define TENDON_SESSION_COLUMNS                                                                                     \
  "sessions.ordinal, sessions.referral_id, sessions.id, sessions.organization, sessions.episode, session_number, " \
  "conflict, sessions.start_us, version, sessions.counts, sessions.readers, sessions.body"
inline constexpr int kSessionReadersColumn = 10;
SessionRow ReadSession(const Rows& rows);

class SqliteOutcomesReader : public virtual OutcomesReader, public virtual SqliteCohortReader {
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
  absl::StatusOr<FeedCursor> GetFeedCursor() override;
  absl::StatusOr<std::vector<ProgressReport>> ListProgressReports(int limit) override;
};

}  // namespace tendon::storage::sqlite
