#include "services/referral/handlers/part_of_referral.h"

#include "services/referral/lifecycle/decide.h"
#include "services/referral/record.h"
#include "services/referral/refusal.h"
#include "services/referral/visibility.h"

namespace tendon::referral {

absl::StatusOr<SeenReferral> FindSeenReferral(const Call& call, Reader& reader, const std::string& name,
                                              const char* kind) {
  auto row = FindReferral(call, reader, name);
  if (row.status().code() == absl::StatusCode::kNotFound) return runtime::NotFound(kind);
  if (!row.ok()) return row.status();
  SeenReferral seen;
  seen.row = *std::move(row);
  if (absl::Status status = ReadRow(seen.row, &seen.referral); !status.ok()) return status;
  seen.until =
      call.scope.is_system() ? absl::InfiniteFuture() : SeesUntil(seen.referral, call.principal.organization_id);
  return seen;
}

bool MayWrite(const Call& call, const v1::Referral& referral) {
  const RoleSet roles = RolesOf(referral, call.principal.organization_id);
  return !(roles & (kReferrer | kRecipient)).empty() && referral.assignments_size() > 0;
}

absl::Status RefuseToWrite(const Call& call, Reader& reader, const SeenReferral& seen) {
  const auto found = SeenRecord(call, reader, seen.row);
  if (!found.ok()) return found.status();
  return Refusal({found->record, found->roles, call.now}, v1::REFERRAL_EVENT_POST_MESSAGE);
}

absl::Status AnnouncePart(Call& call, Transaction& transaction, const SeenReferral& seen, v1::EventType type,
                          v1::ReferralEvent transition, const std::string& resource) {
  const auto revision = transaction.NextRevision();
  if (!revision.ok()) return revision.status();
  v1::Event event;
  event.set_type(type);
  event.set_revision(*revision);
  *event.mutable_event_time() = ToProto(call.now);
  event.set_transition(transition);
  event.set_actor_role(LeadingRole(RolesOf(seen.referral, call.principal.organization_id)));
  event.set_actor_organization(ActOf(call).organization);
  DescribeReferral(seen.referral, &event);
  event.set_resource(resource);
  const std::vector<std::string> seeing = WhoSeesNow(seen.referral, seen.row.readers);
  call.revision = *revision;
  call.feeds = seeing;
  call.resource = resource;
  return transaction.AppendChange({*revision, event.SerializeAsString()}, seeing);
}

}  // namespace tendon::referral
