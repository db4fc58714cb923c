// What was done and found in sessions goes to the referral server to be screened; its answer stays with the session. No
// queue of its own: a session that took place and has no screening has not been reported, and the progress report of
// its episode waits in the outbox until it has.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/storage/outcomes_store.h"
#include "tendon/outcomes/v1/session_service.pb.h"
#include "tendon/referral/v1/screening_record_service.pb.h"

namespace tendon::outcomes {

// A version of a session that is to be reported.
struct SessionReport {
  std::string session_id;
  int64_t version = 0;
  referral::v1::ReportSessionRequest request;
};

// Those of the episode that hold techniques or findings and were not screened.
absl::StatusOr<std::vector<SessionReport>> UnscreenedSessions(storage::OutcomesReader& reader,
                                                              const std::string& referral_id, int32_t episode);

// The report of one version; the same request, with the same request id, whenever it is made.
referral::v1::ReportSessionRequest ReportOf(const outcomes::v1::Session& session);

// Keeps the answer with the session, and its flags: UNSCREENED goes where every technique is known, CONTRAINDICATED_USE
// comes where it is so. Nothing where the session has been amended meanwhile; that version is reported by itself.
absl::Status KeepScreening(storage::OutcomesTransaction& transaction, const std::string& referral_id,
                           const SessionReport& report, const referral::v1::ReportSessionResponse& answer,
                           absl::Time now);

}  // namespace tendon::outcomes
