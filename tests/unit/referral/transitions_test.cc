// Every (state, event, actor) triple against the table written by hand.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "services/referral/lifecycle/decide.h"
#include "tests/unit/referral/expected_transitions.h"

namespace tendon::referral {
namespace {

std::string StateName(ReferralState state) {
  return v1::ReferralState_Name(state).substr(sizeof("REFERRAL_STATE_") - 1);
}
std::string EventName(ReferralEvent event) {
  return v1::ReferralEvent_Name(event).substr(sizeof("REFERRAL_EVENT_") - 1);
}
std::string RoleName(PartyRole role) { return v1::PartyRole_Name(role).substr(sizeof("PARTY_ROLE_") - 1); }

TEST(TransitionsTest, EveryTripleIsAsTheHandWrittenTableSays) {
  const auto expected = ExpectedTriples();
  size_t tried = 0;
  size_t allowed = 0;
  for (int s = v1::ReferralState_MIN; s <= v1::ReferralState_MAX; ++s) {
    for (int e = v1::ReferralEvent_MIN; e <= v1::ReferralEvent_MAX; ++e) {
      if (!v1::ReferralEvent_IsValid(e)) continue;
      for (int r = v1::PartyRole_MIN; r <= v1::PartyRole_MAX; ++r) {
        const auto state = static_cast<ReferralState>(s);
        const auto event = static_cast<ReferralEvent>(e);
        const auto role = static_cast<PartyRole>(r);
        const Triple triple = {StateName(state), EventName(event), RoleName(role)};
        SCOPED_TRACE(std::get<0>(triple) + " " + std::get<1>(triple) + " " + std::get<2>(triple));
        ++tried;
        const auto decision = Decide(state, event, RoleSet{role});
        const auto row = expected.find(triple);
        ASSERT_EQ(decision.has_value(), row != expected.end());
        if (!decision.has_value()) continue;
        ++allowed;
        const std::string to = row->second->to;
        EXPECT_EQ(StateName(decision->to), to == "=" ? StateName(state) : to);
        EXPECT_EQ(std::string(decision->no_op ? "47" : decision->row->rule), row->second->rule);
        EXPECT_EQ(decision->role, role);
      }
    }
  }
  EXPECT_EQ(allowed, expected.size()) << "a state, event or actor of the table does not exist";
  EXPECT_EQ(tried, size_t{19} * 56 * 7);
}

TEST(TransitionsTest, NobodyActsOnAnEmptySetOfRoles) {
  for (const TransitionRow& row : kTransitions) {
    EXPECT_FALSE(Decide(v1::REFERRAL_STATE_SENT, row.event, RoleSet{}).has_value());
  }
}

TEST(TransitionsTest, ARowAndItsEventAreFoundAgain) {
  std::set<std::pair<std::string_view, ReferralEvent>> seen;
  for (const TransitionRow& row : kTransitions) {
    EXPECT_EQ(FindRow(row.rule, row.event), &row) << "rule and event stand twice: " << row.rule;
    EXPECT_TRUE(seen.insert({row.rule, row.event}).second);
  }
}

TEST(TransitionsTest, AnOrganisationThatRefersToItselfHasBothRoles) {
  const RoleSet both = kReferrer | kRecipient;
  EXPECT_EQ(Decide(v1::REFERRAL_STATE_SENT, v1::REFERRAL_EVENT_ACCEPT, both)->role, v1::PARTY_ROLE_RECIPIENT);
  EXPECT_EQ(Decide(v1::REFERRAL_STATE_SENT, v1::REFERRAL_EVENT_CANCEL, both)->role, v1::PARTY_ROLE_REFERRER);
}

TEST(TransitionsTest, AllowedRowsAreThoseThatDecideAllows) {
  for (int s = v1::ReferralState_MIN + 1; s <= v1::ReferralState_MAX; ++s) {
    const auto state = static_cast<ReferralState>(s);
    for (const TransitionRow* row : AllowedRows(state, kReferrer)) {
      const auto decision = Decide(state, row->event, kReferrer);
      ASSERT_TRUE(decision.has_value());
      EXPECT_EQ(decision->row, row);
    }
  }
}

TEST(TransitionsTest, EveryRowSaysWhatItDoes) {
  for (const TransitionRow& row : kTransitions) {
    EXPECT_FALSE(row.description.empty()) << row.rule;
    EXPECT_EQ(row.method.empty(), row.by == kSystem && row.event != v1::REFERRAL_EVENT_RECORD_SESSION) << row.rule;
  }
}

}  // namespace
}  // namespace tendon::referral
