#include "services/referral/lifecycle/apply.h"

namespace tendon::referral {
namespace {

// States in which an assignment is over.
constexpr StateSet kAssignmentOver =
    states::kTerminal | StateSet{v1::REFERRAL_STATE_DECLINED, v1::REFERRAL_STATE_FAILED};

void PassTurn(absl::Time time, v1::Referral* referral) {
  const PartyRole party = TurnIn(referral->state());
  if (party == v1::PARTY_ROLE_UNSPECIFIED) {
    referral->clear_turn();
    return;
  }
  const bool same_turn =
      referral->turn().party() == party && referral->turn().expectation() == ExpectationIn(referral->state());
  if (same_turn) return;
  v1::Turn* turn = referral->mutable_turn();
  turn->Clear();
  turn->set_party(party);
  turn->set_expectation(std::string(ExpectationIn(referral->state())));
  *turn->mutable_since_time() = ToProto(time);
}

void FollowInAssignment(const Act& act, v1::Referral* referral) {
  v1::Assignment* assignment = CurrentAssignment(referral);
  if (assignment == nullptr) return;
  assignment->set_state(referral->state());
  if (!kAssignmentOver.contains(referral->state()) || assignment->has_end_time()) return;
  *assignment->mutable_end_time() = ToProto(act.time);
  assignment->set_reason_code(act.reason_code);
}

}  // namespace

google::protobuf::Timestamp ToProto(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  const int64_t micros = absl::ToUnixMicros(time);
  timestamp.set_seconds(micros / 1'000'000);
  timestamp.set_nanos(static_cast<int32_t>(micros % 1'000'000) * 1000);
  return timestamp;
}

std::string EtagOf(int64_t version) { return "v" + std::to_string(version); }

void ApplyTransition(const Decision& decision, const Act& act, v1::Referral* referral) {
  v1::Transition* transition = referral->mutable_last_transition();
  transition->Clear();
  transition->set_event(decision.row->event);
  transition->set_rule(std::string(decision.no_op ? "47" : decision.row->rule));
  transition->set_from_state(referral->state());
  transition->set_to_state(decision.to);
  transition->set_actor_role(decision.role);
  transition->set_organization(act.organization);
  transition->set_clinician(act.clinician);
  transition->set_reason_code(act.reason_code);
  transition->set_comment(act.comment);
  transition->set_no_op(decision.no_op);
  *transition->mutable_transition_time() = ToProto(act.time);
  referral->set_state(decision.to);
  PassTurn(act.time, referral);
  FollowInAssignment(act, referral);
  referral->set_version(referral->version() + 1);
  referral->set_etag(EtagOf(referral->version()));
  *referral->mutable_update_time() = ToProto(act.time);
}

v1::Assignment* CurrentAssignment(v1::Referral* referral) {
  const int count = referral->assignments_size();
  return count == 0 ? nullptr : referral->mutable_assignments(count - 1);
}

const v1::Assignment* CurrentAssignment(const v1::Referral& referral) {
  const int count = referral.assignments_size();
  return count == 0 ? nullptr : &referral.assignments(count - 1);
}

void OpenAssignment(const Act& act, v1::Referral* referral) {
  const int number = referral->assignments_size() + 1;
  v1::Assignment* assignment = referral->add_assignments();
  assignment->set_name(referral->name() + "/assignments/" + std::to_string(number));
  assignment->set_recipient(referral->recipient());
  *assignment->mutable_send_time() = ToProto(act.time);
}

void AcceptAssignment(const Act& act, const std::string& clinician, v1::Referral* referral) {
  v1::Assignment* assignment = CurrentAssignment(referral);
  assignment->set_clinician(clinician);
  *assignment->mutable_accept_time() = ToProto(act.time);
  assignment->set_episode(referral->name() + "/episodes/" + std::to_string(referral->assignments_size()));
}

void StoreSummary(const Act& act, const v1::ClosingSummary& summary, v1::Referral* referral) {
  *referral->mutable_closing_summary() = summary;
  *referral->mutable_closing_summary()->mutable_complete_time() = ToProto(act.time);
}

void StoreAcknowledgement(const Act& act, v1::Referral* referral) {
  v1::Acknowledgement* acknowledgement = referral->mutable_acknowledgement();
  acknowledgement->set_clinician(act.clinician);
  *acknowledgement->mutable_acknowledge_time() = ToProto(act.time);
}

}  // namespace tendon::referral
