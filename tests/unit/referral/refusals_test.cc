// That a refusal offers only what can be done now, and that nothing which was said is lost without a word.
#include <gmock/gmock.h>

#include <algorithm>

#include "tendon/referral/v1/errors.pb.h"
#include "tests/unit/referral/states.h"

namespace tendon::referral {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class RefusalsTest : public ::testing::Test {
 protected:
  // What a refusal of this event offers instead.
  std::vector<ReferralEvent> OfferedInsteadOf(ReferralEvent event, const security::Principal& who,
                                              const v1::Referral& referral) {
    const absl::Status status = Perform(desk, event, who, desk.Read(referral.name())).status();
    const auto payload = status.GetPayload("type.googleapis.com/tendon.referral.v1.TransitionRefused");
    v1::TransitionRefused detail;
    EXPECT_TRUE(payload.has_value() && detail.ParseFromString(std::string(*payload))) << status;
    std::vector<ReferralEvent> offered;
    for (const int allowed : detail.allowed_events()) offered.push_back(static_cast<ReferralEvent>(allowed));
    return offered;
  }
  v1::Referral Sent(int patient) {
    v1::CreateReferralRequest create;
    *create.mutable_referral() = Order("hand", patient);
    const auto draft = desk.Run(River(), &CreateReferral, create);
    EXPECT_TRUE(draft.ok()) << draft.status();
    EXPECT_TRUE(Perform(desk, v1::REFERRAL_EVENT_SEND, River(), desk.Read(draft->name())).ok());
    return desk.Read(draft->name()).referral;
  }
  v1::Referral Accepted(int patient) {
    const v1::Referral sent = Sent(patient);
    EXPECT_TRUE(Perform(desk, v1::REFERRAL_EVENT_ACCEPT, Hand(), desk.Read(sent.name())).ok());
    return desk.Read(sent.name()).referral;
  }
  v1::Referral Begun(int patient) {
    const v1::Referral accepted = Accepted(patient);
    EXPECT_TRUE(Perform(desk, v1::REFERRAL_EVENT_START_SESSION, Hand(), desk.Read(accepted.name())).ok());
    return desk.Read(accepted.name()).referral;
  }
  template <class Request>
  Request On(const v1::Referral& referral) {
    Request request;
    request.set_name(referral.name());
    request.set_etag(desk.Read(referral.name()).referral.etag());
    return request;
  }

  Desk desk;
};

TEST_F(RefusalsTest, APatientWhoIsNotBornYetIsATypingError) {
  const absl::Time now = desk.now;
  const auto day = [](absl::Time time) { return absl::FormatTime("%E4Y-%m-%d", time, absl::UTCTimeZone()); };
  v1::CreateReferralRequest create;
  *create.mutable_referral() = Order("hand", 1);
  for (const std::string& born : {day(now), day(now).substr(0, 7), day(now).substr(0, 4), std::string("1975-04-12")}) {
    create.mutable_referral()->mutable_patient()->set_birth_date(born);
    EXPECT_TRUE(desk.Run(River(), &CreateReferral, create).ok()) << born;
  }
  for (const std::string& born : {day(now + absl::Hours(48)), day(now + absl::Hours(24 * 400)).substr(0, 4)}) {
    create.mutable_referral()->mutable_patient()->set_birth_date(born);
    const absl::Status refused = desk.Run(River(), &CreateReferral, create).status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument) << born;
    EXPECT_THAT(std::string(refused.message()), Not(HasSubstr(born)));
  }
}

TEST_F(RefusalsTest, DoNotOfferWhatAGuardStops) {
  const v1::Referral sent = Sent(701);
  const auto offered = OfferedInsteadOf(v1::REFERRAL_EVENT_REDIRECT, River(), sent);
  EXPECT_THAT(offered, Not(::testing::Contains(v1::REFERRAL_EVENT_REDIRECT))) << "what is being refused";
  EXPECT_THAT(offered, Not(::testing::Contains(v1::REFERRAL_EVENT_WRONG_PATIENT))) << "no session has taken place";
  EXPECT_THAT(offered, ::testing::Contains(v1::REFERRAL_EVENT_CANCEL));
}

