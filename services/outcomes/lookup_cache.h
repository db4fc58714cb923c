// What one import has learnt of the referrals that its records are of: each is looked up once in a while, not for every
// record, and once for records that come together.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/outcomes/handlers/handlers.h"

namespace tendon::outcomes {

// Thread-safe. Kept alive by the lookups that are under way.
class LookupCache : public std::enable_shared_from_this<LookupCache> {
 public:
  // Shared by the records of a referral: views are large.
  using Known = absl::StatusOr<std::shared_ptr<const Lookup>>;
  using Then = std::function<void(const Known&)>;
  // Looks a referral up; calls back once, on any thread.
  using Answer = std::function<void(absl::StatusOr<Lookup>)>;
  using Ask = std::function<void(Answer)>;

  // Flags are derived again when more becomes known of a referral, so that what is some seconds old does no harm.
  static constexpr absl::Duration kGoodFor = absl::Seconds(5);
  static constexpr size_t kMostReferrals = 10'000;

  // `then` comes exactly once: at once with what is known, or with what `ask` brings. Errors are not kept.
  void Find(const std::string& referral, absl::Time now, const Ask& ask, Then then);

 private:
  struct Entry {
    std::shared_ptr<const Lookup> lookup;
    absl::Time good_until = absl::InfinitePast();
    std::vector<Then> waiting;  // while it is asked for; the first of them asked
  };
  void Take(const std::string& referral, absl::Time asked, absl::StatusOr<Lookup> found);

  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, Entry> entries_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tendon::outcomes
