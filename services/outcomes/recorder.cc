#include "services/outcomes/recorder.h"

#include <google/protobuf/arena.h>

#include <utility>

#include "services/runtime/resource_name.h"

namespace tendon::outcomes {
namespace {

void LeaveReceipt(v1::Session* session) {
  v1::Session& receipt = *google::protobuf::Arena::CreateMessage<v1::Session>(session->GetArena());
  receipt.set_name(session->name());
  *receipt.mutable_flags() = session->flags();
  *session = std::move(receipt);
}

}  // namespace

void SessionRecorder::Record(const Recording& recording, const OutcomesCalls::Done& done) {
  LookUp(recording, [this, recording, done](absl::StatusOr<Lookup> lookup) {
    if (!lookup.ok()) return done(lookup.status());
    Write(recording, std::make_shared<const Lookup>(*std::move(lookup)), done);
  });
}

void SessionRecorder::LookUp(const Recording& recording, const std::function<void(absl::StatusOr<Lookup>)>& then) {
  const bool queued = calls_->readers().Submit([this, recording, then] {
    bool ask = false;
    {
      auto reader = calls_->store().Read();
      if (!reader.ok()) return then(reader.status());
      ask = NeedsLookup(*recording.call, **reader, recording.parent);
    }
    if (!ask) return then(Lookup());
    Ask(recording.parent, then);
  });
  if (!queued) then(runtime::Overloaded());
}

void SessionRecorder::Write(const Recording& recording, std::shared_ptr<const Lookup> lookup,
                            const OutcomesCalls::Done& done) {
  auto* response = static_cast<v1::Session*>(recording.write.response);
  calls_->Submit(
      recording.call, recording.write,
      [this, recording, response, lookup = std::move(lookup)](Call& call, Transaction& transaction) {
        absl::Status status = RecordSession(call, transaction, recording.parent, *recording.session, *lookup,
                                            recording.on_taken, response, scoring_);
        if (status.ok() && recording.receipt) LeaveReceipt(response);
        return status;
      },
      done);
}

void SessionRecorder::Ask(const std::string& parent, std::function<void(absl::StatusOr<Lookup>)> then) {
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