TEST_F(RefusalsTest, DoNotOfferPartsThatAreNotThere) {
  const v1::Referral begun = Begun(702);
  const auto offered = OfferedInsteadOf(v1::REFERRAL_EVENT_ACCEPT, Hand(), begun);
  for (const ReferralEvent event : {v1::REFERRAL_EVENT_NO_SHOW, v1::REFERRAL_EVENT_RESCHEDULE,
                                    v1::REFERRAL_EVENT_CANCEL_APPOINTMENT, v1::REFERRAL_EVENT_WITHDRAW_PROPOSAL}) {
    EXPECT_THAT(offered, Not(::testing::Contains(event))) << v1::ReferralEvent_Name(event);
  }
  const auto to_referrer = OfferedInsteadOf(v1::REFERRAL_EVENT_SEND, River(), begun);
  for (const ReferralEvent event :
       {v1::REFERRAL_EVENT_ANSWER_INFO, v1::REFERRAL_EVENT_APPROVE_PROPOSAL, v1::REFERRAL_EVENT_DENY_PROPOSAL}) {
    EXPECT_THAT(to_referrer, Not(::testing::Contains(event))) << v1::ReferralEvent_Name(event);
  }
}

// An optional question can be answered too.
TEST_F(RefusalsTest, AQuestionThatNeedNotBeAnsweredMayBe) {
  const v1::Referral begun = Begun(703);
  v1::AskQuestionsRequest ask = On<v1::AskQuestionsRequest>(Accepted(704));
  ask.add_questions()->set_text("Since when?");
  const auto asked = desk.Run(Hand(), &AskQuestions, ask);
  ASSERT_TRUE(asked.ok()) << asked.status();
  EXPECT_EQ(asked->open_questions(), 0);
  v1::AnswerQuestionRequest answer;
  answer.set_name(asked->name() + "/questions/1");
  answer.set_etag(asked->etag());
  answer.mutable_answer()->set_text("May");
  const auto answered = desk.Run(River(), &AnswerQuestion, answer);
  EXPECT_TRUE(answered.ok()) << answered.status();
}

TEST_F(RefusalsTest, AnActionWhoseEndIsNotKnownLeadsNowhereYet) {
  const v1::Referral begun = Begun(705);
  v1::GetAllowedActionsRequest request;
  request.set_name(begun.name());
  const auto allowed = desk.Look(Hand(), &GetAllowedActions, request);
  ASSERT_TRUE(allowed.ok());
  const auto cross_back = std::find_if(allowed->actions().begin(), allowed->actions().end(), [](const auto& action) {
    return action.event() == v1::REFERRAL_EVENT_CROSS_BACK;
  });
  ASSERT_NE(cross_back, allowed->actions().end());
  EXPECT_EQ(cross_back->to_state(), v1::REFERRAL_STATE_UNSPECIFIED) << "COMPLETED or FAILED, as the summary says";
}

// Row 47 records a repetition without effect; what it brings that is new must not vanish.
TEST_F(RefusalsTest, ASecondSummaryIsNotDroppedWithoutAWord) {
  const v1::Referral begun = Begun(706);
  v1::CompleteReferralRequest complete = On<v1::CompleteReferralRequest>(begun);
  complete.mutable_closing_summary()->set_text("Pain from 7 to 2.");
  complete.mutable_closing_summary()->set_discharge_reason(v1::DISCHARGE_REASON_GOALS_MET);
  ASSERT_TRUE(desk.Run(Hand(), &CompleteReferral, complete).ok());
  complete.set_etag(desk.Read(begun.name()).referral.etag());
  const auto again = desk.Run(Hand(), &CompleteReferral, complete);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->last_transition().no_op()) << "the same once more";
  complete.set_etag(again->etag());
  complete.mutable_closing_summary()->set_text("Pain from 7 to 6, and worse at night.");
  const absl::Status other = desk.Run(Hand(), &CompleteReferral, complete).status();
  EXPECT_EQ(other.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(other.message()), HasSubstr("ADDENDUM")) << "what to do instead";
}

TEST_F(RefusalsTest, ASummaryForARecalledReferralIsHandedInLate) {
  const v1::Referral accepted = Accepted(707);
  desk.CountSessions(accepted.name(), 1);
  ASSERT_TRUE(Perform(desk, v1::REFERRAL_EVENT_CANCEL, River(), desk.Read(accepted.name())).ok());
  v1::ConfirmCancellationRequest confirm = On<v1::ConfirmCancellationRequest>(accepted);
  confirm.mutable_closing_summary()->set_text("One session.");
  confirm.mutable_closing_summary()->set_discharge_reason(v1::DISCHARGE_REASON_PATIENT_CHOICE);
  const absl::Status refused = desk.Run(Hand(), &ConfirmCancellation, confirm).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("LATE_SUMMARY"));
}

