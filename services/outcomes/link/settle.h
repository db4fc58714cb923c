// Takes in what has become known of a referral, and settles the sessions that were waiting for it.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/storage/outcomes_store.h"
#include "tendon/outcomes/v1/session_service.pb.h"

namespace tendon::outcomes {

// Stores a view that is newer than the present one, or any in the place of an outdated one; then gives the referral's
// sessions their episode, readers and flags by it, counts them anew, and strikes them out where it is the wrong
// patient's.
absl::Status TakeView(storage::OutcomesTransaction& transaction, const v1::ReferralView& view, absl::Time now);

// The referral server does not know the referral that it was asked for because what was known is outdated. The sessions
// stay with what was known last, and are flagged REFERRAL_UNRESOLVED; any view that comes later takes its place.
// Nothing where there is no view, or one that has come meanwhile.
absl::Status NoteMissing(storage::OutcomesTransaction& transaction, const std::string& referral_id, absl::Time now);

// Derives episode, count, flags and readers of all of a referral's sessions again from a view that is known; for after
// a session has changed.
absl::Status SettleReferral(storage::OutcomesTransaction& transaction, const v1::ReferralView& view,
                            const std::string& referral_id);

// Both parties said that the referral is another patient's (row 45a): each of its sessions gets a version that is
// entered in error, and counts no more. What is so already stays, so that the feed may tell of it again.
absl::Status StrikeOutSessions(storage::OutcomesTransaction& transaction, const std::string& referral_id,
                               absl::Time now);

// The change behind a revision: the resource whose sessions changed.
absl::Status AppendSessionChange(storage::OutcomesTransaction& transaction, int64_t revision,
                                 const std::string& resource, absl::Time now);

// Counts the sessions of an episode and puts the report into the outbox, under this revision.
absl::Status QueueProgress(storage::OutcomesTransaction& transaction, const std::string& referral_id, int episode,
                           int64_t revision);
// The same of sessions that are counted already. `bulk` where an import recorded them.
absl::Status QueueProgress(storage::OutcomesTransaction& transaction, const std::string& referral_id, int episode,
                           int64_t revision, const storage::OutcomesTransaction::Count& count, bool bulk);

}  // namespace tendon::outcomes
