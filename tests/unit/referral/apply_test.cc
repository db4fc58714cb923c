// What a decided transition makes of the referral.
#include "services/referral/lifecycle/apply.h"

#include <gtest/gtest.h>

namespace tendon::referral {
namespace {

const absl::Time kMonday = absl::FromUnixSeconds(1'795'000'000);

Act ActAt(absl::Time time) { return {time, "organizations/hands", "organizations/hands/clinicians/mia", "", ""}; }

void Move(ReferralEvent event, RoleSet by, const Act& act, ReferralRecord* record) {
  const auto decision = Decide(record->referral.state(), event, by);
  ASSERT_TRUE(decision.has_value());
  ApplyTransition(*decision, act, {}, record);
}

ReferralRecord Draft() {
  ReferralRecord record;
  record.referral.set_name("referrals/r1");
  record.referral.set_recipient("organizations/hands");
  Move(v1::REFERRAL_EVENT_CREATE, kReferrer, ActAt(kMonday), &record);
  return record;
}

ReferralRecord Sent() {
  ReferralRecord record = Draft();
  OpenAssignment(ActAt(kMonday), &record.referral);
  Move(v1::REFERRAL_EVENT_SEND, kReferrer, ActAt(kMonday), &record);
  return record;
}

TEST(ApplyTest, EachTransitionMakesTheNextVersionAndEtag) {
  ReferralRecord record = Draft();
  v1::Referral& referral = record.referral;
  EXPECT_EQ(referral.version(), 1);
  const std::string first = referral.etag();
  Move(v1::REFERRAL_EVENT_EDIT, kReferrer, ActAt(kMonday), &record);
  EXPECT_EQ(referral.version(), 2);
  EXPECT_NE(referral.etag(), first);
}

TEST(ApplyTest, TheTransitionSaysWhoDidWhatWhenAndByWhichRule) {
  ReferralRecord record = Sent();
  v1::Referral& referral = record.referral;
  Act act = ActAt(kMonday + absl::Hours(1));
  act.reason_code = "capacity-full";
  act.comment = "no room this month";
  Move(v1::REFERRAL_EVENT_DECLINE, kRecipient, act, &record);
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
  ReferralRecord record = Sent();
  v1::Referral& referral = record.referral;
  Act act = ActAt(kMonday + absl::Hours(1));
  act.reason_code = "capacity-full";
  Move(v1::REFERRAL_EVENT_DECLINE, kRecipient, act, &record);
  ASSERT_EQ(referral.assignments_size(), 1);
  EXPECT_EQ(referral.assignments(0).state(), v1::REFERRAL_STATE_DECLINED);
  EXPECT_EQ(referral.assignments(0).reason_code(), "capacity-full");
  EXPECT_EQ(referral.assignments(0).end_time().seconds(), 1'795'003'600);
  EXPECT_EQ(referral.turn().party(), v1::PARTY_ROLE_REFERRER);
  EXPECT_EQ(referral.turn().since_time().seconds(), 1'795'003'600);
}

TEST(ApplyTest, AcceptingOpensTheEpisodeOfTheAssignmentsNumber) {
  ReferralRecord record = Sent();
  v1::Referral& referral = record.referral;
  AcceptAssignment(ActAt(kMonday), "organizations/hands/clinicians/mia", &referral);
  Move(v1::REFERRAL_EVENT_ACCEPT, kRecipient, ActAt(kMonday), &record);
  EXPECT_EQ(referral.assignments(0).name(), "referrals/r1/assignments/1");
  EXPECT_EQ(referral.assignments(0).episode(), "referrals/r1/episodes/1");
  EXPECT_EQ(referral.assignments(0).clinician(), "organizations/hands/clinicians/mia");
  EXPECT_FALSE(referral.assignments(0).has_end_time());
}

TEST(ApplyTest, AFurtherSafetyReasonBeginsTheHoldAnewAndARedFlagStays) {
  v1::Referral referral;
  referral.set_state(v1::REFERRAL_STATE_IN_PROGRESS);
  const auto hold = [&referral](const char* reason, int64_t second) {
    Act act = ActAt(absl::FromUnixSeconds(second));
    act.reason_code = reason;
    StartHold(v1::PARTY_ROLE_RECIPIENT, act, &referral);
    referral.set_state(v1::REFERRAL_STATE_ON_HOLD);
  };
  hold("patient-request", 10);
  hold("red-flag", 20);
  EXPECT_EQ(referral.hold().reason_code(), "red-flag");
  hold("resource", 30);
  EXPECT_EQ(referral.hold().hold_time().seconds(), 20) << "something milder changes nothing";
  hold("contraindication-found", 40);
  EXPECT_EQ(referral.hold().hold_time().seconds(), 40) << "an override of before must not do";
  EXPECT_EQ(referral.hold().reason_code(), "red-flag");
  EXPECT_EQ(referral.hold().prior_state(), v1::REFERRAL_STATE_IN_PROGRESS);
}

TEST(ApplyTest, TheTurnKeepsItsBeginningWhileNothingElseIsExpected) {
  ReferralRecord record = Draft();
  v1::Referral& referral = record.referral;
  Move(v1::REFERRAL_EVENT_EDIT, kReferrer, ActAt(kMonday + absl::Hours(5)), &record);
  EXPECT_EQ(referral.turn().since_time().seconds(), 1'795'000'000);
}

TEST(ApplyTest, ATerminalStateIsNobodysTurn) {
  ReferralRecord record = Sent();
  v1::Referral& referral = record.referral;
  Move(v1::REFERRAL_EVENT_CANCEL, kReferrer, ActAt(kMonday), &record);
  EXPECT_FALSE(referral.has_turn());
}

TEST(ApplyTest, ANoOpIsRecordedAsRow47AndChangesNoState) {
  ReferralRecord record = Sent();
  v1::Referral& referral = record.referral;
  Move(v1::REFERRAL_EVENT_SEND, kReferrer, ActAt(kMonday), &record);
  EXPECT_EQ(referral.state(), v1::REFERRAL_STATE_SENT);
  EXPECT_EQ(referral.last_transition().rule(), "47");
  EXPECT_TRUE(referral.last_transition().no_op());
  EXPECT_EQ(referral.assignments_size(), 1);
}

}  // namespace
}  // namespace tendon::referral
