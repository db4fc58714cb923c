// Who sees what: what is not yours does not exist.
#include "tests/integration/fixture.h"

namespace tendon::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using Visibility = ExchangeTest;

TEST_F(Visibility, AStrangerFindsNothing) {
  const pb::Referral referral = InProgress();
  const out::Session session = Must(hand->Record(referral.name(), SmallSession(absl::Now(), 5, 4)));
  const std::string absent = "referrals/0190a5b4-0000-7000-8000-000000000000";
  for (const std::string& name : {referral.name(), absent}) {
    pb::Referral known = referral;
    known.set_name(name);
    pb::Referral change;
    change.set_name(name);
    change.set_etag(referral.etag());
    const std::vector<grpc::Status> answers = {
        far->Get(name).status,
        far->AllowedActions(name).status,
        far->Update(change).status,
        far->Send(known).status,
        far->Receive(known).status,
        far->Accept(known).status,
        far->Decline(known, "other", "x").status,
        far->StartSession(known).status,
        far->Cancel(known, "duplicate").status,
        far->Complete(known).status,
        far->Acknowledge(known).status,
        far->Record(name, SmallSession(absl::Now(), 5, 4)).status,
        far->Sessions(name).status,
        far->Episode(name).status,
        far->GetSession(name + "/sessions/" + session.name().substr(session.name().rfind('/') + 1)).status,
    };
    // Not to be told apart from what does not exist: one message for each kind of resource.
    for (const grpc::Status& answer : answers) EXPECT_THAT(answer, AllOf(StatusIs(kNotFound), HasReason("NOT_FOUND")));
    EXPECT_EQ(answers[0].error_message(), far->Get(absent).status.error_message());
  }
}

TEST_F(Visibility, ADraftIsItsReferrersAlone) {
  const pb::Referral draft = Must(river->Create(FullReferral()));
  for (Party* other : {&*hand, &*step, &*far}) {
    EXPECT_THAT(other->Get(draft.name()), StatusIs(kNotFound));
    EXPECT_THAT(other->AllowedActions(draft.name()), StatusIs(kNotFound));
    EXPECT_THAT(other->List(pb::REFERRAL_BOX_INBOX)->referrals(), IsEmpty());
    const auto feed = other->Events();
    for (const pb::Event& event : feed->events()) EXPECT_NE(event.resource(), draft.name());
  }
  EXPECT_THAT(hand->Accept(draft), StatusIs(kNotFound));
}

TEST_F(Visibility, ADraftAmongOthersStaysOutOfTheInbox) {
  const pb::Referral sent = Sent();
  Draft();
  const auto inbox = hand->List(pb::REFERRAL_BOX_INBOX);
  ASSERT_THAT(inbox->referrals(), SizeIs(1));
  EXPECT_EQ(inbox->referrals(0).name(), sent.name());
}

TEST_F(Visibility, NobodyListsAnothersBoxOrFeed) {
  Sent();
  pb::ListReferralsRequest list;
  list.set_parent(river->organization());
  list.set_box(pb::REFERRAL_BOX_OUTBOX);
  EXPECT_THAT(hand->Do(&Party::ReferralStub::ListReferrals, list), StatusIs(kNotFound));
  pb::ListEventsRequest events;
  for (const std::string& parent : {river->organization(), std::string("organizations/-")}) {
    events.set_parent(parent);
    EXPECT_THAT(hand->Do(&Party::EventStub::ListEvents, events), StatusIs(kNotFound));
  }
}

TEST_F(Visibility, NobodyWritesIntoAnothersDirectory) {
  pb::CreateClinicianRequest request;
  request.set_parent(river->organization());
  request.set_clinician_id("mallory");
  *request.mutable_clinician() = FullClinician(clinical::v1::DISCIPLINE_PHYSICIAN);
  request.set_request_id(NewRequestId());
  Party desk(exchange.get(), SystemOf(kHandWork, "administrator"));
  EXPECT_THAT(desk.Do(&Party::DirectoryStub::CreateClinician, request), StatusIs(kNotFound));
}

