// The thread on a referral: posted by the parties, seen as the referral is, marked as read, told in the feeds.
#include <thread>

#include "tests/integration/fixture.h"

namespace tendon::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class Messages : public ExchangeTest {
 protected:
  static std::vector<std::string> Texts(const Answer<pb::ListMessagesResponse>& thread) {
    std::vector<std::string> texts;
    for (const auto& message : thread->messages()) texts.push_back(message.text());
    return texts;
  }
  static Answer<pb::Message> Get(Party& party, const std::string& name) {
    pb::GetMessageRequest request;
    request.set_name(name);
    return party.Do(&Party::MessageStub::GetMessage, request);
  }
  static Answer<pb::MessageReadState> MarkRead(Party& party, const std::string& referral, int64_t number) {
    pb::MarkMessagesReadRequest request;
    request.set_parent(referral);
    request.set_read_number(number);
    request.set_request_id(NewRequestId());
    return party.Do(&Party::MessageStub::MarkMessagesRead, request);
  }
  // What the feed of a party says last.
  static pb::Event LastEvent(Party& party) {
    const auto feed = party.Events();
    return feed->events_size() == 0 ? pb::Event() : feed->events(feed->events_size() - 1);
  }
};

TEST_F(Messages, BothPartiesWriteInOneThread) {
  const std::string referral = Sent().name();
  const pb::Message first = Must(hand->Post(referral, "Is the knee meant too?"));
  const pb::Message second = Must(river->Post(referral, "Only the back."));
  EXPECT_EQ(first.name(), referral + "/messages/1");
  EXPECT_EQ(first.organization(), hand->organization());
  EXPECT_EQ(first.clinician(), hand->caller.clinician);
  EXPECT_EQ(second.name(), referral + "/messages/2");
  for (Party* party : {&*river, &*hand}) {
    EXPECT_THAT(Texts(party->Messages(referral)), ElementsAre("Is the knee meant too?", "Only the back."));
    EXPECT_EQ(Must(Get(*party, second.name())).text(), "Only the back.");
  }
}

TEST_F(Messages, AThreadIsSeenAsTheReferralIs) {
  const pb::Referral referral = Must(river->Send(Must(river->Create(FullReferral()))));
  const pb::Message message = Must(hand->Post(referral.name(), "To whom it concerns"));
  EXPECT_THAT(Texts(step->Messages(referral.name())), ElementsAre("To whom it concerns")) << "an informed party reads";
  EXPECT_THAT(step->Post(referral.name(), "May I?"), AllOf(StatusIs(kRefused), HasReason("TRANSITION_REFUSED")));
  EXPECT_THAT(far->Messages(referral.name()), AllOf(StatusIs(kNotFound), HasReason("NOT_FOUND")));
  EXPECT_THAT(Get(*far, message.name()), StatusIs(kNotFound));
  EXPECT_THAT(far->Post(referral.name(), "Hello"), StatusIs(kNotFound));
  EXPECT_THAT(MarkRead(*far, referral.name(), 1), StatusIs(kNotFound));
  EXPECT_THAT(Get(*river, referral.name() + "/messages/2"), StatusIs(kNotFound));
  const auto strangers = far->Events();
  for (const pb::Event& event : strangers->events()) EXPECT_NE(event.resource(), message.name());
}

TEST_F(Messages, ADraftHasNoThread) {
  const pb::Referral draft = Draft();
  EXPECT_THAT(river->Post(draft.name(), "To myself"), StatusIs(kRefused));
  EXPECT_THAT(hand->Post(draft.name(), "Too early"), StatusIs(kNotFound));
}

TEST_F(Messages, AClosedReferralStillHasAThread) {
  const pb::Referral closed = Must(river->Acknowledge(Completed()));
  EXPECT_THAT(hand->Post(closed.name(), "One more thing"), IsOk());
  EXPECT_EQ(Must(river->Get(closed.name())).etag(), closed.etag()) << "a message makes no new version";
}

TEST_F(Messages, TheDeskSeesThatThereIsAMessageNotWhatItSays) {
  const std::string referral = Sent().name();
  const pb::Message message = Must(river->Post(referral, "MARKERTEXT"));
  Party desk(exchange.get(), SystemOf(kHandWork, "administrator"));
  const auto thread = desk.Messages(referral);
  ASSERT_EQ(thread->messages_size(), 1);
  EXPECT_THAT(thread->messages(0).text(), IsEmpty());
  EXPECT_THAT(thread->messages(0).withheld_categories(), ElementsAre(options::v1::DATA_CATEGORY_NARRATIVE));
  EXPECT_EQ(Must(Get(desk, message.name())).SerializeAsString(), thread->messages(0).SerializeAsString());
}

TEST_F(Messages, AQuestionPassesTheTurnUntilItIsAnswered) {
  const pb::Referral sent = Sent();
  const pb::Message question = Must(hand->Post(sent.name(), "Which knee?", true));
  const pb::Referral asked = Must(river->Get(sent.name()));
  EXPECT_EQ(asked.turn().party(), pb::PARTY_ROLE_REFERRER);
  EXPECT_EQ(asked.state(), pb::REFERRAL_STATE_SENT);
  pb::PostMessageRequest answer;
  answer.set_parent(sent.name());
  answer.mutable_message()->set_text("The left one");
  answer.mutable_message()->set_in_reply_to(question.name());
  answer.set_request_id(NewRequestId());
  ASSERT_THAT(river->Do(&Party::MessageStub::PostMessage, answer), IsOk());
  EXPECT_EQ(Must(river->Get(sent.name())).turn().party(), pb::PARTY_ROLE_RECIPIENT);
  EXPECT_THAT(hand->Accept(Must(hand->Get(sent.name()))), IsOk());
}

