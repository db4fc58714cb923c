// Forgets what was begun and never finished: announcements and uploads after their time, and contents that no
// attachment names, which a crash between content and row may leave.
#pragma once

#include "services/referral/attachments/library.h"
#include "services/referral/upkeep.h"
#include "services/storage/referral_store.h"

namespace tendon::referral {

struct Swept {
  int attachments = 0;  // announcements that were never uploaded
  int uploads = 0;      // bytes without an announcement
  int contents = 0;     // bytes without an attachment
};

// One sweep at this time. What is younger than limits.upload_time is left alone, so that nothing is taken from under an
// upload.
absl::StatusOr<Swept> SweepAttachments(storage::ReferralStore& store, AttachmentLibrary& library, absl::Time now,
                                       const CommitNow& commit);

// The same, and a line in the log of what came of it.
void SweepAndLog(storage::ReferralStore& store, AttachmentLibrary& library, absl::Time now, const CommitNow& commit);

}  // namespace tendon::referral
