// The outcomes server's rows in memory.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/storage/memory/log_memory.h"
#include "services/storage/outcomes_store.h"

namespace tendon::storage::memory {

struct OutcomesState : LogState {
  std::map<std::pair<std::string, std::string>, SessionRow> sessions;  // by referral and id
  std::vector<SessionRow> versions;                                    // superseded
  std::map<std::string, ReferralViewRow> views;
  FeedCursor cursor;
  std::vector<ProgressReport> reports;  // oldest first
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
  absl::StatusOr<ReferralViewRow> GetReferralView(const TenantScope& scope, std::string_view referral_id) override;
  absl::StatusOr<FeedCursor> GetFeedCursor() override { return state().cursor; }
  absl::StatusOr<std::vector<ProgressReport>> ListProgressReports(int limit) override;

 protected:
  virtual const OutcomesState& state() const = 0;
  // Every session of the referral.
  std::vector<SessionRow> SessionsOf(std::string_view referral_id) const;
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
  absl::Status PutFeedCursor(const FeedCursor& cursor) override;
  absl::Status PutProgressReport(const ProgressReport& report) override;
  absl::Status RemoveProgressReport(std::string_view referral_id, int32_t episode, int64_t progress_sequence) override;

 protected:
  virtual OutcomesState& mutable_state() = 0;

 private:
  // Puts `row` in the place of the session with this version, whose number it may take.
  absl::Status ReplaceSession(SessionRow row, int64_t version);
  bool NumberTaken(const SessionRow& row) const;
};

}  // namespace tendon::storage::memory
