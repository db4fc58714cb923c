// Sixty-four clients send one CreateReferral with one request id while the server is killed in their midst: one
// referral, and one answer to all of them.
#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <atomic>
#include <iostream>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "tests/robustness/feed.h"
#include "tests/robustness/stubborn_call.h"
#include "tests/testing/exchange.h"
#include "tests/testing/matchers.h"
#include "tests/testing/party.h"
#include "tests/testing/requests.h"

namespace tendon::testing {
namespace {

namespace pb = referral::v1;
using google::protobuf::util::MessageDifferencer;

constexpr int kClients = 64;
constexpr int kRounds = 12;
constexpr uint64_t kMostAnswersBefore = 48;
constexpr uint64_t kMostMicroseconds = 5'000;
constexpr absl::Duration kLimit = absl::Seconds(30);

class RaceTest : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    Exchange::Options options;
    options.referral_program = GetParam();
    auto started = Exchange::Start(options);
    ASSERT_TRUE(started.ok()) << started.status();
    exchange = *std::move(started);
    exchange->outcomes().Kill();  // has no part in this
  }

  // Sends the request from all clients, kills the server after some answers, and starts it again. Returns the answers,
  // and how many came before the kill.
  std::vector<Answer<pb::Referral>> Race(const pb::CreateReferralRequest& request, int* answered_before) {
    std::vector<Answer<pb::Referral>> answers(kClients);
    std::atomic<int> answered{0};
    std::vector<std::thread> clients;
    for (Answer<pb::Referral>& answer : answers) {
      clients.emplace_back([&] {
        Party river(exchange.get(), Person(kRiver, kPhysician, "physician"));
        answer = CallUntilAnswered(&river, &Party::ReferralStub::CreateReferral, request);
        ++answered;
      });
    }
    const auto goal = static_cast<int>(random() % kMostAnswersBefore);
    EXPECT_TRUE(Eventually([&] { return answered >= goal; }, kLimit));
    // Not a wait for anything: the moment itself is to be a random one.
    absl::SleepFor(absl::Microseconds(static_cast<int64_t>(random() % kMostMicroseconds)));
    exchange->referral().Kill();
    *answered_before = answered;
    const absl::Status restarted = exchange->referral().StartAgain();
    EXPECT_TRUE(restarted.ok()) << restarted;
    for (std::thread& client : clients) client.join();
    return answers;
  }

  std::unique_ptr<Exchange> exchange;
  std::mt19937_64 random{1};
};

TEST_P(RaceTest, OneReferralAndSixtyFourEqualAnswers) {
  std::set<std::string> names;
  std::cout << "answers before the kill:";
  for (int round = 0; round < kRounds; ++round) {
    pb::CreateReferralRequest request;
    *request.mutable_referral() = SmallReferral(kHandWork);
    request.set_request_id(NewRequestId());
    int answered_before = 0;
    const auto answers = Race(request, &answered_before);
    std::cout << " " << answered_before;
    for (const Answer<pb::Referral>& answer : answers) {
      ASSERT_THAT(answer, IsOk());
      EXPECT_TRUE(MessageDifferencer::Equals(*answer, *answers[0]));
    }
    names.insert(answers[0]->name());
  }
  std::cout << "\n";
  EXPECT_EQ(names.size(), static_cast<size_t>(kRounds));
  Party river(exchange.get(), Person(kRiver, kPhysician, "physician"));
  EXPECT_EQ(river.List(pb::REFERRAL_BOX_OUTBOX, "", 200)->referrals_size(), kRounds);
  std::vector<std::string> complaints;
  int created = 0;
  for (const pb::Event& event : ReadFeed(exchange.get(), river.caller, &complaints)) {
    created += event.type() == pb::EVENT_TYPE_REFERRAL_CHANGED ? 1 : 0;
  }
  EXPECT_THAT(complaints, ::testing::IsEmpty());
  EXPECT_EQ(created, kRounds);
}

INSTANTIATE_TEST_SUITE_P(Disks, RaceTest, ::testing::Values("tendon-referral", "tendon-referral-unsynced"),
                         [](const auto& info) { return info.index == 0 ? "Real" : "Unsynced"; });

}  // namespace
}  // namespace tendon::testing
