// What the outcomes server makes of a referral.
#include "services/outcomes/domain/referral_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/outcomes/sessions.h"

namespace tendon::outcomes {
namespace {

namespace pb = tendon::referral::v1;
using ::testing::ElementsAre;

pb::Referral Redirected() {
  pb::Referral referral;
  referral.set_name("referrals/r1");
  referral.set_referrer("organizations/river");
  referral.add_informed_parties("organizations/family");
  referral.mutable_authorization()->set_sessions(6);
  referral.set_state(pb::REFERRAL_STATE_IN_PROGRESS);
  referral.set_version(7);
  pb::Assignment* first = referral.add_assignments();
  first->set_recipient("organizations/first");
  first->set_state(pb::REFERRAL_STATE_REDIRECTED);
  first->mutable_end_time()->set_seconds(5);
  pb::Assignment* second = referral.add_assignments();
  second->set_recipient("organizations/hands");
  second->set_state(pb::REFERRAL_STATE_IN_PROGRESS);
  return referral;
}

TEST(ReferralViewTest, TellsTheWrongPatientFromOtherErrors) {
  pb::Referral referral = Redirected();
  referral.mutable_last_transition()->set_event(pb::REFERRAL_EVENT_WRONG_PATIENT);
  EXPECT_FALSE(MakeView(referral).wrong_patient()) << "one party alone has said so";
  referral.set_state(pb::REFERRAL_STATE_ENTERED_IN_ERROR);
  EXPECT_TRUE(MakeView(referral).wrong_patient());
  referral.mutable_last_transition()->set_event(pb::REFERRAL_EVENT_UNSPECIFIED);
  EXPECT_FALSE(MakeView(referral).wrong_patient());
}

TEST(ReferralViewTest, HoldsPartiesAssignmentsAndTheAuthorisedNumber) {
  const v1::ReferralView view = MakeView(Redirected());
  EXPECT_EQ(view.sessions_authorized(), 6);
  EXPECT_EQ(view.version(), 7);
  ASSERT_EQ(view.assignments_size(), 2);
  EXPECT_EQ(view.assignments(0).number(), 1);
  EXPECT_FALSE(view.assignments(0).started());
  EXPECT_EQ(view.assignments(0).end_time().seconds(), 5);
  EXPECT_TRUE(view.assignments(1).started());
  EXPECT_THAT(PartiesOf(view), ElementsAre("river", "first", "hands", "family"));
}

TEST(ReferralViewTest, WhoWasReplacedSeesNothingOfWhatCameAfter) {
  v1::ReferralView view = MakeView(Redirected());
  EXPECT_THAT(ReadersOf(view, view.assignments(0)), ElementsAre("river", "first", "hands", "family"));
  EXPECT_THAT(ReadersOf(view, view.assignments(1)), ElementsAre("river", "hands", "family"));
  EXPECT_TRUE(IsFormerRecipient(view, "first"));
  for (const char* other : {"river", "hands", "family", "stranger"}) EXPECT_FALSE(IsFormerRecipient(view, other));
  view.add_informed_parties("organizations/first");
  EXPECT_FALSE(IsFormerRecipient(view, "first"));
}

TEST(ReferralViewTest, AnOrganisationsAssignmentIsItsLatest) {
  pb::Referral referral = Redirected();
  referral.add_assignments()->set_recipient("organizations/first");
  const v1::ReferralView view = MakeView(referral);
  ASSERT_NE(AssignmentOf(view, "first"), nullptr);
  EXPECT_EQ(AssignmentOf(view, "first")->number(), 3);
  EXPECT_EQ(AssignmentOf(view, "hands")->number(), 2);
  EXPECT_EQ(AssignmentOf(view, "stranger"), nullptr);
  EXPECT_EQ(AssignmentOf(view, "river"), nullptr);
}

TEST(ReferralViewTest, OnlyAStartedAssignmentInProgressIsUnderWay) {
  v1::ReferralView view = InProgress(6);
  EXPECT_TRUE(IsUnderWay(view, view.assignments(0)));
  view.mutable_assignments(0)->set_started(false);
  EXPECT_FALSE(IsUnderWay(view, view.assignments(0)));
  view = InProgress(6);
  view.set_state(pb::REFERRAL_STATE_CANCELLED);
  EXPECT_FALSE(IsUnderWay(view, view.assignments(0)));
}

}  // namespace
}  // namespace tendon::outcomes
