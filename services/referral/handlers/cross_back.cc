// The therapist sends the patient back with urgency: this referral ends, and those above it are told at once.
#include "services/referral/handlers/lifecycle_handlers.h"
#include "services/referral/handlers/move.h"
#include "services/referral/lifecycle/family.h"
#include "services/referral/record.h"

namespace tendon::referral {
namespace {

// As many as a patient can be sent back in one referral.
constexpr int kMaxRechecks = 50;

using clinical::v1::ReferUrgency;

// Where nobody says how soon, a patient who is sent back to be seen is seen today.
ReferUrgency UrgencyOf(const v1::CrossBackRequest& request) {
  if (!request.recheck()) return clinical::v1::REFER_URGENCY_UNSPECIFIED;
  const bool said = request.refer_urgency() != clinical::v1::REFER_URGENCY_UNSPECIFIED;
  return said ? request.refer_urgency() : clinical::v1::REFER_URGENCY_URGENT_SAME_DAY;
}

void AskForRecheck(const Act& act, const std::string& from, ReferUrgency urgency, v1::Referral* referral) {
  if (referral->recheck_requests_size() >= kMaxRechecks) return;
  v1::RecheckRequest* recheck = referral->add_recheck_requests();
  recheck->set_referral(from);
  recheck->set_reason_code(act.reason_code);
  recheck->set_comment(act.comment);
  recheck->set_refer_urgency(urgency);
  *recheck->mutable_request_time() = ToProto(act.time);
}

// The parent holds what came of the child so far, and is halted where the finding applies to it.
absl::Status TellParentAtOnce(Call& call, Transaction& transaction, const v1::Referral& child, const Act& act,
                              const v1::CrossBackRequest& request) {
  const std::string& parent = child.parent_referral();
  const Effect tell = [&](Step& step) {
    step.act.subject = child.name();
    EndChild(OutcomeOf(child), &step.referral());
    if (request.recheck()) AskForRecheck(act, child.name(), UrgencyOf(request), &step.referral());
    return absl::OkStatus();
  };
  absl::Status status = TakeAsSystem(call, transaction, parent, v1::REFERRAL_EVENT_CHILD_ENDED, act.reason_code, tell);
  if (!status.ok() || !request.halt_parent()) return status;
  const Effect halt = [&child](Step& step) {
    step.act.subject = child.name();
    StartHold(v1::PARTY_ROLE_SYSTEM, step.act, &step.referral());
    return absl::OkStatus();
  };
  return TakeAsSystem(call, transaction, parent, v1::REFERRAL_EVENT_HOLD, "contraindication-found", halt);
}

absl::Status AlertUrgent(Call& call, Transaction& transaction, const std::string& name, ReferUrgency urgency) {
  const auto row = transaction.GetReferral(storage::TenantScope::System(), ReferralIdOf(name));
  if (!row.ok()) return row.status();
  const auto referral = ReadRow(*row);
  if (!referral.ok()) return referral.status();
  return Alert(call, transaction, *referral, v1::EVENT_TYPE_URGENT, urgency);
}

}  // namespace

absl::Status CrossBack(Call& call, Transaction& transaction, const v1::CrossBackRequest& request,
                       v1::Referral* response) {
  const Effect effect = [&request](Step& step) {
    const bool begun = states::kUnderWay.contains(step.referral().state());
    StoreSummary(step.act, request.closing_summary(), !(request.completed() && begun), &step.referral());
    step.referral().mutable_closing_summary()->set_urgent(true);
    if (request.recheck()) AskForRecheck(step.act, request.name(), UrgencyOf(request), &step.referral());
    return absl::OkStatus();
  };
  absl::Status status = Move(call, transaction, request, v1::REFERRAL_EVENT_CROSS_BACK, effect, response);
  if (status.ok()) status = AlertUrgent(call, transaction, response->name(), UrgencyOf(request));
  if (!status.ok() || response->parent_referral().empty()) return status;
  status = TellParentAtOnce(call, transaction, *response, ActOf(call, request), request);
  if (status.ok()) status = AlertUrgent(call, transaction, response->parent_referral(), UrgencyOf(request));
  call.resource = response->name();
  return status;
}

}  // namespace tendon::referral
