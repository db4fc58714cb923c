// Every kind of detail that a server may send is read; what cannot be read harms nothing.
#include "clients/cpp/error_detail.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/client/rpc_errors.h"

namespace tendon::client {
namespace {

using ::tendon::testing::RetryAfterMilliseconds;
using ::tendon::testing::RpcError;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(StatusFromGrpc, KeepsCodeAndMessage) {
  const absl::Status status = StatusFromGrpc(grpc::Status(grpc::NOT_FOUND, "no such referral"));
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(status.message(), "no such referral");
}

TEST(StatusFromGrpc, OkIsOk) { EXPECT_TRUE(StatusFromGrpc(grpc::Status::OK).ok()); }

TEST(ErrorDetailOf, ReadsTheReason) {
  const auto detail = ErrorDetailOf(StatusFromGrpc(RpcError(grpc::ABORTED, "STALE_ETAG", "stale")));
  EXPECT_EQ(detail.reason, referral::v1::ERROR_REASON_STALE_ETAG);
  EXPECT_EQ(detail.reason_name, "STALE_ETAG");
}

TEST(ErrorDetailOf, KeepsTheNameOfAReasonThatIsNewer) {
  const auto detail = ErrorDetailOf(StatusFromGrpc(RpcError(grpc::ABORTED, "OF_NEXT_YEAR", "")));
  EXPECT_EQ(detail.reason, referral::v1::ERROR_REASON_UNSPECIFIED);
  EXPECT_EQ(detail.reason_name, "OF_NEXT_YEAR");
}

TEST(ErrorDetailOf, ReadsEveryFieldViolation) {
  google::rpc::BadRequest bad_request;
  bad_request.add_field_violations()->set_field("page_size");
  auto* second = bad_request.add_field_violations();
  second->set_field("referral.reason");
  second->set_description("at most 2048 bytes");
  const auto detail =
      ErrorDetailOf(StatusFromGrpc(RpcError(grpc::INVALID_ARGUMENT, "INVALID_ARGUMENT", "", bad_request)));
  ASSERT_THAT(detail.field_violations, SizeIs(2));
  EXPECT_EQ(detail.field_violations[0].field, "page_size");
  EXPECT_EQ(detail.field_violations[1].description, "at most 2048 bytes");
}

TEST(ErrorDetailOf, ReadsWhatIsMissing) {
  google::rpc::PreconditionFailure failure;
  auto* violation = failure.add_violations();
  violation->set_subject("recipient");
  violation->set_description("is needed to send");
  const auto detail = ErrorDetailOf(StatusFromGrpc(RpcError(grpc::FAILED_PRECONDITION, "INCOMPLETE", "", failure)));
  ASSERT_THAT(detail.precondition_violations, SizeIs(1));
  EXPECT_EQ(detail.precondition_violations[0].subject, "recipient");
}

TEST(ErrorDetailOf, ReadsTheTypedMessages) {
  referral::v1::TransitionRefused refused;
  refused.set_state(referral::v1::REFERRAL_STATE_DECLINED);
  referral::v1::FeedPosition position;
  position.set_oldest_sequence(41);
  referral::v1::SessionConflict conflict;
  conflict.set_session_number(3);
  const auto detail = ErrorDetailOf(StatusFromGrpc(RpcError(grpc::FAILED_PRECONDITION, "TRANSITION_REFUSED", "",
                                                            refused, position, conflict, RetryAfterMilliseconds(250))));
  EXPECT_EQ(detail.transition_refused->state(), referral::v1::REFERRAL_STATE_DECLINED);
  EXPECT_EQ(detail.feed_position->oldest_sequence(), 41);
  EXPECT_EQ(detail.session_conflict->session_number(), 3);
  EXPECT_EQ(detail.retry_delay, absl::Milliseconds(250));
}

TEST(ErrorDetailOf, ADomainOfSomebodyElseIsNotOurs) {
  google::rpc::Status status;
  google::rpc::ErrorInfo info;
  info.set_domain("proxy.example");
  info.set_reason("STALE_ETAG");
  status.add_details()->PackFrom(info);
  const auto detail = ErrorDetailOf(StatusFromGrpc(grpc::Status(grpc::ABORTED, "", status.SerializeAsString())));
  EXPECT_EQ(detail.reason, referral::v1::ERROR_REASON_UNSPECIFIED);
}

TEST(ErrorDetailOf, RubbishIsEmpty) {
  const auto detail = ErrorDetailOf(StatusFromGrpc(grpc::Status(grpc::ABORTED, "", "\xff\xff not a message")));
  EXPECT_THAT(detail.reason_name, IsEmpty());
}

TEST(ErrorDetailOf, ADetailThatIsCutShortIsPassedOver) {
  google::rpc::Status status;
  auto* any = status.add_details();
  any->set_type_url("type.googleapis.com/tendon.referral.v1.FeedPosition");
  any->set_value("\x0a\x7f");  // a string of 127 bytes that are not there
  const auto detail = ErrorDetailOf(StatusFromGrpc(grpc::Status(grpc::OUT_OF_RANGE, "", status.SerializeAsString())));
  EXPECT_FALSE(detail.feed_position.has_value());
}

}  // namespace
}  // namespace tendon::client
