// Records sessions for RecordSession and ImportSessions: looks the referral up where that is needed, then writes. Nothing here waits.
#pragma once

#include <functional>
#include <memory>

#include "services/outcomes/handlers/handlers.h"
#include "services/outcomes/link/referral_link.h"
#include "services/runtime/call.h"

namespace tendon::outcomes {

using OutcomesCalls = runtime::CallRunner<storage::OutcomesStore>;

// Thread-safe; outlives its calls.
class SessionRecorder {
 public:
  SessionRecorder(OutcomesCalls* calls, ReferralLookup* lookup) : calls_(calls), lookup_(lookup) {}

  // `Request` is RecordSessionRequest or ImportSessionsRequest: parent, session, request_id. `request` and `response` live until `done`,
  // which comes exactly once, on any thread.
  template <class Request>
  void Record(std::shared_ptr<Call> call, const Request* request, bool dry_run, OnTakenNumber on_taken, v1::Session* response,
              OutcomesCalls::Done done) {
    const auto write = [this, call, request, dry_run, on_taken, response, done](Lookup lookup) {
      const auto handler = [on_taken, lookup = std::move(lookup)](Call& c, Transaction& transaction, const Request& r,
                                                                  v1::Session* s) {
        return RecordSession(c, transaction, r.parent(), r.session(), lookup, on_taken, s);
      };
      calls_->Submit(call, request, response, handler, dry_run, done);
    };
    const bool queued = calls_->readers().Submit([this, call, parent = request->parent(), write, done] {
      bool ask = false;
      {
        auto reader = calls_->store().Read();
        if (!reader.ok()) return done(reader.status());
        ask = NeedsLookup(*call, **reader, parent);
      }
      if (!ask) return write(Lookup());
      Ask(parent, write);
    });
    if (!queued) done(runtime::Overloaded());
  }

 private:
  void Ask(const std::string& parent, std::function<void(Lookup)> then);

  OutcomesCalls* const calls_;
  ReferralLookup* const lookup_;
};

}  // namespace tendon::outcomes
