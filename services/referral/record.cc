#include "services/referral/record.h"

#include <algorithm>

#include "services/referral/lifecycle/turn.h"
#include "services/runtime/resource_name.h"

namespace tendon::referral {
namespace {

std::string IdOf(const std::string& organization_name) {
  return runtime::OrganizationId(organization_name).value_or("");
}

void AddReader(const std::string& organization_id, std::vector<std::string>* readers) {
  if (organization_id.empty() || std::find(readers->begin(), readers->end(), organization_id) != readers->end()) return;
  readers->push_back(organization_id);
}

// A draft is its referrer's alone; from Send on, every recipient so far and the informed parties may read.
std::vector<std::string> ReadersOf(const v1::Referral& referral) {
  std::vector<std::string> readers;
  AddReader(IdOf(referral.referrer()), &readers);
  if (referral.assignments().empty()) return readers;
  for (const v1::Assignment& assignment : referral.assignments()) AddReader(IdOf(assignment.recipient()), &readers);
  for (const std::string& party : referral.informed_parties()) AddReader(IdOf(party), &readers);
  return readers;
}

constexpr RoleSet kFormerRecipient = {v1::PARTY_ROLE_FORMER_RECIPIENT};
constexpr RoleSet kOfToday = {v1::PARTY_ROLE_REFERRER, v1::PARTY_ROLE_RECIPIENT, v1::PARTY_ROLE_INFORMED};
constexpr RoleSet kPhysiciansOrganizations = {v1::PARTY_ROLE_REFERRER, v1::PARTY_ROLE_INFORMED};

}  // namespace

absl::Status ReadRow(const storage::ReferralRow& row, v1::Referral* referral) {
  if (!referral->ParseFromString(row.body)) return absl::DataLossError("a stored referral cannot be read");
  v1::Progress* progress = referral->mutable_progress();
  progress->set_sessions_completed(row.progress.sessions_completed);
  progress->set_sessions_authorized(referral->authorization().sessions());
  progress->set_over_authorized(progress->sessions_completed() > progress->sessions_authorized());
  if (row.progress.last_session_us != 0) {
    *progress->mutable_last_session_time() = ToProto(absl::FromUnixMicros(row.progress.last_session_us));
  }
  FollowSessions(referral);
  return absl::OkStatus();
}

absl::StatusOr<v1::Referral> ReadRow(const storage::ReferralRow& row) {
  v1::Referral referral;
  if (absl::Status status = ReadRow(row, &referral); !status.ok()) return status;
  return referral;
}

absl::StatusOr<ReferralRecord> ReadRecord(const storage::ReferralRow& row) {
  ReferralRecord record;
  if (absl::Status status = ReadRow(row, &record.referral); !status.ok()) return status;
  if (!record.details.ParseFromString(row.details)) return absl::DataLossError("stored details cannot be read");
  return record;
}

storage::ReferralRow MakeRow(const ReferralRecord& record, int64_t ordinal) {
  const v1::Referral& referral = record.referral;
  storage::ReferralRow row;
  row.id = runtime::ReferralId(referral.name()).value_or("");
  row.ordinal = ordinal;
  row.version = referral.version();
  row.state = referral.state();
  row.referrer = IdOf(referral.referrer());
  const v1::Assignment* assignment = CurrentAssignment(referral);
  row.recipient = assignment == nullptr ? "" : IdOf(assignment->recipient());
  row.readers = ReadersOf(referral);
  row.body = referral.SerializeAsString();
  row.details = record.details.SerializeAsString();
  return row;
}

RoleSet RolesOf(const v1::Referral& referral, const std::string& organization_id) {
  RoleSet roles;
  if (IdOf(referral.referrer()) == organization_id) roles = roles | RoleSet{v1::PARTY_ROLE_REFERRER};
  const v1::Assignment* current = CurrentAssignment(referral);
  for (const v1::Assignment& assignment : referral.assignments()) {
    if (IdOf(assignment.recipient()) != organization_id) continue;
    roles = roles | RoleSet{&assignment == current ? v1::PARTY_ROLE_RECIPIENT : v1::PARTY_ROLE_FORMER_RECIPIENT};
  }
  for (const std::string& party : referral.informed_parties()) {
    if (IdOf(party) == organization_id) roles = roles | RoleSet{v1::PARTY_ROLE_INFORMED};
  }
  return roles;
}

RoleSet RolesOf(const v1::Referral& referral, const security::Principal& principal) {
  if (principal.role == security::Role::kService) return kSystem;
  const RoleSet roles = RolesOf(referral, principal.organization_id);
  const bool named = !principal.clinician.empty() && principal.clinician == referral.responsible_physician();
  const bool of_referrer_or_informed = !(roles & kPhysiciansOrganizations).empty();
  const bool physician = principal.role == security::Role::kPhysician && of_referrer_or_informed;
  return (named && !(roles & kOfToday).empty()) || physician ? roles | kPhysician : roles;
}

bool IsFormerRecipient(RoleSet roles) { return roles == kFormerRecipient; }

std::vector<std::string> AudienceOf(const v1::Referral& referral) {
  std::vector<std::string> audience = ReadersOf(referral);
  std::erase_if(audience, [&](const std::string& reader) { return IsFormerRecipient(RolesOf(referral, reader)); });
  return audience;
}

void DescribeReferral(const v1::Referral& referral, v1::Event* event) {
  event->set_resource(referral.name());
  event->set_version(referral.version());
  event->set_state(referral.state());
  event->set_referrer(referral.referrer());
  if (const v1::Assignment* assignment = CurrentAssignment(referral); assignment != nullptr) {
    event->set_recipient(assignment->recipient());
    event->set_assignment(assignment->name());
  }
  *event->mutable_progress() = referral.progress();
  if (referral.has_turn()) *event->mutable_turn() = referral.turn();
}

v1::Event MakeTransitionEvent(const v1::Referral& referral) {
  const v1::Transition& transition = referral.last_transition();
  v1::Event event;
  event.set_type(v1::EVENT_TYPE_REFERRAL_CHANGED);
  event.set_revision(referral.revision());
  *event.mutable_event_time() = transition.transition_time();
  event.set_transition(transition.event());
  event.set_actor_role(transition.actor_role());
  event.set_actor_organization(transition.organization());
  DescribeReferral(referral, &event);
  return event;
}

v1::Event MakeReplacedEvent(const v1::Referral& referral, const v1::Assignment& ended) {
  const v1::Transition& transition = referral.last_transition();
  v1::Event event;
  event.set_type(v1::EVENT_TYPE_REFERRAL_CHANGED);
  *event.mutable_event_time() = transition.transition_time();
  event.set_transition(transition.event());
  event.set_actor_role(transition.actor_role());
  event.set_actor_organization(transition.organization());
  event.set_resource(referral.name());
  event.set_version(ended.end_version());
  event.set_state(v1::REFERRAL_STATE_REDIRECTED);
  event.set_referrer(referral.referrer());
  event.set_recipient(ended.recipient());
  event.set_assignment(ended.name());
  event.mutable_progress()->set_sessions_completed(ended.sessions_completed());
  event.mutable_progress()->set_sessions_authorized(referral.authorization().sessions());
  return event;
}

}  // namespace tendon::referral
