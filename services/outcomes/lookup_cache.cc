#include "services/outcomes/lookup_cache.h"

#include <optional>
#include <utility>

namespace tendon::outcomes {

void LookupCache::Find(const std::string& referral, absl::Time now, const Ask& ask, Then then) {
  std::optional<Lookup> known;
  {
    absl::MutexLock lock(&mutex_);
    if (entries_.size() >= kMostReferrals && !entries_.contains(referral)) {
      absl::erase_if(entries_, [](const auto& entry) { return entry.second.waiting.empty(); });
    }
    Entry& entry = entries_[referral];
    if (now >= entry.good_until) {
      entry.waiting.push_back(std::move(then));
      if (entry.waiting.size() > 1) return;
    } else {
      known = entry.lookup;
    }
  }
  if (known.has_value()) return then(*std::move(known));
  ask([self = shared_from_this(), referral, now](const absl::StatusOr<Lookup>& found) {
    self->Take(referral, now, found);
  });
}

void LookupCache::Take(const std::string& referral, absl::Time asked, const absl::StatusOr<Lookup>& found) {
  std::vector<Then> waiting;
  {
    absl::MutexLock lock(&mutex_);
    Entry& entry = entries_[referral];
    waiting.swap(entry.waiting);
    if (found.ok()) {
      entry.lookup = *found;
      entry.good_until = asked + kGoodFor;
    }
  }
  for (const Then& then : waiting) then(found);
}

}  // namespace tendon::outcomes
