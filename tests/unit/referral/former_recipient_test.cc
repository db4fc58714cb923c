// A recipient that was replaced (R7): it keeps its own part, and is told of nothing that comes after. On the real
// handlers; First declined, then Hand was asked.
#include <gmock/gmock.h>

#include "services/referral/handlers/message_handlers.h"
#include "services/referral/handlers/worklist_handlers.h"
#include "services/referral/record.h"
#include "tests/unit/referral/states.h"

namespace tendon::referral {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class FormerRecipientTest : public ::testing::Test {
 protected:
  // SENT to Hand, after First.
  v1::Referral Redirected() { return Prepare(desk, v1::REFERRAL_STATE_SENT, 0).record.referral; }

  std::vector<v1::Event> FeedOf(const security::Principal& who) {
    v1::ListEventsRequest request;
    request.set_parent("organizations/" + who.organization_id);
    request.set_view(v1::EVENT_VIEW_SNAPSHOT);
    const auto feed = desk.Look(who, &ListEvents, request);
    EXPECT_TRUE(feed.ok()) << feed.status();
    return {feed->events().begin(), feed->events().end()};
  }
  v1::Referral Seen(const security::Principal& who, const std::string& name) {
    v1::GetReferralRequest request;
    request.set_name(name);
    const auto seen = desk.Look(who, &GetReferral, request);
    EXPECT_TRUE(seen.ok()) << seen.status();
    return seen.ok() ? *seen : v1::Referral();
  }
  void Post(const security::Principal& who, const std::string& name, bool needs_answer) {
    v1::PostMessageRequest request;
    request.set_parent(name);
    request.mutable_message()->set_text("about Hand");
    request.mutable_message()->set_needs_answer(needs_answer);
    const auto posted = desk.Run(who, &PostMessage, request);
    EXPECT_TRUE(posted.ok()) << posted.status();
  }
  void Do(const std::string& name, ReferralEvent event, const security::Principal& who) {
    const auto done = Perform(desk, event, who, desk.Read(name));
    EXPECT_TRUE(done.ok()) << v1::ReferralEvent_Name(event) << ": " << done.status();
  }

  Desk desk;
};

TEST_F(FormerRecipientTest, IsToldThatItsPartHasEndedAndNotWhoIsAskedNow) {
  const v1::Referral referral = Redirected();
  const v1::Event last = FeedOf(First()).back();
  EXPECT_EQ(last.resource(), referral.name());
  EXPECT_EQ(last.transition(), v1::REFERRAL_EVENT_REDIRECT);
  EXPECT_EQ(last.state(), v1::REFERRAL_STATE_REDIRECTED);
  EXPECT_EQ(last.recipient(), "organizations/first");
  EXPECT_EQ(last.assignment(), referral.name() + "/assignments/1");
  EXPECT_FALSE(last.has_turn());
  EXPECT_THAT(last.DebugString(), Not(HasSubstr("hand")));
}

TEST_F(FormerRecipientTest, IsToldOfNothingThatHappensWhileTheNextOneHasNotAnswered) {
  const v1::Referral referral = Redirected();
  const size_t told = FeedOf(First()).size();
  // A modification was made already by Prepare. A question passes the turn, time runs out, the order changes again.
  Post(Hand(), referral.name(), true);
  Post(Ada(), referral.name(), false);
  Do(referral.name(), v1::REFERRAL_EVENT_MODIFY, River());
  EXPECT_TRUE(desk.At(absl::Hours(24 * 14)).PassTime(referral.name()).ok());
  EXPECT_EQ(desk.Read(referral.name()).referral.state(), v1::REFERRAL_STATE_SENT);
  EXPECT_TRUE(desk.Read(referral.name()).referral.turn().has_escalate_time());
  const std::vector<v1::Event> feed = FeedOf(First());
  EXPECT_EQ(feed.size(), told);
  for (const v1::Event& event : feed) EXPECT_THAT(event.DebugString(), Not(HasSubstr("organizations/hand")));
}

TEST_F(FormerRecipientTest, ReadsItsOwnPartByEveryMethod) {
  const v1::Referral referral = Redirected();
  Do(referral.name(), v1::REFERRAL_EVENT_ACCEPT, Hand());
  Do(referral.name(), v1::REFERRAL_EVENT_START_SESSION, Hand());
  desk.CountSessions(referral.name(), 3);
  const v1::Referral own = Seen(First(), referral.name());
  EXPECT_EQ(own.state(), v1::REFERRAL_STATE_REDIRECTED);
  EXPECT_EQ(own.recipient(), "organizations/first");
  EXPECT_EQ(own.assignments_size(), 1);
  EXPECT_EQ(own.progress().sessions_completed(), 0);
  EXPECT_FALSE(own.progress().has_last_session_time());
  EXPECT_FALSE(own.has_turn());
  EXPECT_THAT(own.DebugString(), Not(HasSubstr("organizations/hand")));

  v1::ListPatientReferralsRequest by_patient;
  by_patient.set_parent("organizations/first");
  *by_patient.mutable_identifier() = referral.patient().identifiers(0);
  const auto listed = desk.Look(First(), &ListPatientReferrals, by_patient);
  ASSERT_TRUE(listed.ok()) << listed.status();
  ASSERT_THAT(listed->referrals(), SizeIs(1));
  EXPECT_EQ(listed->referrals(0).SerializeAsString(), own.SerializeAsString());

  v1::ListReferralVersionsRequest history;
  history.set_parent(referral.name());
  const auto versions = desk.Look(First(), &ListReferralVersions, history);
  ASSERT_TRUE(versions.ok());
  EXPECT_EQ(versions->referrals(versions->referrals_size() - 1).version(), own.version());
  for (const v1::Referral& version : versions->referrals()) {
    EXPECT_EQ(version.progress().sessions_completed(), 0);
    EXPECT_THAT(version.DebugString(), Not(HasSubstr("organizations/hand")));
  }
  v1::ExplainReferralRequest explain;
  explain.set_name(referral.name());
  const auto explained = desk.Look(First(), &ExplainReferral, explain);
  ASSERT_TRUE(explained.ok());
  EXPECT_EQ(explained->state(), v1::REFERRAL_STATE_REDIRECTED);
  EXPECT_EQ(explained->mapping().business_status(), "referred-onward");
  EXPECT_THAT(explained->DebugString(), Not(HasSubstr("hand")));
  for (const v1::Event& event : FeedOf(First())) {
    EXPECT_EQ(event.referral().SerializeAsString(), own.SerializeAsString());
  }
}

TEST_F(FormerRecipientTest, IsRefusedByWhatItsOwnPartIs) {
  const v1::Referral referral = Redirected();
  Do(referral.name(), v1::REFERRAL_EVENT_ACCEPT, Hand());
  v1::PostMessageRequest post;
  post.set_parent(referral.name());
  post.mutable_message()->set_text("still there?");
  const auto refused = desk.Run(First(), &PostMessage, post);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("REDIRECTED"));
  EXPECT_THAT(std::string(refused.status().message()), Not(HasSubstr("ACCEPTED")));
}