TEST_F(Visibility, TheReferrerAndInformedPartiesReadTheSessions) {
  const pb::Referral sent = Must(river->Send(Must(river->Create(FullReferral()))));
  const pb::Referral started = Must(hand->StartSession(Must(hand->Accept(sent))));
  const out::Session session = Must(hand->Record(started.name(), SmallSession(absl::Now(), 5, 4)));
  for (Party* reader : {&*river, &*hand, &*step}) {
    EXPECT_THAT(reader->GetSession(session.name()), IsOk());
    EXPECT_THAT(reader->Sessions(started.name())->sessions(), SizeIs(1));
    EXPECT_EQ(Must(reader->Episode(started.name())).sessions_completed(), 1);
  }
  EXPECT_THAT(river->Record(started.name(), SmallSession(absl::Now(), 5, 4)), StatusIs(kNotFound))
      << "only who treats records";
}

TEST_F(Visibility, AMassageTherapistGetsTheMinimumAndIsToldWhatIsWithheld) {
  const pb::Referral sent = Must(river->Send(Must(river->Create(FullReferral()))));
  const pb::Referral seen = Must(hand->Get(sent.name()));
  EXPECT_THAT(seen.co_treatments(), IsEmpty());
  EXPECT_FALSE(seen.has_coverage());
  EXPECT_THAT(seen.conditions(), SizeIs(1)) << "decides what is safe";
  EXPECT_THAT(seen.withheld_categories(),
              ElementsAre(options::v1::DATA_CATEGORY_HISTORY, options::v1::DATA_CATEGORY_COVERAGE));
  const pb::Referral own = Must(river->Get(sent.name()));
  EXPECT_THAT(own.co_treatments(), SizeIs(1));
  EXPECT_THAT(own.withheld_categories(), IsEmpty());
  // List and the snapshots of the feed give the same view.
  const auto inbox = hand->List(pb::REFERRAL_BOX_INBOX);
  ASSERT_THAT(inbox->referrals(), SizeIs(1));
  EXPECT_EQ(inbox->referrals(0).SerializeAsString(), seen.SerializeAsString());
  pb::ListEventsRequest events;
  events.set_parent(hand->organization());
  events.set_view(pb::EVENT_VIEW_SNAPSHOT);
  const auto feed = hand->Do(&Party::EventStub::ListEvents, events);
  ASSERT_THAT(feed, IsOk());
  EXPECT_EQ(feed->events(feed->events_size() - 1).referral().SerializeAsString(), seen.SerializeAsString());
}

TEST_F(Visibility, TheDeskSeesNoDiagnoses) {
  const pb::Referral sent = Must(river->Send(Must(river->Create(FullReferral()))));
  Party desk(exchange.get(), SystemOf(kHandWork, "administrator"));
  const pb::Referral seen = Must(desk.Get(sent.name()));
  EXPECT_THAT(seen.conditions(), IsEmpty());
  EXPECT_THAT(seen.medications(), IsEmpty());
  EXPECT_THAT(seen.note(), IsEmpty());
  EXPECT_EQ(seen.patient().name().family(), "Quillfeather") << "visits are booked for somebody";
  EXPECT_THAT(seen.withheld_categories(), Contains(options::v1::DATA_CATEGORY_CONDITION));
}

TEST_F(Visibility, TheDeskSeesHowOftenButNoScores) {
  const pb::Referral started = InProgress();
  Must(hand->Record(started.name(), SmallSession(absl::Now(), 5, 4)));
  Party desk(exchange.get(), SystemOf(kHandWork, "administrator"));
  const out::Episode seen = Must(desk.Episode(started.name()));
  EXPECT_EQ(seen.sessions_completed(), 1);
  EXPECT_THAT(seen.measures(), IsEmpty());
  EXPECT_FALSE(seen.has_guidance());
  EXPECT_THAT(seen.withheld_categories(), Contains(options::v1::DATA_CATEGORY_OUTCOME));
}

TEST_F(Visibility, TheExchangesOwnServersGetNoNames) {
  const pb::Referral sent = Must(river->Send(Must(river->Create(FullReferral()))));
  const pb::Referral seen = Must(service->Get(sent.name()));
  EXPECT_FALSE(seen.has_patient());
  EXPECT_THAT(seen.reason(), IsEmpty());
  EXPECT_EQ(seen.authorization().sessions(), 6);
}

}  // namespace
}  // namespace tendon::testing
