#include "services/referral/lifecycle/mapping.h"

#include "services/referral/lifecycle/referral_record.h"

namespace tendon::referral {
namespace mapping {

bool HasInterimReport(const v1::Referral& referral) { return !referral.interim_reports().empty(); }
bool HasSession(const v1::Referral& referral) { return SessionsEver(referral) > 0; }
bool IsHeldByReferrer(const v1::Referral& referral) { return referral.hold().party() == v1::PARTY_ROLE_REFERRER; }
bool WasOnHold(const v1::Referral& referral) {
  return referral.cancel_request().prior_state() == v1::REFERRAL_STATE_ON_HOLD;
}
bool WasStopped(const v1::Referral& referral) { return referral.progress().sessions_started() > 0; }

}  // namespace mapping

const MappingRow& MappingOf(const v1::Referral& referral) {
  for (const MappingRow& row : kMappings) {
    if (row.state == referral.state() && (row.applies == nullptr || row.applies(referral))) return row;
  }
  return kMappings.front();
}

}  // namespace tendon::referral