TEST_F(RefusalsTest, AnExtensionAsksForMore) {
  const v1::Referral begun = Begun(708);
  for (const int sessions : {0, 3, 6}) {
    v1::RequestExtensionRequest request = On<v1::RequestExtensionRequest>(begun);
    request.set_reason_code("more-sessions-needed");
    request.mutable_authorization()->set_sessions(sessions);
    const absl::Status refused = desk.Run(Hand(), &RequestExtension, request).status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument) << sessions;
    EXPECT_THAT(std::string(refused.message()), HasSubstr("above 6"));
  }
  v1::RequestExtensionRequest late = On<v1::RequestExtensionRequest>(begun);
  late.set_reason_code("more-sessions-needed");
  late.mutable_authorization()->set_sessions(8);
  late.mutable_authorization()->set_end_date("2020");
  EXPECT_EQ(desk.Run(Hand(), &RequestExtension, late).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(RefusalsTest, MoreSessionsAreNotForThePast) {
  const v1::Referral begun = Begun(709);
  ASSERT_TRUE(Perform(desk, v1::REFERRAL_EVENT_COMPLETE, Hand(), desk.Read(begun.name())).ok());
  v1::RequestMoreSessionsRequest request = On<v1::RequestMoreSessionsRequest>(begun);
  request.mutable_authorization()->set_sessions(4);
  request.mutable_authorization()->set_end_date("2020");
  EXPECT_EQ(desk.Run(River(), &RequestMoreSessions, request).status().code(), absl::StatusCode::kInvalidArgument);
}

// Who approves a child cannot mend it; who proposes it can.
TEST_F(RefusalsTest, AProposedChildIsComplete) {
  v1::ProposeChildRequest request = On<v1::ProposeChildRequest>(Begun(710));
  request.mutable_child()->set_recipient("organizations/elm");
  request.mutable_child()->set_discipline(clinical::v1::DISCIPLINE_MASSAGE_THERAPIST);
  request.mutable_child()->set_reason("guarding");
  const absl::Status incomplete = desk.Run(Hand(), &ProposeChild, request).status();
  EXPECT_EQ(incomplete.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(incomplete.message()), HasSubstr("authorization.sessions"));
  request.mutable_child()->mutable_authorization()->set_sessions(4);
  request.mutable_child()->set_recipient("organizations/nobody");
  EXPECT_EQ(desk.Run(Hand(), &ProposeChild, request).status().code(), absl::StatusCode::kInvalidArgument);
  request.mutable_child()->set_recipient("organizations/elm");
  const auto proposed = desk.Run(Hand(), &ProposeChild, request);
  EXPECT_TRUE(proposed.ok()) << proposed.status();
}

TEST_F(RefusalsTest, ADuplicateIsOfTheSamePatient) {
  const v1::Referral one = Sent(711), another = Sent(712);
  v1::LinkDuplicateRequest link = On<v1::LinkDuplicateRequest>(one);
  link.set_duplicate_of(another.name());
  const absl::Status refused = desk.Run(River(), &LinkDuplicate, link).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("another patient"));
  // Two clinics number the same patient each in their own way.
  v1::CreateReferralRequest create;
  *create.mutable_referral() = Order("hand", 1);
  create.mutable_referral()->mutable_patient()->mutable_identifiers(0)->set_system("urn:other:mrn");
  const auto elsewhere = desk.Run(River(), &CreateReferral, create);
  link.set_duplicate_of(elsewhere->name());
  const auto linked = desk.Run(River(), &LinkDuplicate, link);
  EXPECT_TRUE(linked.ok()) << linked.status();
}

