// One call: what goes out with it, what is tried again with what, what comes back.
#include "clients/cpp/connection.h"

#include <gmock/gmock.h>

#include <set>
#include <string>
#include <vector>

#include "clients/cpp/channel.h"
#include "clients/cpp/error_detail.h"
#include "clients/cpp/referral_client.h"
#include "tests/unit/client/client_fixture.h"
#include "tests/unit/client/rpc_errors.h"

namespace tendon::client {
namespace {

namespace pb = referral::v1;
using ::tendon::testing::ClientTest;
using ::tendon::testing::MetadataOf;
using ::tendon::testing::RetryAfterMilliseconds;
using ::tendon::testing::RpcError;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ConnectionTest : public ClientTest {
 protected:
  // CreateReferral fails with `failure` so many times; the request ids that came go into `request_ids_`.
  void FailTimes(int times, const grpc::Status& failure) {
    servers_.referral.CreateReferral_ =
        [this, times, failure](grpc::ServerContext&, const pb::CreateReferralRequest& request, pb::Referral& referral) {
          request_ids_.push_back(request.request_id());
          if (static_cast<int>(request_ids_.size()) <= times) return failure;
          referral.set_name("referrals/a");
          return grpc::Status::OK;
        };
  }
  absl::StatusOr<pb::Referral> Create(ClientOptions options, pb::CreateReferralRequest request = {}) {
    return ReferralClient(Connect(std::move(options))).Create(std::move(request));
  }

  std::vector<std::string> request_ids_;
};

const grpc::Status kUnavailable(grpc::UNAVAILABLE, "going down");

TEST_F(ConnectionTest, SaysWhoCalls) {
  std::vector<std::string> seen;
  servers_.referral.GetReferral_ = [&](grpc::ServerContext& context, const pb::GetReferralRequest&, pb::Referral&) {
    seen = {MetadataOf(context, "tendon-organization"), MetadataOf(context, "tendon-clinician"),
            MetadataOf(context, "tendon-role")};
    return grpc::Status::OK;
  };
  ASSERT_TRUE(ReferralClient(Connect()).Get({}).ok());
  EXPECT_THAT(seen,
              ElementsAre("organizations/river-clinic", "organizations/river-clinic/clinicians/ada", "physician"));
}

TEST_F(ConnectionTest, WhatIsEmptyIsNotSent) {
  std::set<std::string> keys;
  servers_.referral.GetReferral_ = [&](grpc::ServerContext& context, const pb::GetReferralRequest&, pb::Referral&) {
    for (const auto& [key, value] : context.client_metadata()) keys.insert(std::string(key.data(), key.size()));
    return grpc::Status::OK;
  };
  ClientOptions options = Options();
  options.identity = {.role = "operator"};
  ASSERT_TRUE(ReferralClient(Connect(options)).Get({}).ok());
  EXPECT_FALSE(keys.contains("tendon-organization"));
  EXPECT_FALSE(keys.contains("tendon-clinician"));
  EXPECT_FALSE(keys.contains("tendon-at-least-revision"));
  EXPECT_TRUE(keys.contains("tendon-role"));
}

TEST_F(ConnectionTest, RevisionsTravelBothWays) {
  servers_.referral.GetReferral_ = [&](grpc::ServerContext& context, const pb::GetReferralRequest&,
                                       pb::Referral& referral) {
    referral.set_etag(MetadataOf(context, "tendon-at-least-revision"));
    context.AddTrailingMetadata("tendon-revision", "4711");
    return grpc::Status::OK;
  };
  std::int64_t revision = 0;
  const auto referral = ReferralClient(Connect()).Get({}, {.at_least_revision = 42, .revision = &revision});
  EXPECT_EQ(referral->etag(), "42");
  EXPECT_EQ(revision, 4711);
}

TEST_F(ConnectionTest, EveryTryHasTheSameRequestId) {
  FailTimes(3, kUnavailable);
  EXPECT_EQ(Create(Options())->name(), "referrals/a");
  const std::string id = "00000000-0000-4000-8000-000000000001";
  EXPECT_THAT(request_ids_, ElementsAre(id, id, id, id));
}

TEST_F(ConnectionTest, EveryCallHasItsOwnRequestId) {
  FailTimes(0, kUnavailable);
  ReferralClient client(Connect());
  ASSERT_TRUE(client.Create({}).ok());
  ASSERT_TRUE(client.Create({}).ok());
  ASSERT_THAT(request_ids_, SizeIs(2));
  EXPECT_NE(request_ids_[0], request_ids_[1]);
}

TEST_F(ConnectionTest, TheCallersRequestIdStays) {
  FailTimes(1, kUnavailable);
  pb::CreateReferralRequest request;
  request.set_request_id("6fa459ea-ee8a-3ca4-894e-db77e160355e");
  ASSERT_TRUE(Create(Options(), request).ok());
  EXPECT_THAT(request_ids_,
              ElementsAre("6fa459ea-ee8a-3ca4-894e-db77e160355e", "6fa459ea-ee8a-3ca4-894e-db77e160355e"));
}

TEST_F(ConnectionTest, WaitsLongerEachTime) {
  FailTimes(3, kUnavailable);
  ASSERT_TRUE(Create(Options()).ok());
  EXPECT_THAT(environment_.sleeps(),
              ElementsAre(absl::Milliseconds(50), absl::Milliseconds(100), absl::Milliseconds(200)));
}

TEST_F(ConnectionTest, WaitsAsLongAsTheServerAsks) {
  FailTimes(1, RpcError(grpc::RESOURCE_EXHAUSTED, "OVERLOADED", "", RetryAfterMilliseconds(700)));
  ASSERT_TRUE(Create(Options()).ok());
  EXPECT_THAT(environment_.sleeps(), ElementsAre(absl::Milliseconds(700)));
}

TEST_F(ConnectionTest, GivesUpAfterTheLastTry) {
  FailTimes(100, kUnavailable);
  ClientOptions options = Options();
  options.retry.max_attempts = 3;
  EXPECT_TRUE(absl::IsUnavailable(Create(options).status()));
  EXPECT_THAT(request_ids_, SizeIs(3));
}

TEST_F(ConnectionTest, DoesNotWaitPastTheEnd) {
  FailTimes(100, RpcError(grpc::UNAVAILABLE, "UNAVAILABLE", "", RetryAfterMilliseconds(600)));
  ClientOptions options = Options();
  options.retry.max_elapsed = absl::Milliseconds(1500);
  EXPECT_TRUE(absl::IsUnavailable(Create(options).status()));
  EXPECT_THAT(environment_.sleeps(), ElementsAre(absl::Milliseconds(600), absl::Milliseconds(600)));
}

TEST_F(ConnectionTest, WhatStaysIsNotTriedAgain) {
  FailTimes(100, RpcError(grpc::ABORTED, "STALE_ETAG", "stale"));
  const auto referral = Create(Options());
  EXPECT_THAT(request_ids_, SizeIs(1));
  EXPECT_THAT(environment_.sleeps(), IsEmpty());
  EXPECT_EQ(ErrorDetailOf(referral.status()).reason, pb::ERROR_REASON_STALE_ETAG);
}

TEST_F(ConnectionTest, AServerThatIsAwayIsUnavailable) {
  ClientOptions options = Options();
  options.referral_server = "unix:/nonexistent/tendon.socket";
  EXPECT_TRUE(absl::IsUnavailable(Create(options).status()));
}

TEST_F(ConnectionTest, ADeadlineThatPassesIsTriedAgain) {
  int calls = 0;
  servers_.referral.GetReferral_ = [&](grpc::ServerContext& context, const pb::GetReferralRequest&, pb::Referral&) {
    if (++calls > 1) return grpc::Status::OK;
    return grpc::Status(grpc::DEADLINE_EXCEEDED, "not begun");
  };
  EXPECT_TRUE(ReferralClient(Connect()).Get({}).ok());
  EXPECT_EQ(calls, 2);
}

TEST_F(ConnectionTest, SendsADeadline) {
  std::chrono::system_clock::time_point deadline;
  servers_.referral.GetReferral_ = [&](grpc::ServerContext& context, const pb::GetReferralRequest&, pb::Referral&) {
    deadline = context.deadline();
    return grpc::Status::OK;
  };
  const auto before = std::chrono::system_clock::now();
  ASSERT_TRUE(ReferralClient(Connect()).Get({}, {.deadline = absl::Hours(1)}).ok());
  // Not longer than all tries may take together: 30 s.
  EXPECT_LE(deadline, before + std::chrono::minutes(5));
  EXPECT_GT(deadline, before);
}

TEST(ConnectionCreate, RefusesAnIdentityThatCannotBeSent) {
  for (const char* bad : {"with space", "line\nbreak", "umlaut-\xc3\xa4", "\x01"}) {
    const auto connection = Connection::Create({.identity = {.organization = bad}});
    EXPECT_TRUE(absl::IsInvalidArgument(connection.status())) << bad;
  }
  EXPECT_TRUE(absl::IsInvalidArgument(Connection::Create({.identity = {.role = std::string(300, 'r')}}).status()));
}

TEST(ConnectionCreate, RefusesPlainTextToAnotherMachine) {
  EXPECT_TRUE(absl::IsFailedPrecondition(Connection::Create({.referral_server = "10.1.2.3:7600"}).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(Connection::Create({.outcomes_server = "clinic.example:7601"}).status()));
}

TEST(ConnectionCreate, RefusesAnEmptyAddress) {
  EXPECT_TRUE(absl::IsInvalidArgument(Connection::Create({.referral_server = ""}).status()));
}

TEST(IsLoopback, KnowsThisMachine) {
  for (const char* target : {"127.0.0.1:7600", "127.1.2.3:1", "localhost:7600", "LOCALHOST:1", "[::1]:7600",
                             "unix:/run/tendon", "dns:///localhost:1"})
    EXPECT_TRUE(IsLoopback(target)) << target;
  for (const char* target : {"10.0.0.1:7600", "localhost.example:7600", "127.example:7600", "127.0.0.1.example:1",
                             "[::2]:7600", "[::1]example", "", "0.0.0.0:1"})
    EXPECT_FALSE(IsLoopback(target)) << target;
}

}  // namespace
}  // namespace tendon::client
