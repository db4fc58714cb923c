// The lists that people work by, and the timers: small entries kept beside the referrals, each list in an index of its
// own. The referral is the truth; entries of an older version are made anew from it at start.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/storage/log_store.h"
#include "services/storage/tenant_scope.h"

namespace tendon::storage {

struct ReferralRow;

// No time is set.
inline constexpr int64_t kNever = std::numeric_limits<int64_t>::max();

// Where a referral stands in the lists. Organisation ids; "" for none.
struct WorkEntry {
  std::string referrer;
  std::string recipient;
  std::string turn;                       // whose turn it is
  std::string unread;                     // who has an outcome to read
  int64_t due_us = kNever;                // when the turn is late
  int64_t timer_us = kNever;              // when the next timer runs out
  std::vector<std::string> patient_keys;  // what the patient is known by
};

enum class WorkList { kInbox, kOutbox, kTurn, kUnread };

// A place in a list: by `due_us` where it is ordered by that, else 0; then by ordinal.
struct WorkPosition {
  int64_t due_us = std::numeric_limits<int64_t>::min();
  int64_t ordinal = 0;
};

struct WorkQuery {
  WorkList list = WorkList::kInbox;
  int32_t state = 0;  // 0: any; of the inbox and outbox only
  WorkPosition after;
  int limit = 0;
};

struct WorkRow;

class WorklistReader : public virtual LogReader {
 public:
  // The scope's own list: inbox, outbox and unread by ordinal, the turn by (due_us, ordinal); those that the scope may
  // read. INVALID_ARGUMENT for the system.
  virtual absl::StatusOr<std::vector<WorkRow>> ListWork(const TenantScope& scope, const WorkQuery& query) = 0;
  // Those referred by or to the scope with due_us < `before_us`, by (due_us, ordinal). INVALID_ARGUMENT for the system.
  virtual absl::StatusOr<std::vector<WorkRow>> ListOverdue(const TenantScope& scope, int64_t before_us,
                                                           const WorkPosition& after, int limit) = 0;
  // Those with the key that the scope may read, by ordinal.
  virtual absl::StatusOr<std::vector<ReferralRow>> ListByPatientKey(const TenantScope& scope, std::string_view key,
                                                                    int64_t after_ordinal, int limit) = 0;
  // Ids of referrals with timer_us <= `now_us`, the earliest first.
  virtual absl::StatusOr<std::vector<std::string>> ListDueTimers(int64_t now_us, int limit) = 0;
  // Every referral with ordinal > `after_ordinal`, for making the entries anew.
  virtual absl::StatusOr<std::vector<ReferralRow>> ListEveryReferral(int64_t after_ordinal, int limit) = 0;
  // The version that the entries were made for; 0 in a new store.
  virtual absl::StatusOr<int64_t> WorklistVersion() = 0;
};

class WorklistTransaction : public virtual WorklistReader {
 public:
  // Puts the entry in the place of the one before. NOT_FOUND when there is no such referral.
  virtual absl::Status PutWork(std::string_view referral_id, const WorkEntry& entry) = 0;
  virtual absl::Status SetWorklistVersion(int64_t version) = 0;
};

}  // namespace tendon::storage
