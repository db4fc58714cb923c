#include "services/referral/handlers/fire_timers.h"

#include "services/referral/handlers/move.h"
#include "services/referral/handlers/relatives.h"
#include "services/referral/lifecycle/timers.h"
#include "services/referral/record.h"

namespace tendon::referral {
namespace {

// A referral that was left alone for months catches up in a few steps; more would be a loop.
constexpr int kMaxSteps = 8;

absl::Status Fire(Step& step, const TimerStep& due) {
  const auto calendars = CalendarsOf(step.call, step.transaction, step.referral());
  if (!calendars.ok()) return calendars.status();
  ApplyTimer(due, step.call.now, *calendars, &step.record);
  absl::Status status = WriteReferral(step.call, step.transaction, step.ordinal, &step.record);
  if (status.ok() && due.effect == TimerEffect::kEscalate) {
    status = Alert(step.call, step.transaction, step.referral(), v1::EVENT_TYPE_ESCALATION);
  }
  return status.ok() ? ReachRelatives(step) : status;
}

}  // namespace

absl::Status FireTimers(Call& call, Transaction& transaction, const std::string& referral_id) {
  for (int steps = 0; steps < kMaxSteps; ++steps) {
    const auto row = transaction.GetReferral(storage::TenantScope::System(), referral_id);
    if (!row.ok()) return row.status();
    auto record = ReadRecord(*row);
    if (!record.ok()) return record.status();
    const auto due = DueStep(*record, call.now);
    if (!due.has_value()) return absl::OkStatus();
    Step step{call, transaction, v1::REFERRAL_EVENT_TIMER, {}};
    step.record = *std::move(record);
    step.ordinal = row->ordinal;
    if (absl::Status status = Fire(step, *due); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace tendon::referral
