#include "services/outcomes/lookup_cache.h"

#include <utility>

namespace tendon::outcomes {

void LookupCache::Find(const std::string& referral, absl::Time now, const Ask& ask, Then then) {
  std::shared_ptr<const Lookup> known;
  {
    absl::MutexLock lock(&mutex_);
    if (entries_.size() >= kMostReferrals && !entries_.contains(referral)) {
      absl::erase_if(entries_, [](const auto& entry) { return entry.second.waiting.empty(); });
    }
    Entry& entry = entries_[referral];
    if (now < entry.good_until) {
      known = entry.lookup;
    } else {
      entry.waiting.push_back(std::move(then));
      if (entry.waiting.size() > 1) return;
    }
  }
  if (known != nullptr) {
    then(known);  // NOLINT(bugprone-use-after-move): what is known has not been queued
    return;
  }
  ask([self = shared_from_this(), referral, now](absl::StatusOr<Lookup> found) {
    self->Take(referral, now, std::move(found));
  });
}

void LookupCache::Take(const std::string& referral, absl::Time asked, absl::StatusOr<Lookup> found) {
  const Known known = found.ok() ? Known(std::make_shared<const Lookup>(*std::move(found))) : Known(found.status());
  std::vector<Then> waiting;
  {
    absl::MutexLock lock(&mutex_);
    Entry& entry = entries_[referral];
    waiting.swap(entry.waiting);
    if (known.ok()) {
      entry.lookup = *known;
      entry.good_until = asked + kGoodFor;
    }
  }
  for (const Then& then : waiting) then(known);
}

}  // namespace tendon::outcomes
