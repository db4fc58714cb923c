// The main job, whole: a referral goes out, is accepted, its sessions come back, the loop is closed.
#include "tests/integration/fixture.h"

namespace tendon::testing {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::SizeIs;

std::vector<pb::ReferralEvent> Transitions(const pb::ListEventsResponse& feed, const std::string& referral) {
  std::vector<pb::ReferralEvent> transitions;
  for (const pb::Event& event : feed.events()) {
    if (event.resource() == referral && event.type() == pb::EVENT_TYPE_REFERRAL_CHANGED) {
      transitions.push_back(event.transition());
    }
  }
  return transitions;
}

// 1, 2, 3, … and nothing else.
void ExpectDense(const pb::ListEventsResponse& feed) {
  for (int i = 0; i < feed.events_size(); ++i) EXPECT_EQ(feed.events(i).sequence(), i + 1);
  EXPECT_FALSE(feed.more());
}

TEST_F(ExchangeTest, AReferralGoesOutIsTreatedAndItsOutcomeComesBack) {
  const pb::Referral draft = Must(river->Create(FullReferral()));
  EXPECT_EQ(draft.state(), pb::REFERRAL_STATE_DRAFT);
  EXPECT_EQ(draft.version(), 1);

  pb::Referral change;
  change.set_name(draft.name());
  change.set_etag(draft.etag());
  change.set_note("Please treat in the mornings");
  const pb::Referral edited = Must(river->Update(change, {"note"}));
  EXPECT_EQ(edited.note(), "Please treat in the mornings");
  EXPECT_EQ(edited.reason(), draft.reason());
  EXPECT_EQ(edited.version(), 2);

  const pb::Referral sent = Must(river->Send(edited));
  EXPECT_EQ(sent.state(), pb::REFERRAL_STATE_SENT);
  EXPECT_EQ(sent.turn().party(), pb::PARTY_ROLE_RECIPIENT);
  const auto inbox = hand->List(pb::REFERRAL_BOX_INBOX);
  ASSERT_THAT(inbox->referrals(), SizeIs(1));
  EXPECT_EQ(inbox->referrals(0).name(), sent.name());

  const pb::Referral received = Must(hand->Receive(sent));
  EXPECT_EQ(received.state(), pb::REFERRAL_STATE_RECEIVED);
  const pb::Referral accepted = Must(hand->Accept(received));
  EXPECT_EQ(accepted.state(), pb::REFERRAL_STATE_ACCEPTED);
  ASSERT_THAT(accepted.assignments(), SizeIs(1));
  EXPECT_EQ(accepted.assignments(0).clinician(), hand->caller.clinician);
  EXPECT_EQ(accepted.assignments(0).episode(), accepted.name() + "/episodes/1");

  pb::Referral under_way = accepted;
  const std::vector<double> pain_before = {7, 6, 6, 5, 4, 3};
  for (size_t i = 0; i < pain_before.size(); ++i) {
    under_way = Must(hand->StartSession(under_way));
    const auto session =
        Must(hand->Record(under_way.name(), SmallSession(absl::Now(), pain_before[i], pain_before[i] - 1)));
    EXPECT_EQ(session.session_number(), static_cast<int>(i) + 1);
    EXPECT_EQ(session.episode(), under_way.name() + "/episodes/1");
    EXPECT_THAT(session.flags(), ElementsAre(out::SESSION_FLAG_UNSCREENED));
    // The count travels to the referral server, which holds StartSession back by it.
    const int k = static_cast<int>(i) + 1;
    ASSERT_TRUE(Eventually([&] { return river->Get(under_way.name())->progress().sessions_completed() == k; })) << k;
  }

  const out::Episode episode = Must(river->Episode(under_way.name()));
  EXPECT_EQ(episode.sessions_completed(), 6);
  EXPECT_EQ(episode.sessions_authorized(), 6);
  EXPECT_EQ(episode.referrer(), river->organization());
  EXPECT_EQ(episode.recipient(), hand->organization());
  ASSERT_THAT(episode.measures(), SizeIs(1));
  const out::MeasureSummary& pain = episode.measures(0);
  EXPECT_EQ(pain.measure(), "NPRS");
  EXPECT_EQ(pain.direction(), out::DIRECTION_LOWER_BETTER);
  EXPECT_EQ(pain.baseline(), 7);
  EXPECT_EQ(pain.latest(), 3);
  EXPECT_EQ(pain.change(), -4);
  EXPECT_EQ(pain.best(), 3);
  EXPECT_NEAR(pain.change_percent(), -57.142857, 1e-6);
  EXPECT_THAT(pain.points(), SizeIs(12));

  EXPECT_EQ(under_way.progress().sessions_started(), 6);
  const pb::Referral completed = Must(hand->Complete(under_way));
  EXPECT_EQ(completed.state(), pb::REFERRAL_STATE_COMPLETED);
  EXPECT_EQ(completed.turn().party(), pb::PARTY_ROLE_REFERRER);
  const pb::Referral closed = Must(river->Acknowledge(completed));
  EXPECT_EQ(closed.state(), pb::REFERRAL_STATE_CLOSED);
  EXPECT_EQ(closed.acknowledgement().clinician(), river->caller.clinician);
  EXPECT_EQ(closed.closing_summary().text(), FullSummary().text());
  EXPECT_FALSE(closed.has_turn());

  const auto of_river = river->Events();
  const auto of_hand = hand->Events();
  ExpectDense(*of_river);
  ExpectDense(*of_hand);
  const std::vector<pb::ReferralEvent> from_send = {
      pb::REFERRAL_EVENT_SEND,          pb::REFERRAL_EVENT_RECEIVE,       pb::REFERRAL_EVENT_ACCEPT,
      pb::REFERRAL_EVENT_START_SESSION, pb::REFERRAL_EVENT_START_SESSION, pb::REFERRAL_EVENT_START_SESSION,
      pb::REFERRAL_EVENT_START_SESSION, pb::REFERRAL_EVENT_START_SESSION, pb::REFERRAL_EVENT_START_SESSION,
      pb::REFERRAL_EVENT_COMPLETE,      pb::REFERRAL_EVENT_ACKNOWLEDGE};
  std::vector<pb::ReferralEvent> from_create = {pb::REFERRAL_EVENT_CREATE, pb::REFERRAL_EVENT_EDIT};
  from_create.insert(from_create.end(), from_send.begin(), from_send.end());
  EXPECT_EQ(Transitions(*of_river, closed.name()), from_create);
  EXPECT_EQ(Transitions(*of_hand, closed.name()), from_send);
  EXPECT_EQ(Transitions(*step->Events(), closed.name()), from_send) << "an informed party is told";
}

TEST_F(ExchangeTest, TheSystemsFeedIsTheRevisionsWithoutAGap) {
  InProgress();
  const auto feed = service->Events();
  ExpectDense(*feed);
  for (const pb::Event& event : feed->events()) EXPECT_EQ(event.revision(), event.sequence());
}

TEST_F(ExchangeTest, EveryAnswerCarriesItsRevision) {
  const auto draft = river->Create(SmallReferral(kHandWork));
  ASSERT_TRUE(draft.revision.has_value());
  EXPECT_EQ(*draft.revision, draft->revision());
  EXPECT_EQ(*draft.revision, Revision());
  EXPECT_EQ(river->Get(draft->name()).revision, draft.revision);
}

}  // namespace
}  // namespace tendon::testing
