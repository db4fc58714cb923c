// How much of a referral a caller reads: all of it, or the own part of a recipient that was replaced. Every method that
// shows a referral goes through here.
#include "services/referral/handlers/common.h"
#include "services/referral/record.h"
#include "services/runtime/resource_name.h"

namespace tendon::referral {
namespace {

// The last assignment of the organisation, which has been one of the referral's recipients.
int LastAssignmentOf(const v1::Referral& referral, const std::string& organization_id) {
  int last = -1;
  for (int i = 0; i < referral.assignments_size(); ++i) {
    if (referral.assignments(i).recipient() == runtime::OrganizationName(organization_id)) last = i;
  }
  return last;
}

// A version with the count of the assignment that it was of. `known` knows how that one ended.
absl::StatusOr<ReferralRecord> ReadAsOf(const v1::Referral& known, storage::ReferralRow row) {
  row.progress = {};
  auto record = ReadRecord(row);
  if (!record.ok() || record->referral.assignments().empty()) return record;
  const int assignment = record->referral.assignments_size() - 1;
  v1::Progress* progress = record->referral.mutable_progress();
  if (known.assignments(assignment).state() == v1::REFERRAL_STATE_REDIRECTED) {
    progress->set_sessions_completed(known.assignments(assignment).sessions_completed());
  } else {
    progress->set_sessions_completed(known.progress().sessions_completed());
    if (known.progress().has_last_session_time()) {
      *progress->mutable_last_session_time() = known.progress().last_session_time();
    }
  }
  progress->set_over_authorized(progress->sessions_completed() > progress->sessions_authorized());
  return record;
}

absl::StatusOr<FoundRecord> OwnPart(const Call& call, Reader& reader, const v1::Referral& present, RoleSet roles,
                                    const storage::ReferralRow& row) {
  const int own = LastAssignmentOf(present, call.principal.organization_id);
  const auto old = reader.GetReferralVersion(call.scope, row.id, present.assignments(own).end_version());
  if (!old.ok()) return old.status();
  auto part = ReadAsOf(present, *old);
  if (!part.ok()) return part.status();
  *part->referral.mutable_assignments(own) = present.assignments(own);
  part->referral.set_state(v1::REFERRAL_STATE_REDIRECTED);
  // What was asked and proposed then waits no more.
  part->referral.clear_turn();
  part->referral.clear_open_questions();
  part->referral.clear_open_proposals();
  return FoundRecord{*std::move(part), roles, row.ordinal};
}

}  // namespace

absl::StatusOr<FoundRecord> SeenRecord(const Call& call, Reader& reader, const storage::ReferralRow& row) {
  auto record = ReadRecord(row);
  if (!record.ok()) return record.status();
  const RoleSet roles = RolesOf(record->referral, call.principal);
  if (IsFormerRecipient(roles)) return OwnPart(call, reader, record->referral, roles, row);
  return FoundRecord{*std::move(record), roles, row.ordinal};
}

absl::StatusOr<FoundRecord> FindRecord(const Call& call, Reader& reader, const std::string& name) {
  const auto row = FindReferral(call, reader, name);
  if (!row.ok()) return row.status();
  return SeenRecord(call, reader, *row);
}

absl::StatusOr<v1::Referral> ReadVersion(const Call& call, Reader& reader, const FoundRecord& found, int64_t version) {
  const v1::Referral& known = found.record.referral;
  if (version == known.version() && !IsFormerRecipient(found.roles)) return known;
  auto row = reader.GetReferralVersion(call.scope, ReferralIdOf(known.name()), version);
  if (!row.ok()) return row.status();
  auto record = ReadAsOf(known, *std::move(row));
  if (!record.ok()) return record.status();
  // Who was replaced, and took another's place again, has not seen what happened in between.
  if (IsFormerRecipient(RolesOf(record->referral, call.principal))) return absl::NotFoundError("another's part");
  return std::move(record->referral);
}

}  // namespace tendon::referral
