// What may be done when, through the servers. The table itself is enumerated in the unit tests.
#include "tendon/referral/v1/errors.pb.h"
#include "tests/integration/fixture.h"

namespace tendon::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using Transitions = ExchangeTest;

std::vector<pb::ReferralEvent> EventsOf(const pb::GetAllowedActionsResponse& actions) {
  std::vector<pb::ReferralEvent> events;
  for (const auto& action : actions.actions()) events.push_back(action.event());
  return events;
}

TEST_F(Transitions, TheRecipientDeclinesWithReasonAndComment) {
  const pb::Referral sent = Sent();
  EXPECT_THAT(hand->Decline(sent, "capacity-full", ""), AllOf(StatusIs(kRefused), HasReason("REASON_CODE_REFUSED")));
  EXPECT_THAT(hand->Decline(sent, "no-such-code", "x"), AllOf(StatusIs(kRefused), HasReason("REASON_CODE_REFUSED")));
  const pb::Referral declined = Must(hand->Decline(sent, "capacity-full", "No place before spring"));
  EXPECT_EQ(declined.state(), pb::REFERRAL_STATE_DECLINED);
  EXPECT_EQ(declined.turn().party(), pb::PARTY_ROLE_REFERRER);
  EXPECT_EQ(declined.last_transition().comment(), "No place before spring");
  EXPECT_EQ(declined.assignments(0).reason_code(), "capacity-full");
  EXPECT_TRUE(declined.assignments(0).has_end_time());
}

TEST_F(Transitions, TheRecipientDeclinesLate) {
  EXPECT_EQ(Must(hand->Decline(Accepted(), "contraindicated", "New finding")).state(), pb::REFERRAL_STATE_DECLINED);
}

TEST_F(Transitions, TheReferrerRecallsBeforeTreatment) {
  const pb::Referral cancelled = Must(river->Cancel(Accepted(), "patient-declined"));
  EXPECT_EQ(cancelled.state(), pb::REFERRAL_STATE_CANCELLED);
  EXPECT_EQ(cancelled.last_transition().rule(), "19");
  EXPECT_EQ(Must(hand->Get(cancelled.name())).state(), pb::REFERRAL_STATE_CANCELLED);
}

TEST_F(Transitions, TheReferrerDiscardsADraft) {
  const pb::Referral draft = Draft();
  EXPECT_THAT(river->Cancel(draft, "patient-declined"), HasReason("REASON_CODE_REFUSED"));
  const pb::Referral discarded = Must(river->Cancel(draft, "cancelled-draft"));
  EXPECT_EQ(discarded.state(), pb::REFERRAL_STATE_CANCELLED);
  EXPECT_EQ(discarded.last_transition().event(), pb::REFERRAL_EVENT_DISCARD);
  EXPECT_THAT(hand->Get(draft.name()), StatusIs(grpc::StatusCode::NOT_FOUND));
}

TEST_F(Transitions, ARefusalTellsWhatIsAllowedInstead) {
  const pb::Referral sent = Sent();
  const int64_t revision = Revision();
  const auto refused = hand->Complete(sent);
  EXPECT_THAT(refused, AllOf(StatusIs(kRefused), HasReason("TRANSITION_REFUSED")));
  const auto detail = DetailOf<pb::TransitionRefused>(refused.status);
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->state(), pb::REFERRAL_STATE_SENT);
  EXPECT_EQ(detail->event(), pb::REFERRAL_EVENT_COMPLETE);
  EXPECT_EQ(detail->actor_role(), pb::PARTY_ROLE_RECIPIENT);
  EXPECT_EQ(detail->version(), sent.version());
  // Neither a change that nobody made can be acknowledged now, nor sessions struck out that did not take place.
  EXPECT_THAT(detail->allowed_events(),
              UnorderedElementsAre(pb::REFERRAL_EVENT_RECEIVE, pb::REFERRAL_EVENT_ACCEPT, pb::REFERRAL_EVENT_DECLINE,
                                   pb::REFERRAL_EVENT_ASK_INFO, pb::REFERRAL_EVENT_FORWARD_ONWARD,
                                   pb::REFERRAL_EVENT_POST_MESSAGE, pb::REFERRAL_EVENT_LINK_DUPLICATE,
                                   pb::REFERRAL_EVENT_ATTACH_CLEARANCE));
  EXPECT_EQ(Revision(), revision);
}

