// Who may read a referral, and in which role.
#include "services/referral/record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tendon::referral {
namespace {

using ::testing::ElementsAre;

v1::Referral WithParties() {
  v1::Referral referral;
  referral.set_name("referrals/r1");
  referral.set_version(1);
  referral.set_referrer("organizations/river");
  referral.set_recipient("organizations/hands");
  referral.add_informed_parties("organizations/family");
  return referral;
}

TEST(ReadersTest, ADraftIsItsReferrersAlone) {
  const storage::ReferralRow row = MakeRow({WithParties(), {}}, 1);
  EXPECT_THAT(row.readers, ElementsAre("river"));
  EXPECT_EQ(row.recipient, "");
}

TEST(ReadersTest, OnceSentEveryRecipientSoFarAndTheInformedPartiesRead) {
  v1::Referral referral = WithParties();
  referral.add_assignments()->set_recipient("organizations/first");
  referral.add_assignments()->set_recipient("organizations/hands");
  const storage::ReferralRow row = MakeRow({referral, {}}, 1);
  EXPECT_THAT(row.readers, ElementsAre("river", "first", "hands", "family"));
  EXPECT_EQ(row.recipient, "hands");
}

TEST(RolesTest, EachPartyHasItsRoleAndAStrangerNone) {
  v1::Referral referral = WithParties();
  referral.add_assignments()->set_recipient("organizations/first");
  referral.add_assignments()->set_recipient("organizations/hands");
  EXPECT_EQ(RolesOf(referral, "river"), RoleSet{v1::PARTY_ROLE_REFERRER});
  EXPECT_EQ(RolesOf(referral, "hands"), RoleSet{v1::PARTY_ROLE_RECIPIENT});
  EXPECT_EQ(RolesOf(referral, "first"), RoleSet{v1::PARTY_ROLE_FORMER_RECIPIENT});
  EXPECT_EQ(RolesOf(referral, "family"), RoleSet{v1::PARTY_ROLE_INFORMED});
  EXPECT_TRUE(RolesOf(referral, "stranger").empty());
}

TEST(RecordTest, ProgressBesideTheBodyIsReadIntoTheReferral) {
  v1::Referral referral = WithParties();
  referral.mutable_authorization()->set_sessions(2);
  storage::ReferralRow row = MakeRow({referral, {}}, 1);
  row.progress = {3, 1'795'000'000'000'000, 9};
  const auto read = ReadRow(row);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->progress().sessions_completed(), 3);
  EXPECT_EQ(read->progress().sessions_authorized(), 2);
  EXPECT_TRUE(read->progress().over_authorized());
  EXPECT_EQ(read->progress().last_session_time().seconds(), 1'795'000'000);
}

TEST(RecordTest, ABodyThatCannotBeReadIsDataLoss) {
  storage::ReferralRow row;
  row.body = "\xff\xff";
  EXPECT_EQ(ReadRow(row).status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace tendon::referral
