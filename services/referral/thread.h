// The thread on a referral: pure functions over its messages and marks.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/referral/lifecycle/apply.h"
#include "services/storage/message_store.h"
#include "tendon/referral/v1/exchange.pb.h"

namespace tendon::referral {

// "referrals/r/messages/3".
struct MessageKey {
  std::string referral;  // the resource name
  int64_t number = 0;    // 1 or more
};
std::optional<MessageKey> ParseMessageName(const std::string& name);
std::string MessageName(const std::string& referral, int64_t number);

// Adds, for each clinician, the first mark that covers the message. `marks` are in order; those made at `until` or
// later are not the reader's to see.
void AddReadMarks(const std::vector<storage::ReadMarkRow>& marks, int64_t number, absl::Time until,
                  v1::Message* message);

// Passes the turn as the message says (row 45b): to the other party when it needs an answer, back to whose it is by the
// state when that party writes. False when the turn stays: nothing was changed. Makes the next version otherwise.
bool PassTurnByMessage(const Act& act, bool by_referrer, bool needs_answer, const Calendars& calendars,
                       ReferralRecord* record);

}  // namespace tendon::referral
