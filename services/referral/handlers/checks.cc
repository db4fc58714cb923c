#include "services/referral/handlers/checks.h"

#include <array>
#include <string>

#include "absl/time/time.h"
#include "services/referral/handlers/duplicates.h"
#include "services/referral/handlers/screening_steps.h"

namespace tendon::referral {
namespace {

absl::Status CheckParties(Step& step) { return CheckReferences(step.call, step.transaction, step.referral()); }

// FHIR's partial dates compare as their texts. Where on earth the day is farthest, it is 14 hours ahead.
absl::Status CheckBirthDate(Step& step) {
  const std::string& birth_date = step.referral().patient().birth_date();
  const std::string today = absl::FormatTime("%E4Y-%m-%d", step.act.time + absl::Hours(14), absl::UTCTimeZone());
  if (birth_date <= today.substr(0, birth_date.size())) return absl::OkStatus();
  return runtime::InvalidField("referral.patient.birth_date", "must not be after today");
}

struct CheckRow {
  ReferralEvent event;
  absl::Status (*check)(Step&);
};

// In this order; the first that says no ends the step.
constexpr std::array<CheckRow, 18> kChecks = {{
    {v1::REFERRAL_EVENT_CREATE, CheckBirthDate},
    {v1::REFERRAL_EVENT_CREATE, CheckParties},
    {v1::REFERRAL_EVENT_EDIT, CheckBirthDate},
    {v1::REFERRAL_EVENT_EDIT, CheckParties},
    {v1::REFERRAL_EVENT_SEND, CheckParties},
    {v1::REFERRAL_EVENT_SEND, CheckDuplicate},
    {v1::REFERRAL_EVENT_SEND, ScreenToSend},
    {v1::REFERRAL_EVENT_MODIFY, CheckParties},
    {v1::REFERRAL_EVENT_MODIFY, ScreenModified},
    {v1::REFERRAL_EVENT_REDIRECT, CheckParties},
    {v1::REFERRAL_EVENT_REDIRECT, CheckDuplicate},
    {v1::REFERRAL_EVENT_REDIRECT, ScreenToSend},
    {v1::REFERRAL_EVENT_APPROVE_PROPOSAL, CheckParties},
    {v1::REFERRAL_EVENT_APPROVE_PROPOSAL, ScreenToForward},
    {v1::REFERRAL_EVENT_ADD_SAFETY_FACT, ScreenChanged},
    {v1::REFERRAL_EVENT_ATTEST_OVERRIDE, ScreenChanged},
    {v1::REFERRAL_EVENT_ATTACH_CLEARANCE, ScreenChanged},
    {v1::REFERRAL_EVENT_RESUME, ScreenToResume},
}};

}  // namespace

absl::Status RunChecks(Step& step) {
  for (const CheckRow& row : kChecks) {
    if (row.event != step.event) continue;
    if (absl::Status status = row.check(step); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace tendon::referral
