// Every (state, event, actor) triple against a second table, written by hand from the referral exchange's rules R2 and
// not generated from the first.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <tuple>

#include "services/referral/lifecycle/decide.h"

namespace tendon::referral {
namespace {

using Triple = std::tuple<std::string, std::string, std::string>;

struct Expected {
  const char* state;
  const char* event;
  const char* actor;
  const char* to;
  const char* rule;
};

// Rows 1, 2, 3, 5, 6, 7, 8, 17, 17b, 18, 19, 20, 29 and 33, written out. PRE is SENT, RECEIVED, INFO_REQUESTED; ACC is
// ACCEPTED, WAITLISTED, SCHEDULED.
constexpr Expected kExpected[] = {
    {"UNSPECIFIED", "CREATE", "REFERRER", "DRAFT", "1"},
    {"DRAFT", "EDIT", "REFERRER", "DRAFT", "2"},
    {"DRAFT", "DISCARD", "REFERRER", "CANCELLED", "3"},
    {"DRAFT", "SEND", "REFERRER", "SENT", "5"},
    {"SENT", "RECEIVE", "RECIPIENT", "RECEIVED", "6"},
    {"SENT", "ACCEPT", "RECIPIENT", "ACCEPTED", "7"},
    {"RECEIVED", "ACCEPT", "RECIPIENT", "ACCEPTED", "7"},
    {"INFO_REQUESTED", "ACCEPT", "RECIPIENT", "ACCEPTED", "7"},
    {"SENT", "DECLINE", "RECIPIENT", "DECLINED", "8"},
    {"RECEIVED", "DECLINE", "RECIPIENT", "DECLINED", "8"},
    {"INFO_REQUESTED", "DECLINE", "RECIPIENT", "DECLINED", "8"},
    {"ACCEPTED", "START_SESSION", "RECIPIENT", "IN_PROGRESS", "17"},
    {"WAITLISTED", "START_SESSION", "RECIPIENT", "IN_PROGRESS", "17"},
    {"SCHEDULED", "START_SESSION", "RECIPIENT", "IN_PROGRESS", "17"},
    {"IN_PROGRESS", "START_SESSION", "RECIPIENT", "IN_PROGRESS", "17b"},
    {"ACCEPTED", "DECLINE", "RECIPIENT", "DECLINED", "18"},
    {"WAITLISTED", "DECLINE", "RECIPIENT", "DECLINED", "18"},
    {"SCHEDULED", "DECLINE", "RECIPIENT", "DECLINED", "18"},
    {"SENT", "CANCEL", "REFERRER", "CANCELLED", "19"},
    {"RECEIVED", "CANCEL", "REFERRER", "CANCELLED", "19"},
    {"INFO_REQUESTED", "CANCEL", "REFERRER", "CANCELLED", "19"},
    {"ACCEPTED", "CANCEL", "REFERRER", "CANCELLED", "19"},
    {"WAITLISTED", "CANCEL", "REFERRER", "CANCELLED", "19"},
    {"SCHEDULED", "CANCEL", "REFERRER", "CANCELLED", "19"},
    {"IN_PROGRESS", "RECORD_SESSION", "SYSTEM", "IN_PROGRESS", "20"},
    {"IN_PROGRESS", "COMPLETE", "RECIPIENT", "COMPLETED", "29"},
    {"ON_HOLD", "COMPLETE", "RECIPIENT", "COMPLETED", "29"},
    {"COMPLETED", "ACKNOWLEDGE", "REFERRER", "CLOSED", "33"},
};

// Row 47: the target is the present state.
constexpr Expected kNoOps[] = {
    {"SENT", "SEND", "REFERRER", "SENT", "47"},
    {"RECEIVED", "RECEIVE", "RECIPIENT", "RECEIVED", "47"},
    {"ACCEPTED", "ACCEPT", "RECIPIENT", "ACCEPTED", "47"},
    {"DECLINED", "DECLINE", "RECIPIENT", "DECLINED", "47"},
    {"CANCELLED", "CANCEL", "REFERRER", "CANCELLED", "47"},
    {"COMPLETED", "COMPLETE", "RECIPIENT", "COMPLETED", "47"},
    {"CLOSED", "ACKNOWLEDGE", "REFERRER", "CLOSED", "47"},
};

std::string StateName(ReferralState state) {
  return v1::ReferralState_Name(state).substr(sizeof("REFERRAL_STATE_") - 1);
}
std::string EventName(ReferralEvent event) {
  return v1::ReferralEvent_Name(event).substr(sizeof("REFERRAL_EVENT_") - 1);
}
std::string RoleName(PartyRole role) { return v1::PartyRole_Name(role).substr(sizeof("PARTY_ROLE_") - 1); }

TEST(TransitionsTest, EveryTripleIsAsTheHandWrittenTableSays) {
  std::map<Triple, const Expected*> expected;
  for (const Expected& row : kExpected) expected[{row.state, row.event, row.actor}] = &row;
  std::map<Triple, const Expected*> no_ops;
  for (const Expected& row : kNoOps) no_ops[{row.state, row.event, row.actor}] = &row;
  int tried = 0;
  for (int s = v1::ReferralState_MIN; s <= v1::ReferralState_MAX; ++s) {
    for (int e = v1::ReferralEvent_MIN; e <= v1::ReferralEvent_MAX; ++e) {
      for (int r = v1::PartyRole_MIN; r <= v1::PartyRole_MAX; ++r) {
        const auto state = static_cast<ReferralState>(s);
        const auto event = static_cast<ReferralEvent>(e);
        const auto role = static_cast<PartyRole>(r);
        const Triple triple = {StateName(state), EventName(event), RoleName(role)};
        SCOPED_TRACE(std::get<0>(triple) + " " + std::get<1>(triple) + " " + std::get<2>(triple));
        const auto decision = Decide(state, event, RoleSet{role});
        const bool allowed = expected.count(triple) != 0;
        const bool no_op = no_ops.count(triple) != 0;
        ASSERT_EQ(decision.has_value(), allowed || no_op);
        ++tried;
        if (!decision.has_value()) continue;
        const Expected& row = allowed ? *expected[triple] : *no_ops[triple];
        EXPECT_EQ(StateName(decision->to), row.to);
        EXPECT_EQ(decision->no_op, !allowed);
        EXPECT_EQ(decision->role, role);
        EXPECT_EQ(no_op ? "47" : std::string(decision->row->rule), row.rule);
      }
    }
  }
  EXPECT_EQ(tried, 19 * 52 * 7);
}

TEST(TransitionsTest, AllowedRowsAreThoseThatDecideLetsThrough) {
  for (int s = v1::ReferralState_MIN + 1; s <= v1::ReferralState_MAX; ++s) {
    for (int r = v1::PartyRole_MIN; r <= v1::PartyRole_MAX; ++r) {
      const auto state = static_cast<ReferralState>(s);
      const auto role = static_cast<PartyRole>(r);
      std::set<std::string> allowed;
      for (const TransitionRow* row : AllowedRows(state, RoleSet{role})) allowed.insert(EventName(row->event));
      std::set<std::string> expected;
      for (const Expected& row : kExpected) {
        if (row.state == StateName(state) && row.actor == RoleName(role)) expected.insert(row.event);
      }
      EXPECT_EQ(allowed, expected) << StateName(state) << " " << RoleName(role);
    }
  }
}

TEST(TransitionsTest, AnOrganisationThatRefersToItselfActsInTheRoleThatTheRowAsksFor) {
  const RoleSet both = {v1::PARTY_ROLE_REFERRER, v1::PARTY_ROLE_RECIPIENT};
  EXPECT_EQ(Decide(v1::REFERRAL_STATE_SENT, v1::REFERRAL_EVENT_ACCEPT, both)->role, v1::PARTY_ROLE_RECIPIENT);
  EXPECT_EQ(Decide(v1::REFERRAL_STATE_SENT, v1::REFERRAL_EVENT_CANCEL, both)->role, v1::PARTY_ROLE_REFERRER);
}

// "Whose turn" of R2: every state that is not closed has exactly one party whose turn it is.
TEST(TransitionsTest, EveryOpenStateIsSomebodysTurn) {
  const std::map<std::string, std::string> expected = {{"DRAFT", "REFERRER"},
                                                       {"SENT", "RECIPIENT"},
                                                       {"RECEIVED", "RECIPIENT"},
                                                       {"INFO_REQUESTED", "REFERRER"},
                                                       {"ACCEPTED", "RECIPIENT"},
                                                       {"WAITLISTED", "RECIPIENT"},
                                                       {"SCHEDULED", "RECIPIENT"},
                                                       {"IN_PROGRESS", "RECIPIENT"},
                                                       {"ON_HOLD", "RECIPIENT"},
                                                       {"CANCEL_REQUESTED", "RECIPIENT"},
                                                       {"COMPLETED", "REFERRER"},
                                                       {"DECLINED", "REFERRER"},
                                                       {"FAILED", "REFERRER"},
                                                       {"CLOSED", "UNSPECIFIED"},
                                                       {"CANCELLED", "UNSPECIFIED"},
                                                       {"EXPIRED", "UNSPECIFIED"},
                                                       {"ENTERED_IN_ERROR", "UNSPECIFIED"}};
  for (int s = v1::ReferralState_MIN + 1; s <= v1::ReferralState_MAX; ++s) {
    const auto state = static_cast<ReferralState>(s);
    if (state == v1::REFERRAL_STATE_REDIRECTED) continue;  // the end of an assignment, never a referral's state
    ASSERT_EQ(expected.count(StateName(state)), 1u);
    EXPECT_EQ(RoleName(TurnIn(state)), expected.at(StateName(state)));
    EXPECT_EQ(ExpectationIn(state).empty(), TurnIn(state) == v1::PARTY_ROLE_UNSPECIFIED);
  }
}

}  // namespace
}  // namespace tendon::referral