TEST_F(FormerRecipientTest, ReadsWhatWasWrittenUntilTheNextOneWasAsked) {
  const std::string name = Prepare(desk, v1::REFERRAL_STATE_DECLINED, 0).record.referral.name();
  desk.now += absl::Minutes(1);
  Post(Hand(), name, false);
  desk.now += absl::Minutes(1);
  Do(name, v1::REFERRAL_EVENT_REDIRECT, River());
  Post(Oak(), name, false);
  v1::ListMessagesRequest list;
  list.set_parent(name);
  const auto seen = desk.Look(Hand(), &ListMessages, list);
  ASSERT_TRUE(seen.ok());
  EXPECT_THAT(seen->messages(), SizeIs(1));
  EXPECT_THAT(desk.Look(Oak(), &ListMessages, list)->messages(), SizeIs(2)) << "the thread follows";
}

TEST_F(FormerRecipientTest, WhoCameBackHasNotSeenWhatAnotherDidInBetween) {
  const std::string name = Prepare(desk, v1::REFERRAL_STATE_DECLINED, 0).record.referral.name();
  Choice back;
  back.elsewhere = "organizations/first";
  ASSERT_TRUE(Perform(desk, v1::REFERRAL_EVENT_REDIRECT, River(), desk.Read(name), back).ok());
  v1::ListReferralVersionsRequest history;
  history.set_parent(name);
  const auto versions = desk.Look(First(), &ListReferralVersions, history);
  ASSERT_TRUE(versions.ok());
  for (const v1::Referral& version : versions->referrals()) EXPECT_EQ(version.recipient(), "organizations/first");
  EXPECT_EQ(Seen(First(), name).state(), v1::REFERRAL_STATE_SENT);
}

TEST_F(FormerRecipientTest, ItsPhysicianIsNoPartyAnyMore) {
  v1::Referral referral = Redirected();
  referral.set_responsible_physician("organizations/first/clinicians/first-clinician");
  EXPECT_EQ(RolesOf(referral, First()), RoleSet{v1::PARTY_ROLE_FORMER_RECIPIENT});
  referral.set_responsible_physician("organizations/hand/clinicians/hand-clinician");
  EXPECT_TRUE(RolesOf(referral, Hand()).contains(v1::PARTY_ROLE_RESPONSIBLE_PHYSICIAN));
}

}  // namespace
}  // namespace tendon::referral
