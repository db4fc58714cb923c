// Records sessions for RecordSession and ImportSessions: looks the referral up where that is needed, then writes.
// Nothing here waits.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "services/outcomes/handlers/handlers.h"
#include "services/outcomes/link/referral_link.h"
#include "services/runtime/call.h"

namespace tendon::outcomes {

using OutcomesCalls = runtime::CallRunner<storage::OutcomesStore>;

// Thread-safe; outlives its calls.
class SessionRecorder {
 public:
  SessionRecorder(OutcomesCalls* calls, ReferralLookup* lookup, const clinical::scoring::ScoringOptions& scoring)
      : calls_(calls), lookup_(lookup), scoring_(scoring) {}

  // What to record, and for whom. The pointers live until `done`, which comes exactly once, on any thread.
  struct Recording {
    std::shared_ptr<Call> call;
    OutcomesCalls::WriteCall write;  // the Session that answers it
    std::string parent;
    const v1::Session* session;
    OnTakenNumber on_taken;
    bool receipt = false;  // the answer is the session's name and flags, and no more is kept for a repetition
  };
  void Record(const Recording& recording, const OutcomesCalls::Done& done);

  // Imports that are under way.
  bool importing() const { return imports_ > 0; }
  void ImportBegins() { ++imports_; }
  void ImportEnds() { --imports_; }

  // The same in its two steps, for recordings that have to be written in the order in which they came. First what has
  // to be known of the referral; `then` comes exactly once, on any thread.
  void LookUp(const Recording& recording, const std::function<void(absl::StatusOr<Lookup>)>& then);
  // Then the write. Sessions are written in the order of these calls.
  void Write(const Recording& recording, std::shared_ptr<const Lookup> lookup, const OutcomesCalls::Done& done);

 private:
  void Ask(const std::string& parent, std::function<void(absl::StatusOr<Lookup>)> then);

  OutcomesCalls* const calls_;
  ReferralLookup* const lookup_;
  const clinical::scoring::ScoringOptions scoring_;
  std::atomic<int> imports_ = 0;
};

}  // namespace tendon::outcomes
