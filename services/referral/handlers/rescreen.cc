#include "services/referral/handlers/rescreen.h"

#include "services/referral/handlers/screening_steps.h"
#include "services/referral/lifecycle/table.h"
#include "services/referral/record.h"
#include "services/referral/screening/current.h"
#include "services/runtime/resource_name.h"

namespace tendon::referral {
namespace {

constexpr char kNewKnowledge[] = "new-knowledge";

bool WasScreenedByPresent(const v1::Referral& referral) {
  return referral.screening().knowledge_version() == CurrentScreeningKnowledge()->engine.knowledge().version;
}

}  // namespace

bool IsNewlyUnsafe(const v1::Referral& referral, absl::Time now) {
  if (!states::kOpen.contains(referral.state()) || referral.planned_techniques().empty()) return false;
  if (WasScreenedByPresent(referral)) return false;
  const Objections after = ObjectionsTo(ScreenNow(referral, now), referral, now);
  if (after.empty()) return false;
  return !referral.unsafe() || HasNews(ObjectionsTo(referral.screening(), referral, now), after);
}

bool IsNoLongerUnsafe(const v1::Referral& referral, absl::Time now) {
  if (!states::kOpen.contains(referral.state()) || !referral.unsafe() || WasScreenedByPresent(referral)) return false;
  // A hold ends by whoever may end it.
  if (referral.state() == v1::REFERRAL_STATE_ON_HOLD) return false;
  return ObjectionsTo(ScreenNow(referral, now), referral, now).empty();
}

absl::Status Rescreen(Call& call, Transaction& transaction, const std::string& referral_id) {
  const auto row = transaction.GetReferral(storage::TenantScope::System(), referral_id);
  if (!row.ok()) return row.status();
  const auto referral = ReadRow(*row);
  if (!referral.ok()) return referral.status();
  const bool unsafe = IsNewlyUnsafe(*referral, call.now);
  if (!unsafe && !IsNoLongerUnsafe(*referral, call.now)) return absl::OkStatus();
  return TakeAsSystem(call, transaction, referral->name(), v1::REFERRAL_EVENT_RESCREEN, kNewKnowledge,
                      [unsafe](Step& step) {
                        absl::Status status = ScreenChanged(step);
                        step.alert = unsafe;
                        return status;
                      });
}

}  // namespace tendon::referral
