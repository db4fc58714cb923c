// Children: how deep, to whom, what goes down and what comes up, on the real handlers.
#include "services/referral/lifecycle/family.h"

#include <gmock/gmock.h>

#include "services/runtime/errors.h"
#include "tests/unit/referral/states.h"

namespace tendon::referral {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class FamilyTest : public ::testing::Test {
 protected:
  // River's referral to Hand, under way.
  std::string Parent() { return Prepare(desk, v1::REFERRAL_STATE_IN_PROGRESS, 0).record.referral.name(); }

  absl::StatusOr<v1::Referral> TryChild(const std::string& parent, const security::Principal& who,
                                        const std::string& recipient) {
    Choice choice;
    choice.elsewhere = "organizations/" + recipient;
    return Perform(desk, v1::REFERRAL_EVENT_CREATE_CHILD, who, desk.Read(parent), choice);
  }
  std::string Child(const std::string& parent, const security::Principal& who, const std::string& recipient) {
    const auto made = TryChild(parent, who, recipient);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? made->last_transition().subject() : "";
  }
  void Do(const std::string& name, ReferralEvent event, const security::Principal& who, const Choice& choice = {}) {
    const auto done = Perform(desk, event, who, desk.Read(name), choice);
    ASSERT_TRUE(done.ok()) << v1::ReferralEvent_Name(event) << ": " << done.status();
  }
  v1::Referral Get(const std::string& name) { return desk.Read(name).referral; }
  void Begin(const std::string& name, const security::Principal& who) {
    Do(name, v1::REFERRAL_EVENT_ACCEPT, who);
    Do(name, v1::REFERRAL_EVENT_START_SESSION, who);
  }

