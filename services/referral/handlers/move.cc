#include "services/referral/handlers/move.h"

#include <google/protobuf/util/message_differencer.h>

#include <utility>

#include "services/referral/handlers/checks.h"
#include "services/referral/handlers/relatives.h"
#include "services/referral/lifecycle/family.h"
#include "services/referral/lifecycle/guards.h"
#include "services/referral/lifecycle/reasons.h"
#include "services/referral/record.h"
#include "services/referral/refusal.h"

namespace tendon::referral {
namespace {

// A physician of the referrer clears a safety hold as a physician, whatever else they are to the referral.
RoleSet ActingRoles(const Step& step) {
  const bool clears = step.event == v1::REFERRAL_EVENT_RESUME && IsSafetyHold(step.record.referral.hold()) &&
                      !(step.roles & kPhysician).empty();
  return clears ? kPhysician : step.roles;
}

absl::Status CheckReasonOf(const Step& step) {
  const bool needed = step.decision.row->needs != Needs::kNothing;
  const bool given = !step.act.reason_code.empty() && HasReasons(step.event);
  if (!needed && !given) return absl::OkStatus();
  const std::string refusal = ReasonRefusal(step.event, step.act.reason_code, step.act.comment,
                                            step.decision.row->by & step.roles, step.act.time);
  if (refusal.empty()) return absl::OkStatus();
  return runtime::Error(absl::StatusCode::kFailedPrecondition, runtime::Reason::ERROR_REASON_REASON_CODE_REFUSED,
                        refusal);
}

absl::Status DecideStep(Step& step) {
  const RoleSet roles = ActingRoles(step);
  const auto decision = Decide(step.record.referral.state(), step.event, roles);
  if (!decision.has_value()) return Refusal({step.record, step.roles, step.act.time}, step.event);
  step.decision = *decision;
  const auto refusal = CheckGuards(decision->row->guards, {step.record, roles, step.act.time});
  if (refusal.has_value() && decision->row->repeat == Repeat::kOrNoOp) step.decision.no_op = true;
  if (!refusal.has_value() || step.decision.no_op) return absl::OkStatus();
  return GuardRefused({step.record, step.roles, step.act.time}, step.event, *decision->row, *refusal);
}

// Until it is sent, a referral is its referrer's alone to move.
bool StaysDraft(const Step& step) {
  return step.event == v1::REFERRAL_EVENT_CREATE ||
         (step.record.referral.state() == v1::REFERRAL_STATE_DRAFT && step.event != v1::REFERRAL_EVENT_SEND);
}

absl::StatusOr<Calendars> CalendarsFor(const Step& step) {
  const v1::Referral& referral = step.record.referral;
  if (!StaysDraft(step)) return CalendarsOf(step.call, step.transaction, referral);
  auto referrer = CalendarOf(step.call, step.transaction, referral.referrer());
  if (!referrer.ok()) return referrer.status();
  Calendars calendars;
  calendars.referrer = *std::move(referrer);
  calendars.timers = TimersOf(step.call);
  return calendars;
}

bool IsStored(const v1::ClosingSummary& handed_in, const v1::Referral& referral) {
  v1::ClosingSummary stored = referral.closing_summary();
  stored.clear_partial();
  stored.clear_complete_time();
  stored.clear_addenda();
  return google::protobuf::util::MessageDifferencer::Equals(handed_in, stored);
}

// What is recorded without effect must not take another summary with it.
absl::Status KeepSummary(const Step& step) {
  const bool lost = step.decision.no_op && step.summary != nullptr && !IsStored(*step.summary, step.record.referral);
  if (!lost) return absl::OkStatus();
  return Refuse(step, "47", "it is so already, and this summary is not the one that is stored");
}

absl::Status MakeNextVersion(Step& step, const Effect& effect) {
  if (!step.decision.no_op) {
    if (absl::Status status = CheckReasonOf(step); !status.ok()) return status;
    if (absl::Status status = effect(step); !status.ok()) return status;
    if (absl::Status status = RunChecks(step); !status.ok()) return status;
  }
  const auto calendars = CalendarsFor(step);
  if (!calendars.ok()) return calendars.status();
  ApplyTransition(step.decision, step.act, *calendars, &step.record);
  return absl::OkStatus();
}

}  // namespace

absl::Status Move(Step& step, const std::string& name, const std::string& etag, const Effect& effect,
                  v1::Referral* response) {
  auto found = FindRecord(step.call, step.transaction, name);
  if (!found.ok()) return found.status();
  step.call.resource = name;
  step.record = std::move(found->record);
  step.ordinal = found->ordinal;
  step.roles = found->roles;
  if (step.record.referral.etag() != etag) return runtime::StaleEtag();
  if (absl::Status status = Take(step, effect); !status.ok()) return status;
  step.call.resource = name;
  *response = std::move(step.record.referral);
  return absl::OkStatus();
}

absl::Status Take(Step& step, const Effect& effect) {
  const bool has_children = !step.referral().open_children().empty();
  const v1::Referral before = has_children ? FactsOf(step.referral()) : v1::Referral();
  if (absl::Status status = DecideStep(step); !status.ok()) return status;
  if (absl::Status status = KeepSummary(step); !status.ok()) return status;
  if (absl::Status status = MakeNextVersion(step, effect); !status.ok()) return status;
  absl::Status status = WriteReferral(step.call, step.transaction, step.ordinal, &step.record);
  if (status.ok() && step.alert) {
    status = Alert(step.call, step.transaction, step.referral(), v1::EVENT_TYPE_URGENT, step.urgency);
  }
  if (status.ok() && has_children) status = TellChildren(step, before);
  return status.ok() ? ReachRelatives(step) : status;
}

absl::Status TakeAsSystem(Call& call, Transaction& transaction, const std::string& name, ReferralEvent event,
                          const std::string& reason_code, const Effect& effect) {
  const auto row = transaction.GetReferral(storage::TenantScope::System(), ReferralIdOf(name));
  if (!row.ok()) return row.status();
  auto record = ReadRecord(*row);
  if (!record.ok()) return record.status();
  if (!Decide(record->referral.state(), event, kSystem).has_value()) return absl::OkStatus();
  Step step{call, transaction, event, {}};
  step.act.time = call.now;
  step.act.reason_code = reason_code;
  step.roles = kSystem;
  step.record = *std::move(record);
  step.ordinal = row->ordinal;
  return Take(step, effect);
}

absl::Status Refuse(const Step& step, const std::string& rule, const std::string& why) {
  return GuardRefused({step.record, step.roles, step.act.time}, step.event, *step.decision.row,
                      {v1::ERROR_REASON_TRANSITION_REFUSED, why, {}}, rule);
}

}  // namespace tendon::referral