TEST_F(Transitions, TheOtherPartysEventsAreRefused) {
  const pb::Referral sent = Sent();
  EXPECT_THAT(river->Accept(sent), HasReason("TRANSITION_REFUSED"));
  EXPECT_THAT(hand->Cancel(sent, "duplicate"), HasReason("TRANSITION_REFUSED"));
  EXPECT_THAT(hand->Acknowledge(Completed()), HasReason("TRANSITION_REFUSED"));
}

TEST_F(Transitions, AnInformedPartyReadsAndDoesNotAct) {
  const pb::Referral sent = Must(river->Send(Must(river->Create(FullReferral()))));
  EXPECT_THAT(step->Get(sent.name()), IsOk());
  EXPECT_THAT(step->Accept(sent), HasReason("TRANSITION_REFUSED"));
  EXPECT_THAT(step->AllowedActions(sent.name())->actions(), IsEmpty());
}

TEST_F(Transitions, WhatIsDoneAlreadyIsRecordedWithoutEffect) {
  const pb::Referral received = Must(hand->Receive(Sent()));
  const pb::Referral again = Must(hand->Receive(received));
  EXPECT_EQ(again.state(), pb::REFERRAL_STATE_RECEIVED);
  EXPECT_TRUE(again.last_transition().no_op());
  EXPECT_EQ(again.last_transition().rule(), "47");
  EXPECT_EQ(again.version(), received.version() + 1);

  const pb::Referral accepted = Must(hand->Accept(again));
  const pb::Referral accepted_again = Must(hand->Accept(accepted));
  EXPECT_TRUE(accepted_again.last_transition().no_op());
  EXPECT_EQ(accepted_again.assignments(0).accept_time().SerializeAsString(),
            accepted.assignments(0).accept_time().SerializeAsString());
}

TEST_F(Transitions, AnUnsentReferralNamesAllThatIsMissing) {
  const pb::Referral empty = Must(river->Create(pb::Referral()));
  const auto refused = river->Send(empty);
  EXPECT_THAT(refused, AllOf(StatusIs(kRefused), HasReason("INCOMPLETE")));
  const auto detail = DetailOf<google::rpc::PreconditionFailure>(refused.status);
  ASSERT_TRUE(detail.has_value());
  std::vector<std::string> subjects;
  for (const auto& violation : detail->violations()) subjects.push_back(violation.subject());
  EXPECT_THAT(subjects, UnorderedElementsAre("recipient", "discipline", "patient.identifiers", "reason_conditions",
                                             "authorization.sessions"));
}

