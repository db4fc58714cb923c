#include "services/outcomes/recorder.h"

#include <utility>

#include "services/runtime/resource_name.h"

namespace tendon::outcomes {

void SessionRecorder::Record(const Recording& recording, OutcomesCalls::Done done) {
  const bool queued = calls_->readers().Submit([this, recording, done] {
    bool ask = false;
    {
      auto reader = calls_->store().Read();
      if (!reader.ok()) return done(reader.status());
      ask = NeedsLookup(*recording.call, **reader, recording.parent);
    }
    if (!ask) return Write(recording, done, Lookup());
    Ask(recording.parent, [this, recording, done](Lookup lookup) { Write(recording, done, std::move(lookup)); });
  });
  if (!queued) done(runtime::Overloaded());
}

void SessionRecorder::Write(const Recording& recording, const OutcomesCalls::Done& done, Lookup lookup) {
  auto* response = static_cast<v1::Session*>(recording.write.response);
  calls_->Submit(
      recording.call, recording.write,
      [recording, response, lookup = std::move(lookup)](Call& call, Transaction& transaction) {
        return RecordSession(call, transaction, recording.parent, *recording.session, lookup, recording.on_taken,
                             response);
      },
      done);
}

void SessionRecorder::Ask(const std::string& parent, std::function<void(Lookup)> then) {
  const std::string referral_id = runtime::ReferralId(parent).value_or("");
  lookup_->Find(referral_id, [then = std::move(then)](absl::StatusOr<v1::ReferralView> found) {
    Lookup lookup;
    if (found.ok()) {
      lookup.result = LookupResult::kFound;
      lookup.view = *std::move(found);
    } else {
      lookup.result = absl::IsNotFound(found.status()) ? LookupResult::kMissing : LookupResult::kUnreachable;
    }
    then(std::move(lookup));
  });
}

}  // namespace tendon::outcomes
