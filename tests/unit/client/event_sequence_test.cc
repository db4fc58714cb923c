// The promises of a feed, each broken once.
#include "clients/cpp/event_sequence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "clients/cpp/error_detail.h"

namespace tendon::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

referral::v1::WatchEventsResponse Response(const std::string& epoch, const std::vector<int>& sequences, int last) {
  referral::v1::WatchEventsResponse response;
  for (const int sequence : sequences) response.add_events()->set_sequence(sequence);
  response.set_epoch(epoch);
  response.set_last_sequence(last);
  return response;
}

std::vector<std::int64_t> Sequences(const referral::v1::WatchEventsResponse& response) {
  std::vector<std::int64_t> sequences;
  for (const auto& event : response.events()) sequences.push_back(event.sequence());
  return sequences;
}

TEST(EventSequence, TakesWhatGoesOn) {
  EventSequence sequence({"e", 4});
  auto response = Response("e", {5, 6}, 6);
  EXPECT_TRUE(sequence.Admit(response).ok());
  EXPECT_THAT(Sequences(response), ElementsAre(5, 6));
}

TEST(EventSequence, StandsUntilEventsAreHandled) {
  EventSequence sequence({"e", 4});
  auto response = Response("e", {5, 6}, 6);
  ASSERT_TRUE(sequence.Admit(response).ok());
  EXPECT_EQ(sequence.cursor(), (Cursor{"e", 4}));
  sequence.Advance(response.events(0));
  EXPECT_EQ(sequence.cursor(), (Cursor{"e", 5}));
}

TEST(EventSequence, DropsWhatWasSeen) {
  EventSequence sequence({"e", 5});
  auto response = Response("e", {4, 5, 6}, 6);
  EXPECT_TRUE(sequence.Admit(response).ok());
  EXPECT_THAT(Sequences(response), ElementsAre(6));
}

TEST(EventSequence, ACheckpointIsFine) {
  EventSequence sequence({"e", 5});
  auto response = Response("e", {}, 5);
  EXPECT_TRUE(sequence.Admit(response).ok());
  EXPECT_THAT(Sequences(response), IsEmpty());
}

TEST(EventSequence, TakesTheFirstEpochItHears) {
  EventSequence sequence({"", 0});
  auto response = Response("e", {1}, 1);
  EXPECT_TRUE(sequence.Admit(response).ok());
  EXPECT_EQ(sequence.cursor().epoch, "e");
}

TEST(EventSequence, FindsAGapBeforeTheFirst) {
  EventSequence sequence({"e", 5});
  auto response = Response("e", {7}, 7);
  EXPECT_TRUE(absl::IsDataLoss(sequence.Admit(response)));
}

TEST(EventSequence, FindsAGapInside) {
  EventSequence sequence({"e", 5});
  auto response = Response("e", {6, 8}, 8);
  EXPECT_TRUE(absl::IsDataLoss(sequence.Admit(response)));
}

TEST(EventSequence, FindsDisorder) {
  EventSequence sequence({"e", 5});
  auto response = Response("e", {7, 6}, 7);
  EXPECT_TRUE(absl::IsDataLoss(sequence.Admit(response)));
}

TEST(EventSequence, FindsAGapBeforeACheckpoint) {
  EventSequence sequence({"e", 5});
  auto response = Response("e", {}, 6);
  EXPECT_TRUE(absl::IsDataLoss(sequence.Admit(response)));
}

TEST(EventSequence, TellsAnotherEpochWithThePosition) {
  EventSequence sequence({"e", 5});
  auto response = Response("f", {6}, 6);
  const absl::Status status = sequence.Admit(response);
  EXPECT_TRUE(absl::IsOutOfRange(status));
  EXPECT_EQ(ErrorDetailOf(status).reason, referral::v1::ERROR_REASON_RESUME_POINT_LOST);
  EXPECT_EQ(ErrorDetailOf(status).feed_position->epoch(), "f");
}

TEST(EventSequence, TellsAFeedThatBecameShorter) {
  EventSequence sequence({"e", 5});
  auto response = Response("e", {}, 3);
  EXPECT_TRUE(absl::IsOutOfRange(sequence.Admit(response)));
}

}  // namespace
}  // namespace tendon::client
