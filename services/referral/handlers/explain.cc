// The path of a referral in words, and the codes behind it.
#include "absl/strings/str_cat.h"
#include "services/referral/handlers/common.h"
#include "services/referral/handlers/lifecycle_handlers.h"
#include "services/referral/lifecycle/mapping.h"
#include "services/referral/lifecycle/reasons.h"

namespace tendon::referral {
namespace {

constexpr int64_t kMaxStepsExplained = 500;

// "REFERRAL_STATE_SENT" -> "SENT".
std::string WithoutPrefix(const std::string& name, std::string_view prefix) { return name.substr(prefix.size()); }
std::string NameOf(ReferralState state) { return WithoutPrefix(v1::ReferralState_Name(state), "REFERRAL_STATE_"); }
std::string NameOf(ReferralEvent event) { return WithoutPrefix(v1::ReferralEvent_Name(event), "REFERRAL_EVENT_"); }
std::string NameOf(PartyRole role) { return WithoutPrefix(v1::PartyRole_Name(role), "PARTY_ROLE_"); }
std::string LastPart(const std::string& name) { return name.substr(name.rfind('/') + 1); }

std::string ActorOf(const v1::Transition& transition) {
  if (transition.organization().empty()) return "the exchange";
  const std::string clinician = transition.clinician().empty() ? "" : " (" + LastPart(transition.clinician()) + ")";
  return LastPart(transition.organization()) + clinician;
}

// "proposals/3" of this referral, "referrals/r" for another one.
std::string AboutSubject(const std::string& subject) {
  const size_t part = subject.find('/', subject.find('/') + 1);
  return subject.empty() ? "" : " (" + (part == std::string::npos ? subject : subject.substr(part + 1)) + ")";
}

// No comment: it may hold anything, and has a category of its own.
std::string InWords(const v1::Transition& transition) {
  const bool stays = transition.from_state() == transition.to_state();
  const std::string from =
      transition.from_state() == v1::REFERRAL_STATE_UNSPECIFIED ? "nothing" : NameOf(transition.from_state());
  return absl::StrCat(
      ActorOf(transition), " as ", NameOf(transition.actor_role()), ": ", NameOf(transition.event()),
      AboutSubject(transition.subject()),
      stays ? absl::StrCat(", stays ", from) : absl::StrCat(", ", from, " to ", NameOf(transition.to_state())),
      transition.reason_code().empty() ? "" : absl::StrCat(", because of ", transition.reason_code()), ", by rule ",
      transition.rule(), transition.no_op() ? " (it was so already)" : "");
}

void AddStep(const v1::Referral& referral, v1::ExplainReferralResponse* response) {
  const v1::Transition& transition = referral.last_transition();
  v1::ExplainedStep* step = response->add_steps();
  step->set_version(referral.version());
  *step->mutable_transition() = transition;
  step->set_text(InWords(transition));
  const TransitionRow* row = FindRow(transition.rule(), transition.event());
  step->set_rule_description(transition.no_op() ? "The target was the present state: recorded, nothing changed."
                             : row == nullptr   ? ""
                                                : std::string(row->description));
}

void FillMapping(const MappingRow& row, v1::StateMapping* mapping) {
  mapping->set_state(row.state);
  mapping->set_task_status(std::string(row.task_status));
  mapping->set_business_status(std::string(row.business_status));
  mapping->set_service_request_status(std::string(row.service_request_status));
  mapping->set_referral_status(std::string(row.referral_status));
  mapping->set_order_status(std::string(row.order_status));
  mapping->set_transaction(std::string(row.transaction));
  mapping->set_nearest_ers_state(std::string(row.nearest_ers_state));
  mapping->set_note(std::string(row.when));
}

// Where R1 has no status of its own, the reason code is the business status.
void FillReason(const v1::Referral& referral, v1::StateMapping* mapping) {
  if (!mapping->business_status().empty()) return;
  if (referral.state() == v1::REFERRAL_STATE_ON_HOLD) mapping->set_business_status(referral.hold().reason_code());
  const v1::Assignment* assignment = CurrentAssignment(referral);
  if (referral.state() == v1::REFERRAL_STATE_FAILED) mapping->set_business_status(assignment->reason_code());
}

void FillReasonCode(const ReasonRow& row, v1::ReasonCode* code) {
  code->set_code(std::string(row.code));
  code->set_display(std::string(row.display));
  code->add_events(row.event);
  for (int role = v1::PartyRole_MIN; role <= v1::PartyRole_MAX; ++role) {
    if (row.by.contains(static_cast<PartyRole>(role))) code->add_actor_roles(static_cast<PartyRole>(role));
  }
  code->set_comment_required(row.comment_required);
  code->set_valid_from_date(std::string(row.valid_from_date));
  code->set_valid_to_date(std::string(row.valid_to_date));
  code->set_source(std::string(row.source));
  if (row.mapping_code.empty()) return;
  clinical::v1::Coding* mapping = code->add_mappings();
  mapping->set_system(std::string(row.mapping_system));
  mapping->set_code(std::string(row.mapping_code));
}

}  // namespace

absl::Status ExplainReferral(Call& call, Reader& reader, const v1::ExplainReferralRequest& request,
                             v1::ExplainReferralResponse* response) {
  const auto found = FindRecord(call, reader, request.name());
  if (!found.ok()) return found.status();
  const v1::Referral& present = found->record.referral;
  const int64_t before = std::max<int64_t>(0, present.version() - kMaxStepsExplained);
  for (int64_t version = before + 1; version <= present.version(); ++version) {
    const auto read = ReadVersion(call, reader, *found, version);
    if (read.status().code() == absl::StatusCode::kNotFound) continue;
    if (!read.ok()) return read.status();
    AddStep(*read, response);
  }
  response->set_truncated(before > 0);
  response->set_state(present.state());
  if (present.has_turn()) *response->mutable_turn() = present.turn();
  FillMapping(MappingOf(present), response->mutable_mapping());
  FillReason(present, response->mutable_mapping());
  return absl::OkStatus();
}

absl::Status ListReasonCodes(Call&, Reader&, const v1::ListReasonCodesRequest& request,
                             v1::ListReasonCodesResponse* response) {
  for (const ReasonRow& row : kReasons) {
    const bool wanted = request.event() == v1::REFERRAL_EVENT_UNSPECIFIED || request.event() == row.event;
    if (wanted) FillReasonCode(row, response->add_reason_codes());
  }
  return absl::OkStatus();
}

absl::Status ListStateMappings(Call&, Reader&, const v1::ListStateMappingsRequest&,
                               v1::ListStateMappingsResponse* response) {
  for (const MappingRow& row : kMappings) FillMapping(row, response->add_mappings());
  return absl::OkStatus();
}

}  // namespace tendon::referral
