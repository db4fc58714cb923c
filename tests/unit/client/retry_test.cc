// What is tried again, and how long the waits are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cpp/backoff.h"
#include "clients/cpp/error_detail.h"
#include "tests/unit/client/rpc_errors.h"

namespace tendon::client {
namespace {

using ::tendon::testing::RetryAfterMilliseconds;
using ::tendon::testing::RpcError;

TEST(IsRetryable, OnlyWhatMayPass) {
  for (int code = 1; code <= 16; ++code) {
    const absl::Status status(static_cast<absl::StatusCode>(code), "");
    const bool expected = code == 4 /* DEADLINE_EXCEEDED */ || code == 14 /* UNAVAILABLE */;
    EXPECT_EQ(IsRetryable(status), expected) << status;
  }
  EXPECT_FALSE(IsRetryable(absl::OkStatus()));
}

TEST(IsRetryable, ExhaustedOnlyIfTheServerSaysWhen) {
  EXPECT_FALSE(IsRetryable(StatusFromGrpc(RpcError(grpc::RESOURCE_EXHAUSTED, "OVERLOADED", ""))));
  EXPECT_TRUE(
      IsRetryable(StatusFromGrpc(RpcError(grpc::RESOURCE_EXHAUSTED, "OVERLOADED", "", RetryAfterMilliseconds(1)))));
}

RetryPolicy Policy() {
  return {.initial_backoff = absl::Milliseconds(100), .max_backoff = absl::Milliseconds(500), .multiplier = 2.0};
}

TEST(Backoff, CeilingDoublesUpToTheLargest) {
  Backoff backoff(Policy(), [] { return 0.5; });
  const absl::Status status = absl::UnavailableError("");
  for (const int expected_ms : {50, 100, 200, 250, 250})
    EXPECT_EQ(backoff.Next(status), absl::Milliseconds(expected_ms));
}

TEST(Backoff, JitterIsFull) {
  double chance = 0.0;
  Backoff backoff(Policy(), [&] { return chance; });
  EXPECT_EQ(backoff.Next(absl::UnavailableError("")), absl::ZeroDuration());
  chance = 0.999;
  EXPECT_EQ(backoff.Next(absl::UnavailableError("")), absl::Milliseconds(200) * 0.999);
}

TEST(Backoff, NeverShorterThanTheServerAsks) {
  Backoff backoff(Policy(), [] { return 0.5; });
  const absl::Status status =
      StatusFromGrpc(RpcError(grpc::UNAVAILABLE, "UNAVAILABLE", "", RetryAfterMilliseconds(900)));
  EXPECT_EQ(backoff.Next(status), absl::Milliseconds(900));
}

TEST(Backoff, BeginsAnewAfterReset) {
  Backoff backoff(Policy(), [] { return 0.5; });
  backoff.Next(absl::UnavailableError(""));
  backoff.Next(absl::UnavailableError(""));
  backoff.Reset();
  EXPECT_EQ(backoff.Next(absl::UnavailableError("")), absl::Milliseconds(50));
}

}  // namespace
}  // namespace tendon::client
