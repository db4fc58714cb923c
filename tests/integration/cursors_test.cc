// Cursors that the server keeps: acknowledged, over a restart, measured against the feed, each organisation's own.
#include "tendon/referral/v1/errors.pb.h"
#include "tests/integration/fixture.h"

namespace tendon::testing {
namespace {

using ::testing::AllOf;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Cursors : public ExchangeTest {
 protected:
  static Answer<pb::FeedCursor> Acknowledge(Party& party, const std::string& name, int64_t sequence,
                                            const std::string& epoch = "") {
    pb::AcknowledgeEventsRequest request;
    request.set_name(name);
    request.set_sequence(sequence);
    request.set_epoch(epoch);
    request.set_request_id(NewRequestId());
    return party.Do(&Party::CursorStub::AcknowledgeEvents, request);
  }
  static Answer<pb::FeedCursor> Get(Party& party, const std::string& name) {
    pb::GetFeedCursorRequest request;
    request.set_name(name);
    return party.Do(&Party::CursorStub::GetFeedCursor, request);
  }
  static Answer<pb::ListFeedCursorsResponse> List(Party& party, const std::string& parent) {
    pb::ListFeedCursorsRequest request;
    request.set_parent(parent);
    return party.Do(&Party::CursorStub::ListFeedCursors, request);
  }
  static Answer<pb::FeedCursor> Delete(Party& party, const std::string& name) {
    pb::DeleteFeedCursorRequest request;
    request.set_name(name);
    request.set_request_id(NewRequestId());
    return party.Do(&Party::CursorStub::DeleteFeedCursor, request);
  }
  int64_t Head(Party& party) { return party.Events()->last_sequence(); }
  const std::string ehr_ = OrganizationName(kHandWork) + "/cursors/ehr";
};

TEST_F(Cursors, ACursorSaysHowFarAConsumerIsBehind) {
  const pb::Referral sent = Sent();
  const int64_t head = Head(*hand);
  ASSERT_THAT(hand->Accept(sent), IsOk());
  const pb::FeedCursor cursor = Must(Acknowledge(*hand, ehr_, head));
  EXPECT_EQ(cursor.acknowledged_sequence(), head);
  EXPECT_EQ(cursor.head_sequence(), head + 1);
  EXPECT_EQ(cursor.lag(), 1);
  EXPECT_FALSE(cursor.lost());
  const auto feed = hand->Events(head);
  EXPECT_EQ(cursor.behind_since_time().seconds(), feed->events(0).event_time().seconds());
  EXPECT_EQ(cursor.epoch(), feed->epoch());
  const pb::FeedCursor current = Must(Acknowledge(*hand, ehr_, head + 1, cursor.epoch()));
  EXPECT_EQ(current.lag(), 0);
  EXPECT_FALSE(current.has_behind_since_time());
}

TEST_F(Cursors, AnAcknowledgementSurvivesAKill) {
  Sent();
  const int64_t head = Head(*hand);
  ASSERT_THAT(Acknowledge(*hand, ehr_, head), IsOk());
  exchange->referral().Kill();
  ASSERT_THAT(exchange->referral().StartAgain(), IsOk());
  EXPECT_EQ(Must(Get(*hand, ehr_)).acknowledged_sequence(), head);
}

TEST_F(Cursors, AnEarlierAcknowledgementChangesNothing) {
  Sent();
  const int64_t head = Head(*hand);
  ASSERT_THAT(Acknowledge(*hand, ehr_, head), IsOk());
  EXPECT_EQ(Must(Acknowledge(*hand, ehr_, head - 1)).acknowledged_sequence(), head);
  EXPECT_EQ(Must(Get(*hand, ehr_)).acknowledged_sequence(), head);
}

TEST_F(Cursors, WhatTheFeedHasNotReachedIsRefused) {
  EXPECT_THAT(Acknowledge(*hand, ehr_, Head(*hand) + 1), NamesField("sequence"));
  const auto other = Acknowledge(*hand, ehr_, 0, "another-epoch");
  EXPECT_THAT(other, AllOf(StatusIs(grpc::StatusCode::OUT_OF_RANGE), HasReason("RESUME_POINT_LOST")));
  EXPECT_TRUE(DetailOf<pb::FeedPosition>(other.status).has_value());
  EXPECT_THAT(Get(*hand, ehr_), StatusIs(kNotFound));
}

TEST_F(Cursors, NobodySeesAnothersCursors) {
  ASSERT_THAT(Acknowledge(*hand, ehr_, 0), IsOk());
  for (Party* other : {&*river, &*far}) {
    EXPECT_THAT(Get(*other, ehr_), AllOf(StatusIs(kNotFound), HasReason("NOT_FOUND")));
    EXPECT_THAT(Acknowledge(*other, ehr_, 0), StatusIs(kNotFound));
    EXPECT_THAT(Delete(*other, ehr_), StatusIs(kNotFound));
    EXPECT_THAT(List(*other, hand->organization()), StatusIs(kNotFound));
    EXPECT_THAT(List(*other, other->organization())->cursors(), IsEmpty());
  }
  EXPECT_THAT(List(*hand, hand->organization())->cursors(), SizeIs(1));
}

TEST_F(Cursors, ADeletedCursorIsForgotten) {
  ASSERT_THAT(Acknowledge(*hand, ehr_, 0), IsOk());
  EXPECT_EQ(Must(Delete(*hand, ehr_)).name(), ehr_);
  EXPECT_THAT(Get(*hand, ehr_), StatusIs(kNotFound));
  EXPECT_THAT(Delete(*hand, ehr_), StatusIs(kNotFound));
}

TEST_F(Cursors, ThereAreAHundredAtMost) {
  for (int i = 0; i < 100; ++i) {
    ASSERT_THAT(Acknowledge(*hand, hand->organization() + "/cursors/c" + std::to_string(i), 0), IsOk());
  }
  EXPECT_THAT(Acknowledge(*hand, ehr_, 0), StatusIs(grpc::StatusCode::RESOURCE_EXHAUSTED));
  EXPECT_THAT(Acknowledge(*hand, hand->organization() + "/cursors/c1", 1), IsOk());
  EXPECT_THAT(List(*hand, hand->organization())->cursors(), SizeIs(100));
}

}  // namespace
}  // namespace tendon::testing