// A patient who is sent back to be seen is seen today where nobody says how soon, whatever a hold may take.
TEST_F(RefusalsTest, ACrossBackThatAsksForAPhysicianIsForTodayUnlessItSaysOtherwise) {
  const std::pair<clinical::v1::ReferUrgency, absl::Duration> cases[] = {
      {clinical::v1::REFER_URGENCY_UNSPECIFIED, absl::Hours(12)},
      {clinical::v1::REFER_URGENCY_ROUTINE, absl::Hours(14 * 24)},
      {clinical::v1::REFER_URGENCY_URGENT_SAME_DAY, absl::Hours(12)},
      {clinical::v1::REFER_URGENCY_EMERGENCY, absl::Hours(1)}};
  int patient = 720;
  for (const auto& [urgency, time] : cases) {
    SCOPED_TRACE(clinical::v1::ReferUrgency_Name(urgency));
    const v1::Referral parent = Begun(++patient);
    Choice choice;
    choice.elsewhere = "organizations/elm";
    ASSERT_TRUE(Perform(desk, v1::REFERRAL_EVENT_CREATE_CHILD, Hand(), desk.Read(parent.name()), choice).ok());
    const v1::Referral child = desk.Read(desk.Read(parent.name()).referral.open_children(0)).referral;
    ASSERT_TRUE(Perform(desk, v1::REFERRAL_EVENT_ACCEPT, Elm(), desk.Read(child.name())).ok());
    v1::CrossBackRequest back = On<v1::CrossBackRequest>(child);
    back.set_reason_code("worsening");
    back.set_comment("weakness of the leg");
    back.mutable_closing_summary()->set_text("stopped");
    back.mutable_closing_summary()->set_discharge_reason(v1::DISCHARGE_REASON_REFERRED_BACK);
    back.set_halt_parent(true);
    back.set_recheck(true);
    back.set_refer_urgency(urgency);
    const auto sent_back = desk.Run(Elm(), &CrossBack, back);
    ASSERT_TRUE(sent_back.ok()) << sent_back.status();
    const v1::Referral halted = desk.Read(parent.name()).referral;
    EXPECT_EQ(halted.turn().party(), v1::PARTY_ROLE_RESPONSIBLE_PHYSICIAN);
    EXPECT_EQ(ToTime(halted.turn().due_time()) - desk.now, time);
  }
}

// Whoever treats under a child must know what is learnt under the parent, and is told at once where it is unsafe now.
TEST_F(RefusalsTest, WhatIsLearntUnderTheParentReachesEveryOpenChild) {
  const v1::Referral parent = Begun(740);
  Choice choice;
  choice.elsewhere = "organizations/elm";
  ASSERT_TRUE(Perform(desk, v1::REFERRAL_EVENT_CREATE_CHILD, Hand(), desk.Read(parent.name()), choice).ok());
  const std::string child = desk.Read(parent.name()).referral.open_children(0);
  v1::AddSafetyFactsRequest add = On<v1::AddSafetyFactsRequest>(parent);
  add.add_conditions()->set_icd10cm("I82.402");
  ASSERT_TRUE(desk.Run(River(), &AddSafetyFacts, add).ok());
  const v1::Referral told = desk.Read(child).referral;
  ASSERT_EQ(told.conditions_size(), 1);
  EXPECT_EQ(told.conditions(0).icd10cm(), "I82.402");
  EXPECT_EQ(told.last_transition().event(), v1::REFERRAL_EVENT_ADD_SAFETY_FACT);
  EXPECT_EQ(told.last_transition().rule(), "44n");
  EXPECT_EQ(told.last_transition().subject(), parent.name());
  EXPECT_EQ(ToTime(told.screening().screen_time()), desk.now) << "screened with it";
  // Another step on the parent adds nothing more.
  ASSERT_TRUE(Perform(desk, v1::REFERRAL_EVENT_INTERIM_REPORT, Hand(), desk.Read(parent.name())).ok());
  EXPECT_EQ(desk.Read(child).referral.version(), told.version());
}

TEST_F(RefusalsTest, AFormerRecipientIsNotToldThatSomethingWaits) {
  const v1::Referral sent = Sent(730);
  Choice choice;
  choice.elsewhere = "organizations/elm";
  ASSERT_TRUE(Perform(desk, v1::REFERRAL_EVENT_FORWARD_ONWARD, Hand(), desk.Read(sent.name()), choice).ok());
  ASSERT_TRUE(Perform(desk, v1::REFERRAL_EVENT_APPROVE_PROPOSAL, River(), desk.Read(sent.name())).ok());
  v1::GetReferralRequest get;
  get.set_name(sent.name());
  const auto own_part = desk.Look(Hand(), &GetReferral, get);
  ASSERT_TRUE(own_part.ok()) << own_part.status();
  EXPECT_EQ(own_part->state(), v1::REFERRAL_STATE_REDIRECTED);
  EXPECT_EQ(own_part->open_proposals(), 0);
}

}  // namespace
}  // namespace tendon::referral
