// Whose turn it is: a function of the referral, so that an open referral without one cannot be stored.
#pragma once

#include <string_view>

#include "services/referral/lifecycle/calendar.h"
#include "services/referral/lifecycle/referral_record.h"
#include "services/referral/lifecycle/table.h"

namespace tendon::referral {

struct Expectation {
  PartyRole party = v1::PARTY_ROLE_UNSPECIFIED;  // unspecified: nobody owes anything
  std::string_view text;                         // for people
  std::string_view timer;                        // which clock runs: a name of kTimers, or ""
};

// Who must act next, and how.
Expectation ExpectationOf(const ReferralRecord& record);

// Gives the turn to whoever must act next. Who keeps it keeps its beginning too, and the clock that runs on.
void PassTurn(absl::Time now, const Calendars& calendars, ReferralRecord* record);
// The same party has the turn, and its clock begins anew.
void RestartTurn(absl::Time now, const Calendars& calendars, ReferralRecord* record);

// What sessions change without making a version of the referral: while they go on, the clock runs from the last one;
// one that took place before an early end makes a summary owed, however late it is told of. Called wherever a stored
// referral is read with its present progress.
void FollowSessions(v1::Referral* referral);

}  // namespace tendon::referral
