// Both servers and one party of each organisation.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "tests/testing/exchange.h"
#include "tests/testing/matchers.h"
#include "tests/testing/party.h"
#include "tests/testing/requests.h"

namespace tendon::testing {

namespace pb = referral::v1;
namespace out = outcomes::v1;

inline constexpr auto kNotFound = grpc::StatusCode::NOT_FOUND;
inline constexpr auto kInvalid = grpc::StatusCode::INVALID_ARGUMENT;
inline constexpr auto kRefused = grpc::StatusCode::FAILED_PRECONDITION;

class ExchangeTest : public ::testing::Test {
 protected:
  void SetUp() override { StartExchange({}); }

  void StartExchange(const Exchange::Options& options) {
    auto started = Exchange::Start(options);
    ASSERT_TRUE(started.ok()) << started.status();
    exchange = *std::move(started);
    river.emplace(exchange.get(), Person(kRiver, kPhysician, "physician"));
    hand.emplace(exchange.get(), Person(kHandWork, kMassageTherapist, "massage_therapist"));
    step.emplace(exchange.get(), Person(kStep, kPhysicalTherapist, "physical_therapist"));
    far.emplace(exchange.get(), Person(kFar, kFarPhysician, "physician"));
    service.emplace(exchange.get(), Service());
  }

  // From River Clinic to Hand Work, in the state that the last of the steps leads to.
  pb::Referral Draft(int sessions = 6) {
    pb::Referral referral = SmallReferral(kHandWork);
    referral.mutable_authorization()->set_sessions(sessions);
    return Must(river->Create(referral));
  }
  pb::Referral Sent(int sessions = 6) { return Must(river->Send(Draft(sessions))); }
  pb::Referral Accepted(int sessions = 6) { return Must(hand->Accept(Sent(sessions))); }
  pb::Referral InProgress(int sessions = 6) { return Must(hand->StartSession(Accepted(sessions))); }
  pb::Referral Completed() { return Must(hand->Complete(InProgress())); }

  // The value of an answer that has to be good.
  template <class Value>
  static Value Must(const Answer<Value>& answer) {
    EXPECT_THAT(answer, IsOk());
    return answer.value;
  }

  // The store's revision: nothing was changed as long as it stays.
  int64_t Revision() {
    const auto feed = service->Events();
    EXPECT_THAT(feed, IsOk());
    return feed->last_sequence();
  }

  std::unique_ptr<Exchange> exchange;
  std::optional<Party> river;    // River Clinic's physician refers
  std::optional<Party> hand;     // Hand Work's massage therapist treats
  std::optional<Party> step;     // Step's physical therapist is informed, or treats
  std::optional<Party> far;      // Far Clinic's physician is a stranger
  std::optional<Party> service;  // the exchange's own servers
};

}  // namespace tendon::testing
