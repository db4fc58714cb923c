// What must hold after a crash run, each check named by the promise it holds the servers to. They return what is wrong,
// in words; nothing when all is well.
#pragma once

#include <string>
#include <vector>

#include "tests/robustness/ledger.h"
#include "tests/testing/exchange.h"

namespace tendon::testing {

using Complaints = std::vector<std::string>;

// The largest page.
inline constexpr int kPage = 200;

// Idempotent: every acknowledged request, sent again, has its first answer again. That it changes nothing is for the
// other checks, after it, to see.
Complaints CheckRepeatsAnswerTheSame(const Ledger& ledger);

// Durable: each referral is as its clients were last told, or one step further if a client gave up on that step.
Complaints CheckReferralsAreAsAcknowledged(Exchange* exchange, const Ledger& ledger);

// Once: the outbox and the inboxes hold each acknowledged referral once, and none that nobody created.
Complaints CheckBoxesHoldEachReferralOnce(Exchange* exchange, const Ledger& ledger);

// Ordered, unique, reliable: every organisation's feed and the system's are dense from 1, tell each version of each
// referral once and in order, agree with each other, and end in the states that the referrals have.
Complaints CheckFeedsAreDense(Exchange* exchange, const Ledger& ledger);

// Each acknowledged session is there once, with the facts it was acknowledged with.
Complaints CheckSessionsAreAsAcknowledged(Exchange* exchange, const Ledger& ledger);

// The outcomes server's k is the number of sessions, and the referral server has been told. Waits for its outbox.
Complaints CheckCountsAgree(Exchange* exchange, const Ledger& ledger);

// All of the above, in this order.
Complaints CheckRun(Exchange* exchange, const Ledger& ledger);

}  // namespace tendon::testing
