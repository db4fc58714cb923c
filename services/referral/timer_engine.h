// Fires timers when their time has come: finds them in their index, and lets each take effect through the writer like
// any other write. What was due while the server was down is found at the next start.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/runtime/admission.h"
#include "services/storage/referral_store.h"
#include "services/storage/writer.h"

namespace tendon::referral {

// What came of one look at the index.
struct TimersFired {
  int64_t fired = 0;      // referrals whose timers took effect
  int64_t set_aside = 0;  // referrals that failed, or were due again at once: tried again after an hour
};

// A timer fires once in effect: it is decided in the transaction that writes what it does. Fire() is of one thread at a
// time; Stop() of any.
class TimerEngine {
 public:
  using Writer = storage::GroupCommitWriter<storage::ReferralStore>;
  // Gets the organisations (ids) whose feeds have grown, once that is durable. Must not block.
  using Wake = std::function<void(const std::vector<std::string>&)>;

  // Store, writer and rules outlive it.
  TimerEngine(storage::ReferralStore* store, Writer* writer, Wake wake, const runtime::ServerRules* rules = nullptr)
      : store_(store), writer_(writer), wake_(std::move(wake)), rules_(rules) {}

  // Everything that is due at `now`, the longest due first, a batch at a time; returns once it is durable. An error of
  // the store or a full queue ends it early: the next call goes on.
  absl::StatusOr<TimersFired> Fire(absl::Time now);

  // A Fire() under way ends after its batch, and later ones do nothing.
  void Stop() { stopping_ = true; }

 private:
  absl::StatusOr<std::vector<std::string>> NextBatch(absl::Time now, const std::vector<std::string>& last);
  absl::Status FireBatch(absl::Time now, const std::vector<std::string>& ids, TimersFired* result);

  storage::ReferralStore* const store_;
  Writer* const writer_;
  const Wake wake_;
  const runtime::ServerRules* const rules_;
  std::map<std::string, absl::Time> set_aside_;  // since when, by referral id
  std::atomic<bool> stopping_ = false;
};

}  // namespace tendon::referral
