// A watch that is cut by restarts of the server, some orderly, most not, during a load of referrals: it receives every
// event once, in order.
#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <iostream>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/robustness/feed.h"
#include "tests/robustness/stubborn_call.h"
#include "tests/robustness/watchers.h"
#include "tests/testing/exchange.h"
#include "tests/testing/matchers.h"
#include "tests/testing/party.h"
#include "tests/testing/requests.h"

namespace tendon::testing {
namespace {

namespace pb = referral::v1;
using google::protobuf::util::MessageDifferencer;

constexpr int kEvents = 10'000;
constexpr int kCuts = 20;
constexpr int kEventsOfAReferral = 2;  // created and sent
constexpr int kOrderlyOneIn = 4;
constexpr int kClients = 16;
constexpr absl::Duration kLimit = absl::Seconds(120);

// Creates referrals and sends them until there are enough; collects their names.
class Senders {
 public:
  Senders(Exchange* exchange, int referrals) : left_(referrals), names_(kClients) {
    for (int i = 0; i < kClients; ++i) {
      threads_.emplace_back([this, exchange, names = &names_[static_cast<size_t>(i)]] { Send(exchange, names); });
    }
  }
  ~Senders() { Join(); }
  Senders(const Senders&) = delete;
  Senders& operator=(const Senders&) = delete;

  // Waits for the end. Every referral that was acknowledged as sent.
  std::vector<std::string> Join() {
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
    std::vector<std::string> all;
    for (const auto& names : names_) all.insert(all.end(), names.begin(), names.end());
    return all;
  }

 private:
  void Send(Exchange* exchange, std::vector<std::string>* names) {
    Party river(exchange, Person(kRiver, kPhysician, "physician"));
    while (left_-- > 0) {
      pb::CreateReferralRequest create;
      *create.mutable_referral() = SmallReferral(kHandWork);
      create.set_request_id(NewRequestId());
      const auto draft = CallUntilAnswered(&river, &Party::ReferralStub::CreateReferral, create);
      ASSERT_THAT(draft, IsOk());
      pb::SendReferralRequest send;
      send.set_name(draft->name());
      send.set_etag(draft->etag());
      send.set_request_id(NewRequestId());
      ASSERT_THAT(CallUntilAnswered(&river, &Party::ReferralStub::SendReferral, send), IsOk());
      names->push_back(draft->name());
    }
  }

  std::atomic<int> left_;
  std::vector<std::vector<std::string>> names_;
  std::vector<std::thread> threads_;
};

// Each referral that was sent has its two events, each once, and there are no others.
void ExpectEventsOf(const std::vector<std::string>& names, const std::vector<pb::Event>& events) {
  std::map<std::string, int> count;
  for (const pb::Event& event : events) {
    if (event.type() == pb::EVENT_TYPE_REFERRAL_CHANGED) ++count[absl::StrCat(event.resource(), " ", event.version())];
  }
  EXPECT_EQ(count.size(), names.size() * kEventsOfAReferral);
  for (const std::string& name : names) {
    EXPECT_EQ(count[absl::StrCat(name, " 1")], 1);
    EXPECT_EQ(count[absl::StrCat(name, " 2")], 1);
  }
}

void ExpectSameEvents(const Watched& watched, const std::vector<pb::Event>& feed) {
  EXPECT_THAT(watched.complaints, ::testing::IsEmpty());
  ASSERT_EQ(watched.events.size(), feed.size());
  for (size_t i = 0; i < feed.size(); ++i) {
    ASSERT_TRUE(MessageDifferencer::Equals(watched.events[i], feed[i])) << "event " << i + 1;
  }
}

class WatchCutTest : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    Exchange::Options options;
    options.referral_program = GetParam();
    auto started = Exchange::Start(options);
    ASSERT_TRUE(started.ok()) << started.status();
    exchange = *std::move(started);
    exchange->outcomes().Kill();  // has no part in this
  }

  void Cut(bool orderly) {
    if (orderly) {
      const absl::Status ended = exchange->referral().Terminate();
      EXPECT_TRUE(ended.ok()) << ended;
    } else {
      exchange->referral().Kill();
    }
    const absl::Status started = exchange->referral().StartAgain();
    ASSERT_TRUE(started.ok()) << started;
  }

  std::unique_ptr<Exchange> exchange;
};

TEST_P(WatchCutTest, EveryEventOnceInOrder) {
  const Caller river = Person(kRiver, kPhysician, "physician");
  RawWatch raw(exchange.get(), river);
  LibraryWatch library(exchange.get(), river);
  Senders senders(exchange.get(), kEvents / kEventsOfAReferral);
  int orderly = 0;
  for (int cut = 1; cut <= kCuts; ++cut) {
    // Spread over the load, so that each cut has events before and after it.
    const int64_t goal = static_cast<int64_t>(cut) * kEvents / (kCuts + 1);
    ASSERT_TRUE(
        Eventually([&] { return raw.watched().received >= goal && library.watched().received >= goal; }, kLimit));
    const bool is_orderly = cut % kOrderlyOneIn == 0;
    orderly += is_orderly ? 1 : 0;
    ASSERT_NO_FATAL_FAILURE(Cut(is_orderly));
  }
  const std::vector<std::string> names = senders.Join();
  std::vector<std::string> complaints;
  const std::vector<pb::Event> feed = ReadFeed(exchange.get(), river, &complaints);
  EXPECT_THAT(complaints, ::testing::IsEmpty());
  const auto head = static_cast<int64_t>(feed.size());
  EXPECT_TRUE(Eventually([&] { return raw.watched().received >= head && library.watched().received >= head; }, kLimit));
  raw.Stop();
  library.Stop();

  EXPECT_EQ(names.size(), static_cast<size_t>(kEvents / kEventsOfAReferral));
  ExpectEventsOf(names, feed);
  ExpectSameEvents(raw.watched(), feed);
  ExpectSameEvents(library.watched(), feed);
  EXPECT_GE(raw.watched().cuts, kCuts);
  EXPECT_GE(library.watched().cuts, kCuts);
  EXPECT_EQ(raw.watched().resume_tokens, orderly);
  std::cout << feed.size() << " events, " << kCuts - orderly << " kills, " << orderly << " terminations, "
            << raw.watched().cuts << " and " << library.watched().cuts << " streams cut\n";
}

INSTANTIATE_TEST_SUITE_P(Disks, WatchCutTest, ::testing::Values("tendon-referral", "tendon-referral-unsynced"),
                         [](const auto& info) { return info.index == 0 ? "Real" : "Unsynced"; });

}  // namespace
}  // namespace tendon::testing
