// The one map of errors: codes, reasons and details as a client gets them. Expected names are those of errors.proto.
#include "services/runtime/errors.h"

#include <gmock/gmock.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <gtest/gtest.h>

namespace tendon::runtime {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

google::rpc::Status Wire(const absl::Status& status) {
  google::rpc::Status wire;
  EXPECT_TRUE(wire.ParseFromString(ToGrpc(status).error_details()));
  return wire;
}

template <class Detail>
Detail Find(const absl::Status& status) {
  Detail found;
  const google::rpc::Status wire = Wire(status);
  for (const auto& detail : wire.details()) {
    if (detail.UnpackTo(&found)) return found;
  }
  ADD_FAILURE() << "no " << Detail::descriptor()->full_name();
  return found;
}

TEST(ErrorsTest, InvalidFieldsNameEachFieldAndItsRule) {
  const absl::Status status = InvalidFields({{"referral.recipient", "is required"}, {"request_id", "must be a UUID"}});
  EXPECT_EQ(ToGrpc(status).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Find<google::rpc::ErrorInfo>(status).reason(), "INVALID_ARGUMENT");
  EXPECT_EQ(Find<google::rpc::ErrorInfo>(status).domain(), "tendon");
  const auto detail = Find<google::rpc::BadRequest>(status);
  ASSERT_EQ(detail.field_violations_size(), 2);
  EXPECT_EQ(detail.field_violations(1).field(), "request_id");
  EXPECT_EQ(detail.field_violations(1).description(), "must be a UUID");
}

TEST(ErrorsTest, WhatIsMissingIsAPreconditionFailure) {
  const absl::Status status = Incomplete({{"authorization.sessions", "must say how many"}});
  EXPECT_EQ(ToGrpc(status).error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(Find<google::rpc::PreconditionFailure>(status).violations(0).subject(), "authorization.sessions");
  EXPECT_THAT(ToGrpc(status).error_message(), HasSubstr("authorization.sessions"));
}

TEST(ErrorsTest, ADelayIsToldInSecondsAndNanos) {
  const absl::Status status =
      RetryLater(absl::StatusCode::kUnavailable, Reason::ERROR_REASON_UNAVAILABLE, "later", absl::Milliseconds(1250));
  const auto detail = Find<google::rpc::RetryInfo>(status);
  EXPECT_EQ(detail.retry_delay().seconds(), 1);
  EXPECT_EQ(detail.retry_delay().nanos(), 250'000'000);
}

// The store's own messages are for the log.
TEST(ErrorsTest, TheInsideOfAFaultIsNotTold) {
  const absl::Status status = absl::InternalError("SQLITE_CORRUPT in referrals");
  EXPECT_EQ(ToGrpc(status).error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_THAT(ToGrpc(status).error_message(), Not(HasSubstr("SQLITE")));
  EXPECT_EQ(Find<google::rpc::ErrorInfo>(status).reason(), "INTERNAL");
  EXPECT_TRUE(IsServerFault(status));
}

TEST(ErrorsTest, AConflictOfTheStoreIsAStaleEtag) {
  EXPECT_EQ(Find<google::rpc::ErrorInfo>(absl::AbortedError("another version")).reason(), "STALE_ETAG");
  EXPECT_EQ(Find<google::rpc::ErrorInfo>(StaleEtag()).reason(), "STALE_ETAG");
}

TEST(ErrorsTest, ReasonOfReadsBackWhatErrorSaid) {
  EXPECT_EQ(ReasonOf(NotFound("referral")), Reason::ERROR_REASON_NOT_FOUND);
  EXPECT_EQ(ReasonOf(absl::NotFoundError("x")), Reason::ERROR_REASON_UNSPECIFIED);
}

}  // namespace
}  // namespace tendon::runtime