TEST_F(Transitions, AllowedActionsFollowTheState) {
  const pb::Referral draft = Draft();
  EXPECT_THAT(EventsOf(*river->AllowedActions(draft.name())),
              ElementsAre(pb::REFERRAL_EVENT_EDIT, pb::REFERRAL_EVENT_DISCARD, pb::REFERRAL_EVENT_SEND,
                          pb::REFERRAL_EVENT_ATTEST_OVERRIDE, pb::REFERRAL_EVENT_ATTACH_CLEARANCE,
                          pb::REFERRAL_EVENT_ENTERED_IN_ERROR));
  const pb::Referral sent = Must(river->Send(draft));
  const auto for_hand = hand->AllowedActions(sent.name());
  EXPECT_EQ(for_hand->actor_role(), pb::PARTY_ROLE_RECIPIENT);
  EXPECT_EQ(for_hand->etag(), sent.etag());
  EXPECT_THAT(EventsOf(*for_hand), ElementsAre(pb::REFERRAL_EVENT_RECEIVE, pb::REFERRAL_EVENT_ACCEPT,
                                               pb::REFERRAL_EVENT_DECLINE, pb::REFERRAL_EVENT_ASK_INFO,
                                               pb::REFERRAL_EVENT_FORWARD_ONWARD, pb::REFERRAL_EVENT_ACK_MODIFICATION,
                                               pb::REFERRAL_EVENT_ATTACH_CLEARANCE, pb::REFERRAL_EVENT_WRONG_PATIENT,
                                               pb::REFERRAL_EVENT_POST_MESSAGE, pb::REFERRAL_EVENT_LINK_DUPLICATE));
  EXPECT_THAT(EventsOf(*river->AllowedActions(sent.name())),
              ElementsAre(pb::REFERRAL_EVENT_CANCEL, pb::REFERRAL_EVENT_REDIRECT, pb::REFERRAL_EVENT_MODIFY,
                          pb::REFERRAL_EVENT_ATTEST_OVERRIDE, pb::REFERRAL_EVENT_ATTACH_CLEARANCE,
                          pb::REFERRAL_EVENT_ENTERED_IN_ERROR, pb::REFERRAL_EVENT_WRONG_PATIENT,
                          pb::REFERRAL_EVENT_POST_MESSAGE, pb::REFERRAL_EVENT_LINK_DUPLICATE));
}

TEST_F(Transitions, AllowedActionsSayWhatAGuardIsWaitingFor) {
  const pb::Referral empty = Must(river->Create(pb::Referral()));
  const auto actions = river->AllowedActions(empty.name());
  for (const auto& action : actions->actions()) {
    EXPECT_EQ(action.blocked_by().empty(), action.event() != pb::REFERRAL_EVENT_SEND) << action.blocked_by();
  }
}

TEST_F(Transitions, NoSessionIsStartedBeyondTheAuthorisedNumber) {
  const pb::Referral referral = InProgress(/*sessions=*/1);
  Must(hand->Record(referral.name(), SmallSession(absl::Now(), 5, 4)));
  ASSERT_TRUE(Eventually([&] { return hand->Get(referral.name())->progress().sessions_completed() == 1; }));
  EXPECT_THAT(hand->StartSession(referral), AllOf(StatusIs(kRefused), HasReason("AUTHORIZATION_USED_UP")));
}

TEST_F(Transitions, EveryRuleOfTheTableIsListed) {
  const auto listed = far->Do(&Party::ReferralStub::ListTransitionRules, pb::ListTransitionRulesRequest());
  ASSERT_THAT(listed, IsOk());
  std::vector<std::string> rules;
  for (const auto& rule : listed->rules()) rules.push_back(rule.rule());
  const std::vector<std::string> expected = {
      "1",   "2",   "3",   "4",   "5",   "6",   "7",   "8",   "9",   "9b",  "10",  "10b", "11",  "12",
      "12b", "13",  "13b", "14",  "15",  "16",  "17",  "18",  "19",  "19p", "16b", "16b", "16b", "16c",
      "16d", "16d", "16d", "17b", "20",  "21",  "22",  "22b", "23",  "24",  "24p", "25",  "26",  "27",
      "28",  "28b", "29",  "29x", "30",  "30x", "31",  "32",  "32",  "33",  "33b", "34",  "35",  "36",
      "36b", "37",  "39",  "40",  "41",  "42",  "44f", "44f", "44f", "44",  "44b", "44c", "44d", "44d",
      "44e", "44g", "44h", "44i", "44j", "44l", "44k", "44n", "44m", "45",  "45a", "45b", "45c", "R6"};
  EXPECT_EQ(rules, expected);
}

}  // namespace
}  // namespace tendon::testing