  Desk desk;
};

TEST_F(FamilyTest, AChildIsSentForTheParentsPatientAndThePhysicianIsTold) {
  const std::string parent = Parent();
  Do(parent, v1::REFERRAL_EVENT_ADD_SAFETY_FACT, Hand());
  const v1::Referral child = Get(Child(parent, Hand(), "elm"));
  EXPECT_EQ(child.state(), v1::REFERRAL_STATE_SENT);
  EXPECT_EQ(child.referrer(), "organizations/hand");
  EXPECT_EQ(child.parent_referral(), parent);
  EXPECT_EQ(child.depth(), 1);
  EXPECT_EQ(child.patient().identifiers(0).value(), Get(parent).patient().identifiers(0).value());
  EXPECT_EQ(child.conditions(0).icd10cm(), "I82.40") << "what safety needs goes with it";
  EXPECT_THAT(child.informed_parties(), ElementsAre("organizations/river", "organizations/step"));
  EXPECT_THAT(Get(parent).open_children(), ElementsAre(child.name()));
}

TEST_F(FamilyTest, TheChildsRecipientDoesNotSeeTheParent) {
  const std::string parent = Parent();
  Child(parent, Hand(), "elm");
  v1::GetReferralRequest request;
  request.set_name(parent);
  EXPECT_EQ(desk.Look(Elm(), &GetReferral, request).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(FamilyTest, WithoutOrderingAuthorityAChildIsProposedAndApproved) {
  const std::string parent = Parent();
  Desk::Handler<v1::CreateChildReferralRequest, v1::Referral> create = &CreateChildReferral;
  (void)create;
  const auto refused = Perform(desk, v1::REFERRAL_EVENT_CREATE_CHILD, Of("hand", "", security::Role::kMassageTherapist),
                               desk.Read(parent));
  EXPECT_EQ(runtime::ReasonOf(refused.status()), v1::ERROR_REASON_NO_ORDERING_AUTHORITY);
  Choice to_elm;
  to_elm.elsewhere = "organizations/elm";
  Do(parent, v1::REFERRAL_EVENT_DENY_PROPOSAL, River());
  Do(parent, v1::REFERRAL_EVENT_ANSWER_INFO, River());
  Do(parent, v1::REFERRAL_EVENT_PROPOSE_CHILD, Hand(), to_elm);
  EXPECT_EQ(Get(parent).turn().party(), v1::PARTY_ROLE_REFERRER);
  EXPECT_THAT(Get(parent).open_children(), IsEmpty());
  Do(parent, v1::REFERRAL_EVENT_APPROVE_PROPOSAL, Ada());
  ASSERT_THAT(Get(parent).open_children(), SizeIs(1));
  const v1::Referral child = Get(Get(parent).open_children(0));
  EXPECT_EQ(child.recipient(), "organizations/elm");
  // The physician orders what the therapist could not, and the therapist is told.
  EXPECT_EQ(child.referrer(), "organizations/river");
  EXPECT_EQ(child.referring_clinician(), "organizations/river/clinicians/river-clinician");
  EXPECT_THAT(child.informed_parties(), ElementsAre("organizations/hand", "organizations/step"));
  EXPECT_EQ(child.last_transition().organization(), child.referrer());
  EXPECT_EQ(desk.Read(parent).details.proposals(1).result(), Get(parent).open_children(0));
}

TEST_F(FamilyTest, NoOrganisationStandsTwiceOnAPathAndNoPathIsDeeperThanThree) {
  const std::string parent = Parent();
  EXPECT_EQ(runtime::ReasonOf(TryChild(parent, Hand(), "river").status()), v1::ERROR_REASON_PATH_REFUSED);
  EXPECT_EQ(runtime::ReasonOf(TryChild(parent, Hand(), "hand").status()), v1::ERROR_REASON_PATH_REFUSED);
  const std::string first = Child(parent, Hand(), "elm");
  Begin(first, Elm());
  EXPECT_EQ(runtime::ReasonOf(TryChild(first, Elm(), "hand").status()), v1::ERROR_REASON_PATH_REFUSED);
  const std::string second = Child(first, Elm(), "oak");
  Begin(second, Oak());
  const std::string third = Child(second, Oak(), "first");
  Begin(third, First());
  EXPECT_EQ(Get(third).depth(), 3);
  EXPECT_EQ(runtime::ReasonOf(TryChild(third, First(), "far").status()), v1::ERROR_REASON_PATH_REFUSED);
}

TEST_F(FamilyTest, AParentIsNotCompletedOverAnOpenChildAndHoldsWhatCameOfIt) {
  const std::string parent = Parent();
  const std::string child = Child(parent, Hand(), "elm");
  EXPECT_EQ(Perform(desk, v1::REFERRAL_EVENT_COMPLETE, Hand(), desk.Read(parent)).status().code(),
            absl::StatusCode::kFailedPrecondition);
  Begin(child, Elm());
  desk.CountSessions(child, 4);
  Do(child, v1::REFERRAL_EVENT_COMPLETE, Elm());
  EXPECT_THAT(Get(parent).open_children(), SizeIs(1)) << "the child is open until it is acknowledged";
  Do(child, v1::REFERRAL_EVENT_ACKNOWLEDGE, Hand());
  const v1::Referral holder = Get(parent);
  EXPECT_THAT(holder.open_children(), IsEmpty());
  ASSERT_THAT(holder.child_outcomes(), SizeIs(1));
  EXPECT_EQ(holder.child_outcomes(0).sessions_completed(), 4);
  EXPECT_EQ(holder.child_outcomes(0).closing_summary().text(), "what was done");
  EXPECT_EQ(holder.last_transition().event(), v1::REFERRAL_EVENT_CHILD_ENDED);
  Do(parent, v1::REFERRAL_EVENT_COMPLETE, Hand());
}

TEST_F(FamilyTest, EndingAParentCancelsWhatHasNotBegunAndAsksTheRestToStop) {
  const std::string parent = Parent();
  const std::string waiting = Child(parent, Hand(), "elm");
  const std::string begun = Child(parent, Hand(), "oak");
  Begin(begun, Oak());
  Do(parent, v1::REFERRAL_EVENT_FAIL, Hand());
  EXPECT_EQ(Get(waiting).state(), v1::REFERRAL_STATE_CANCELLED);
  EXPECT_EQ(Get(waiting).last_transition().rule(), "19p");
  EXPECT_EQ(Get(waiting).last_transition().reason_code(), "parent-ended");
  EXPECT_EQ(Get(begun).state(), v1::REFERRAL_STATE_CANCEL_REQUESTED);
  EXPECT_EQ(Get(begun).turn().party(), v1::PARTY_ROLE_RECIPIENT);
  EXPECT_THAT(Get(parent).open_children(), ElementsAre(begun));
  Do(begun, v1::REFERRAL_EVENT_CONFIRM_CANCEL, Oak());
  EXPECT_THAT(Get(parent).open_children(), IsEmpty());
  EXPECT_THAT(Get(parent).child_outcomes(), SizeIs(2));
}

TEST_F(FamilyTest, EndingReachesGrandchildren) {
  const std::string parent = Parent();
  const std::string child = Child(parent, Hand(), "elm");
  Do(child, v1::REFERRAL_EVENT_ACCEPT, Elm());
  const std::string grandchild = Child(child, Elm(), "oak");
  Do(parent, v1::REFERRAL_EVENT_FAIL, Hand());
  EXPECT_EQ(Get(child).state(), v1::REFERRAL_STATE_CANCELLED);
  EXPECT_EQ(Get(grandchild).state(), v1::REFERRAL_STATE_CANCELLED);
}

TEST_F(FamilyTest, ACrossBackHaltsTheParentAndAsksThePhysicianAtOnce) {
  const std::string parent = Parent();
  const std::string child = Child(parent, Hand(), "elm");
  Begin(child, Elm());
  Choice red_flag;
  red_flag.reason_code = "red-flag";
  Do(child, v1::REFERRAL_EVENT_CROSS_BACK, Elm(), red_flag);
  EXPECT_EQ(Get(child).state(), v1::REFERRAL_STATE_COMPLETED);
  EXPECT_TRUE(Get(child).closing_summary().urgent());
  const v1::Referral halted = Get(parent);
  EXPECT_EQ(halted.state(), v1::REFERRAL_STATE_ON_HOLD);
  EXPECT_EQ(halted.hold().reason_code(), "contraindication-found");
  EXPECT_EQ(halted.turn().party(), v1::PARTY_ROLE_RESPONSIBLE_PHYSICIAN);
  ASSERT_THAT(halted.recheck_requests(), SizeIs(1));
  EXPECT_EQ(halted.recheck_requests(0).referral(), child);
  // The physician's organisation is told of both, urgently.
  v1::ListEventsRequest feed;
  feed.set_parent("organizations/river");
  const auto events = desk.Look(River(), &ListEvents, feed);
  ASSERT_TRUE(events.ok());
  std::vector<std::string> urgent;
  for (const v1::Event& event : events->events()) {
    if (event.type() == v1::EVENT_TYPE_URGENT) urgent.push_back(event.resource());
  }
  EXPECT_THAT(urgent, ElementsAre(child, parent));
}

TEST_F(FamilyTest, TheFirstOneHasTheNameOfADuplicate) {
  const v1::Referral sent = Prepare(desk, v1::REFERRAL_STATE_SENT, 0).record.referral;
  v1::Referral again = Order("hand", 0);
  *again.mutable_patient() = sent.patient();
  again.set_reason("  Low BACK pain ");
  v1::CreateReferralRequest create;
  *create.mutable_referral() = again;
  const auto draft = desk.Run(River(), &CreateReferral, create);
  ASSERT_TRUE(draft.ok());
  v1::SendReferralRequest send;
  send.set_name(draft->name());
  send.set_etag(draft->etag());
  const auto refused = desk.Run(River(), &SendReferral, send);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(runtime::ReasonOf(refused.status()), v1::ERROR_REASON_DUPLICATE_REFERRAL);
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr(sent.name()));
  send.set_duplicate_override_reason("the other knee");
  EXPECT_TRUE(desk.Run(River(), &SendReferral, send).ok());
}

TEST_F(FamilyTest, MoreSessionsAreANewReferralBasedOnThisOne) {
  const v1::Referral done = Prepare(desk, v1::REFERRAL_STATE_COMPLETED, 6).record.referral;
  Do(done.name(), v1::REFERRAL_EVENT_MORE_SESSIONS, Ada());
  const v1::Referral closed = Get(done.name());
  EXPECT_EQ(closed.state(), v1::REFERRAL_STATE_CLOSED);
  EXPECT_EQ(closed.acknowledgement().clinician(), "organizations/river/clinicians/river-clinician");
  const v1::Referral next = Get(closed.last_transition().subject());
  EXPECT_EQ(next.state(), v1::REFERRAL_STATE_SENT);
  EXPECT_EQ(next.based_on(), done.name());
  EXPECT_EQ(next.authorization().sessions(), 3);
  EXPECT_EQ(next.recipient(), "organizations/hand");
  EXPECT_EQ(next.assignments_size(), 1);
}

TEST_F(FamilyTest, ARedirectCountsAnewAndTheFirstRecipientKeepsItsOwnPart) {
  const std::string name = Prepare(desk, v1::REFERRAL_STATE_FAILED, 3).record.referral.name();
  Choice to_oak;
  Do(name, v1::REFERRAL_EVENT_REDIRECT, River(), to_oak);
  const v1::Referral sent = Get(name);
  EXPECT_EQ(sent.progress().sessions_completed(), 0);
  EXPECT_EQ(sent.assignments(1).sessions_completed(), 3);
  Begin(name, Oak());
  desk.CountSessions(name, 1);
  EXPECT_EQ(Get(name).progress().sessions_completed(), 1);
  v1::GetReferralRequest request;
  request.set_name(name);
  const auto own = desk.Look(Hand(), &GetReferral, request);
  ASSERT_TRUE(own.ok()) << own.status();
  EXPECT_EQ(own->state(), v1::REFERRAL_STATE_REDIRECTED) << "for whoever was replaced it ended there";
  EXPECT_EQ(own->progress().sessions_completed(), 3);
  EXPECT_EQ(own->recipient(), "organizations/hand");
  v1::ListEventsRequest feed;
  feed.set_parent("organizations/hand");
  const auto events = desk.Look(Hand(), &ListEvents, feed);
  EXPECT_EQ(events->events(events->events_size() - 1).transition(), v1::REFERRAL_EVENT_REDIRECT) << "and no more";
}

TEST_F(FamilyTest, BothPartiesStrikeOutAnotherPatientsReferralAndItIsWrittenAnew) {
  const std::string name = Prepare(desk, v1::REFERRAL_STATE_IN_PROGRESS, 2).record.referral.name();
  Do(name, v1::REFERRAL_EVENT_WRONG_PATIENT, Hand());
  EXPECT_EQ(Get(name).state(), v1::REFERRAL_STATE_IN_PROGRESS);
  Do(name, v1::REFERRAL_EVENT_WRONG_PATIENT, Hand());
  EXPECT_EQ(Get(name).state(), v1::REFERRAL_STATE_IN_PROGRESS) << "the same party twice is not both";
  Do(name, v1::REFERRAL_EVENT_WRONG_PATIENT, River());
  EXPECT_EQ(Get(name).state(), v1::REFERRAL_STATE_ENTERED_IN_ERROR);
  v1::CreateReferralRequest anew;
  *anew.mutable_referral() = Order("hand", 4711);
  anew.set_replaces(name);
  const auto replacement = desk.Run(River(), &CreateReferral, anew);
  ASSERT_TRUE(replacement.ok()) << replacement.status();
  EXPECT_EQ(replacement->replaces(), name);
}

}  // namespace
}  // namespace tendon::referral
