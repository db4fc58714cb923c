// Messages: names, marks, the turn, and who sees how much.
#include "services/referral/thread.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/referral/visibility.h"

namespace tendon::referral {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(MessageNameTest, AMessageHasOneName) {
  const auto key = ParseMessageName("referrals/r1/messages/12");
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(key->referral, "referrals/r1");
  EXPECT_EQ(key->number, 12);
  for (const char* name : {"referrals/r1/messages/0", "referrals/r1/messages/012", "referrals/r1/messages/-1",
                           "referrals/r1/messages/x", "referrals/r1/messages/", "referrals/r1", ""}) {
    EXPECT_FALSE(ParseMessageName(name).has_value()) << name;
  }
}

std::vector<std::string> MarksOf(int64_t number, absl::Time until = absl::InfiniteFuture()) {
  const std::vector<storage::ReadMarkRow> marks = {{"ada", 2, 10}, {"ada", 5, 20}, {"bob", 3, 30}};
  v1::Message message;
  AddReadMarks(marks, number, until, &message);
  std::vector<std::string> result;
  for (const auto& mark : message.read_marks()) {
    result.push_back(mark.clinician() + "@" + std::to_string(mark.read_time().nanos() / 1000));
  }
  return result;
}

TEST(ReadMarksTest, AMessageWasReadByTheFirstMarkThatCoversIt) {
  EXPECT_THAT(MarksOf(2), ElementsAre("ada@10", "bob@30"));
  EXPECT_THAT(MarksOf(3), ElementsAre("ada@20", "bob@30"));
  EXPECT_THAT(MarksOf(5), ElementsAre("ada@20"));
  EXPECT_THAT(MarksOf(6), IsEmpty());
}

TEST(ReadMarksTest, LaterMarksAreNotAFormerRecipientsToSee) {
  EXPECT_THAT(MarksOf(2, absl::FromUnixMicros(30)), ElementsAre("ada@10"));
}

class TurnByMessageTest : public ::testing::Test {
 protected:
  TurnByMessageTest() {
    referral_.set_state(v1::REFERRAL_STATE_SENT);
    referral_.set_version(3);
    referral_.mutable_turn()->set_party(v1::PARTY_ROLE_RECIPIENT);
    referral_.mutable_turn()->set_expectation("accept or decline");
  }
  bool ByReferrer(bool needs_answer) { return PassTurnByMessage(act_, true, needs_answer, {}, &record_); }
  bool ByRecipient(bool needs_answer) { return PassTurnByMessage(act_, false, needs_answer, {}, &record_); }
  v1::PartyRole Turn() { return referral_.turn().party(); }

  const Act act_{absl::FromUnixSeconds(100), "organizations/a", "", "", ""};
  ReferralRecord record_;
  v1::Referral& referral_ = record_.referral;
};

TEST_F(TurnByMessageTest, AMessageThatNeedsNoAnswerChangesNothing) {
  EXPECT_FALSE(ByReferrer(false));
  EXPECT_FALSE(ByRecipient(false));
  EXPECT_EQ(referral_.version(), 3);
  EXPECT_EQ(referral_.turn().expectation(), "accept or decline");
}

TEST_F(TurnByMessageTest, AQuestionPassesTheTurnAndTheAnswerGivesItBack) {
  EXPECT_TRUE(ByRecipient(true));
  EXPECT_EQ(Turn(), v1::PARTY_ROLE_REFERRER);
  EXPECT_EQ(referral_.version(), 4);
  EXPECT_EQ(referral_.last_transition().event(), v1::REFERRAL_EVENT_POST_MESSAGE);
  EXPECT_EQ(referral_.last_transition().rule(), "45b");
  EXPECT_EQ(referral_.state(), v1::REFERRAL_STATE_SENT);
  EXPECT_FALSE(ByRecipient(false)) << "the recipient waits for the referrer";
  EXPECT_FALSE(ByRecipient(true)) << "it is asked already";
  EXPECT_TRUE(ByReferrer(false));
  EXPECT_EQ(Turn(), v1::PARTY_ROLE_RECIPIENT);
  EXPECT_NE(referral_.turn().expectation(), "answer the message");
}

TEST_F(TurnByMessageTest, AnAnswerMayAskBack) {
  ASSERT_TRUE(ByRecipient(true));
  EXPECT_TRUE(ByReferrer(true));
  EXPECT_EQ(Turn(), v1::PARTY_ROLE_RECIPIENT);
  EXPECT_EQ(referral_.turn().expectation(), "answer the message");
}

TEST_F(TurnByMessageTest, AClosedReferralIsNobodysTurn) {
  referral_.set_state(v1::REFERRAL_STATE_CLOSED);
  referral_.clear_turn();
  EXPECT_FALSE(ByReferrer(true));
  EXPECT_FALSE(referral_.has_turn());
}

class VisibilityTest : public ::testing::Test {
 protected:
  VisibilityTest() {
    referral_.set_referrer("organizations/river");
    referral_.add_informed_parties("organizations/step");
    Assign("organizations/first", 50);
    Assign("organizations/second", 100);
  }
  void Assign(const std::string& recipient, int64_t sent) {
    v1::Assignment* assignment = referral_.add_assignments();
    assignment->set_recipient(recipient);
    assignment->mutable_send_time()->set_seconds(sent);
  }
  v1::Referral referral_;
};

TEST_F(VisibilityTest, ThePartiesOfTodaySeeEverything) {
  for (const char* id : {"river", "second", "step"}) EXPECT_EQ(SeesUntil(referral_, id), absl::InfiniteFuture()) << id;
}

TEST_F(VisibilityTest, AFormerRecipientSeesWhatCameBeforeTheNextOneWasAsked) {
  EXPECT_EQ(SeesUntil(referral_, "first"), absl::FromUnixSeconds(100));
  Assign("organizations/first", 200);
  EXPECT_EQ(SeesUntil(referral_, "first"), absl::InfiniteFuture()) << "it is the recipient again";
}

TEST_F(VisibilityTest, AStrangerSeesNothing) { EXPECT_EQ(SeesUntil(referral_, "far"), absl::InfinitePast()); }

TEST_F(VisibilityTest, WhatComesNowIsForThePartiesOfToday) {
  EXPECT_THAT(WhoSeesNow(referral_, {"river", "first", "second", "step"}), ElementsAre("river", "second", "step"));
}

}  // namespace
}  // namespace tendon::referral
