#include "services/referral/feed_retention.h"

namespace tendon::referral {
namespace {

constexpr int kChangesAtOnce = 1000;

}  // namespace

absl::StatusOr<int64_t> PruneFeeds(storage::ReferralStore& store, absl::Time now, absl::Duration kept,
                                   const CommitNow& commit) {
  int64_t floor = 0;
  absl::Status status = commit([&](storage::ReferralTransaction& transaction) {
    const auto revision = transaction.Revision();
    if (!revision.ok()) return revision.status();
    const auto marked = transaction.RevisionMarkedBy(absl::ToUnixMicros(now - kept));
    if (!marked.ok()) return marked.status();
    floor = *marked;
    absl::Status done = transaction.MarkRevision(absl::ToUnixMicros(now), *revision);
    // The mark that says what is old stays: it is the floor of the next time too.
    return done.ok() ? transaction.DropMarksBelow(floor) : done;
  });
  if (!status.ok() || floor == 0) return status.ok() ? absl::StatusOr<int64_t>(0) : status;
  int64_t dropped = 0;
  for (int now_dropped = kChangesAtOnce; now_dropped == kChangesAtOnce; dropped += now_dropped) {
    status = commit([&](storage::ReferralTransaction& transaction) {
      const auto pruned = transaction.PruneChanges(floor, kChangesAtOnce);
      if (pruned.ok()) now_dropped = *pruned;
      return pruned.status();
    });
    if (!status.ok()) return status;
  }
  return dropped;
}

}  // namespace tendon::referral
