// k of n, as the outcomes server counts it.
#include "services/referral/handlers/common.h"
#include "services/referral/record.h"
#include "services/referral/work_entry.h"
#include "services/runtime/resource_name.h"

namespace tendon::referral {
namespace {

int64_t MicrosOf(const google::protobuf::Timestamp& time) { return time.seconds() * 1'000'000 + time.nanos() / 1000; }

v1::Event MakeProgressEvent(const v1::Referral& referral, int64_t revision, absl::Time now) {
  v1::Event event;
  event.set_type(v1::EVENT_TYPE_PROGRESS_CHANGED);
  event.set_revision(revision);
  *event.mutable_event_time() = ToProto(now);
  event.set_transition(v1::REFERRAL_EVENT_RECORD_SESSION);
  event.set_actor_role(v1::PARTY_ROLE_SYSTEM);
  DescribeReferral(referral, &event);
  return event;
}

}  // namespace

// Counting makes no new version: a clinician's etag stays good while sessions come in.
absl::Status ReportProgress(Call& call, Transaction& transaction, const v1::ReportProgressRequest& request,
                            v1::Referral* response) {
  const auto assignment = runtime::ParseAssignmentName(request.assignment());
  if (!assignment.has_value() || !assignment->number.has_value()) {
    return runtime::InvalidField("assignment", "must be referrals/*/assignments/{number}");
  }
  auto row = FindReferral(call, transaction, runtime::ReferralName(assignment->referral_id));
  if (!row.ok()) return row.status();
  if (absl::Status status = ReadRow(*row, response); !status.ok()) return status;
  call.resource = response->name();
  // What an assignment that is no longer the current one did is its own history; it does not count towards the current
  // one.
  if (*assignment->number != response->assignments_size()) return absl::OkStatus();
  const int64_t known_sequence = row->progress.progress_sequence;
  row->progress = {request.sessions_completed(),
                   request.has_last_session_time() ? MicrosOf(request.last_session_time()) : 0,
                   request.progress_sequence()};
  const auto changed = transaction.UpdateProgress(row->id, row->progress);
  if (!changed.ok()) return changed.status();
  if (!*changed) {
    response->mutable_progress()->set_progress_sequence(known_sequence);
    return absl::OkStatus();
  }
  auto record = ReadRecord(*row);
  if (!record.ok()) return record.status();
  // The clock of the turn runs from the last session.
  if (absl::Status status = transaction.PutWork(row->id, WorkOf(*record)); !status.ok()) return status;
  *response = std::move(record->referral);
  const auto revision = transaction.NextRevision();
  if (!revision.ok()) return revision.status();
  call.revision = *revision;
  call.feeds = AudienceOf(*response);
  const absl::Status told = transaction.AppendChange(
      {*revision, MakeProgressEvent(*response, *revision, call.now).SerializeAsString()}, call.feeds);
  // For the caller alone, so that it is in no event.
  response->mutable_progress()->set_progress_sequence(request.progress_sequence());
  return told;
}

}  // namespace tendon::referral