TEST_F(Messages, AReplyIsToAMessageOfTheSameThread) {
  const pb::Message other = Must(river->Post(Sent().name(), "Elsewhere"));
  pb::PostMessageRequest request;
  request.set_parent(Sent().name());
  request.mutable_message()->set_text("A reply");
  request.set_request_id(NewRequestId());
  for (const std::string& name : {other.name(), request.parent() + "/messages/1", request.parent() + "/messages/x"}) {
    request.mutable_message()->set_in_reply_to(name);
    EXPECT_THAT(hand->Do(&Party::MessageStub::PostMessage, request), NamesField("message.in_reply_to")) << name;
  }
}

TEST_F(Messages, MarksSayWhoHasRead) {
  const std::string referral = Sent().name();
  for (const char* text : {"one", "two", "three"}) ASSERT_THAT(river->Post(referral, text), IsOk());
  EXPECT_EQ(hand->Messages(referral)->read_state().read_number(), 0);
  const pb::MessageReadState state = Must(MarkRead(*hand, referral, 2));
  EXPECT_EQ(state.read_number(), 2);
  EXPECT_EQ(state.last_number(), 3);
  EXPECT_EQ(LastEvent(*river).type(), pb::EVENT_TYPE_MESSAGES_READ);
  EXPECT_EQ(LastEvent(*river).resource(), referral + "/messages/2");
  const auto thread = river->Messages(referral);
  ASSERT_THAT(thread->messages(1).read_marks(), SizeIs(1));
  EXPECT_EQ(thread->messages(1).read_marks(0).clinician(), hand->caller.clinician);
  EXPECT_THAT(thread->messages(2).read_marks(), IsEmpty());
  EXPECT_EQ(thread->read_state().read_number(), 0) << "the referrer's own state";
  const int64_t revision = Revision();
  EXPECT_EQ(Must(MarkRead(*hand, referral, 1)).read_number(), 2);
  EXPECT_EQ(Revision(), revision) << "what is marked is marked";
  EXPECT_THAT(MarkRead(*hand, referral, 4), NamesField("read_number"));
}

TEST_F(Messages, OnlyAClinicianReads) {
  const std::string referral = Sent().name();
  ASSERT_THAT(river->Post(referral, "one"), IsOk());
  Party system(exchange.get(), SystemOf(kHandWork));
  EXPECT_THAT(MarkRead(system, referral, 1), StatusIs(kRefused));
  EXPECT_THAT(Texts(system.Messages(referral)), ElementsAre("one"));
  EXPECT_THAT(system.Post(referral, "From the EHR"), IsOk());
}

TEST_F(Messages, TheFeedsTellOfAMessageWithTheReferralAsASnapshot) {
  const pb::Referral sent = Sent();
  const pb::Message message = Must(hand->Post(sent.name(), "MARKERTEXT"));
  for (Party* party : {&*river, &*hand}) {
    const pb::Event event = LastEvent(*party);
    EXPECT_EQ(event.type(), pb::EVENT_TYPE_MESSAGE_POSTED);
    EXPECT_EQ(event.resource(), message.name());
    EXPECT_EQ(event.state(), pb::REFERRAL_STATE_SENT);
    EXPECT_THAT(event.SerializeAsString(), Not(::testing::HasSubstr("MARKERTEXT")));
  }
  pb::ListEventsRequest request;
  request.set_parent(river->organization());
  request.set_view(pb::EVENT_VIEW_SNAPSHOT);
  const auto feed = river->Do(&Party::EventStub::ListEvents, request);
  EXPECT_EQ(feed->events(feed->events_size() - 1).referral().SerializeAsString(),
            Must(river->Get(sent.name())).SerializeAsString());
}

TEST_F(Messages, ThreadsComeInPages) {
  const std::string referral = Sent().name();
  std::vector<std::string> expected;
  for (int i = 0; i < 5; ++i) {
    expected.push_back("text " + std::to_string(i));
    ASSERT_THAT(river->Post(referral, expected.back()), IsOk());
  }
  for (const int page_size : {1, 2, 5}) {
    std::vector<std::string> all;
    pb::ListMessagesRequest request;
    request.set_parent(referral);
    request.set_page_size(page_size);
    do {
      const auto page = hand->Do(&Party::MessageStub::ListMessages, request);
      ASSERT_THAT(page, IsOk());
      for (const std::string& text : Texts(page)) all.push_back(text);
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    EXPECT_EQ(all, expected);
  }
}

TEST_F(Messages, ThirtyAtOnceAreThirtyInARow) {
  const std::string referral = Sent().name();
  std::vector<std::thread> threads;
  for (int i = 0; i < 30; ++i) {
    threads.emplace_back([&] {
      Party party(exchange.get(), river->caller);
      EXPECT_THAT(party.Post(referral, "at once"), IsOk());
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto thread = hand->Messages(referral);
  ASSERT_EQ(thread->messages_size(), 30);
  EXPECT_EQ(thread->messages(29).name(), referral + "/messages/30");
}

}  // namespace
}  // namespace tendon::testing
