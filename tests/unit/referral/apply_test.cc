// What a decided transition makes of the referral.
#include "services/referral/lifecycle/apply.h"

#include <gtest/gtest.h>

namespace tendon::referral {
namespace {

const absl::Time kMonday = absl::FromUnixSeconds(1'795'000'000);

Act ActAt(absl::Time time) { return {time, "organizations/hands", "organizations/hands/clinicians/mia", "", ""}; }

v1::Referral Draft() {
  v1::Referral referral;
  referral.set_name("referrals/r1");
  referral.set_recipient("organizations/hands");
  ApplyTransition(*Decide(v1::REFERRAL_STATE_UNSPECIFIED, v1::REFERRAL_EVENT_CREATE, kReferrer), ActAt(kMonday),
                  &referral);
  return referral;
}

void Move(ReferralEvent event, RoleSet by, const Act& act, v1::Referral* referral) {
  const auto decision = Decide(referral->state(), event, by);
  ASSERT_TRUE(decision.has_value());
  ApplyTransition(*decision, act, referral);
}

v1::Referral Sent() {
  v1::Referral referral = Draft();
  OpenAssignment(ActAt(kMonday), &referral);
  Move(v1::REFERRAL_EVENT_SEND, kReferrer, ActAt(kMonday), &referral);
  return referral;
}

TEST(ApplyTest, EachTransitionMakesTheNextVersionAndEtag) {
  v1::Referral referral = Draft();
  EXPECT_EQ(referral.version(), 1);
  const std::string first = referral.etag();
  Move(v1::REFERRAL_EVENT_EDIT, kReferrer, ActAt(kMonday), &referral);
  EXPECT_EQ(referral.version(), 2);
  EXPECT_NE(referral.etag(), first);
}

TEST(ApplyTest, TheTransitionSaysWhoDidWhatWhenAndByWhichRule) {
  v1::Referral referral = Sent();
  Act act = ActAt(kMonday + absl::Hours(1));
  act.reason_code = "capacity-full";
  act.comment = "no room this month";
  Move(v1::REFERRAL_EVENT_DECLINE, kRecipient, act, &referral);
  const v1::Transition& transition = referral.last_transition();
  EXPECT_EQ(transition.rule(), "8");
  EXPECT_EQ(transition.from_state(), v1::REFERRAL_STATE_SENT);
  EXPECT_EQ(transition.to_state(), v1::REFERRAL_STATE_DECLINED);
  EXPECT_EQ(transition.actor_role(), v1::PARTY_ROLE_RECIPIENT);
  EXPECT_EQ(transition.organization(), "organizations/hands");
  EXPECT_EQ(transition.clinician(), "organizations/hands/clinicians/mia");
  EXPECT_EQ(transition.reason_code(), "capacity-full");
  EXPECT_EQ(transition.transition_time().seconds(), 1'795'003'600);
  EXPECT_FALSE(transition.no_op());
}

TEST(ApplyTest, DecliningEndsTheAssignmentWithItsReasonAndGivesTheTurnBack) {
  v1::Referral referral = Sent();
  Act act = ActAt(kMonday + absl::Hours(1));
  act.reason_code = "capacity-full";
  Move(v1::REFERRAL_EVENT_DECLINE, kRecipient, act, &referral);
  ASSERT_EQ(referral.assignments_size(), 1);
  EXPECT_EQ(referral.assignments(0).state(), v1::REFERRAL_STATE_DECLINED);
  EXPECT_EQ(referral.assignments(0).reason_code(), "capacity-full");
  EXPECT_EQ(referral.assignments(0).end_time().seconds(), 1'795'003'600);
  EXPECT_EQ(referral.turn().party(), v1::PARTY_ROLE_REFERRER);
  EXPECT_EQ(referral.turn().since_time().seconds(), 1'795'003'600);
}

TEST(ApplyTest, AcceptingOpensTheEpisodeOfTheAssignmentsNumber) {
  v1::Referral referral = Sent();
  AcceptAssignment(ActAt(kMonday), "organizations/hands/clinicians/mia", &referral);
  Move(v1::REFERRAL_EVENT_ACCEPT, kRecipient, ActAt(kMonday), &referral);
  EXPECT_EQ(referral.assignments(0).name(), "referrals/r1/assignments/1");
  EXPECT_EQ(referral.assignments(0).episode(), "referrals/r1/episodes/1");
  EXPECT_EQ(referral.assignments(0).clinician(), "organizations/hands/clinicians/mia");
  EXPECT_FALSE(referral.assignments(0).has_end_time());
}

TEST(ApplyTest, TheTurnKeepsItsBeginningWhileNothingElseIsExpected) {
  v1::Referral referral = Draft();
  Move(v1::REFERRAL_EVENT_EDIT, kReferrer, ActAt(kMonday + absl::Hours(5)), &referral);
  EXPECT_EQ(referral.turn().since_time().seconds(), 1'795'000'000);
}

TEST(ApplyTest, ATerminalStateIsNobodysTurn) {
  v1::Referral referral = Sent();
  Move(v1::REFERRAL_EVENT_CANCEL, kReferrer, ActAt(kMonday), &referral);
  EXPECT_FALSE(referral.has_turn());
}

TEST(ApplyTest, ANoOpIsRecordedAsRow47AndChangesNoState) {
  v1::Referral referral = Sent();
  Move(v1::REFERRAL_EVENT_SEND, kReferrer, ActAt(kMonday), &referral);
  EXPECT_EQ(referral.state(), v1::REFERRAL_STATE_SENT);
  EXPECT_EQ(referral.last_transition().rule(), "47");
  EXPECT_TRUE(referral.last_transition().no_op());
  EXPECT_EQ(referral.assignments_size(), 1);
}

}  // namespace
}  // namespace tendon::referral
