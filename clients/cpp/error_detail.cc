#include "clients/cpp/error_detail.h"

#include <google/protobuf/any.pb.h>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"

namespace tendon::client {
namespace {

constexpr char kPayloadUrl[] = "type.googleapis.com/google.rpc.Status";
constexpr char kDomain[] = "tendon";

void Read(const google::rpc::ErrorInfo& info, ErrorDetail& detail) {
  if (info.domain() != kDomain) return;
  detail.reason_name = info.reason();
  referral::v1::ErrorReason_Parse(absl::StrCat("ERROR_REASON_", info.reason()), &detail.reason);
  detail.metadata = {info.metadata().begin(), info.metadata().end()};
}

void Read(const google::rpc::BadRequest& bad_request, ErrorDetail& detail) {
  for (const auto& violation : bad_request.field_violations())
    detail.field_violations.push_back({violation.field(), violation.description()});
}

void Read(const google::rpc::PreconditionFailure& failure, ErrorDetail& detail) {
  for (const auto& violation : failure.violations())
    detail.precondition_violations.push_back({violation.type(), violation.subject(), violation.description()});
}

void Read(const google::rpc::RetryInfo& info, ErrorDetail& detail) {
  detail.retry_delay = absl::Seconds(info.retry_delay().seconds()) + absl::Nanoseconds(info.retry_delay().nanos());
}

void Read(const referral::v1::TransitionRefused& refused, ErrorDetail& detail) { detail.transition_refused = refused; }
void Read(const referral::v1::FeedPosition& position, ErrorDetail& detail) { detail.feed_position = position; }
void Read(const referral::v1::SessionConflict& conflict, ErrorDetail& detail) { detail.session_conflict = conflict; }
void Read(const referral::v1::ScreeningRefused& refused, ErrorDetail& detail) { detail.screening_refused = refused; }

template <class Message>
bool ReadAs(const google::protobuf::Any& any, ErrorDetail& detail) {
  Message message;
  if (!any.Is<Message>() || !any.UnpackTo(&message)) return false;
  Read(message, detail);
  return true;
}

// The first type that fits reads it.
template <class... Messages>
void ReadAsAnyOf(const google::protobuf::Any& any, ErrorDetail& detail) {
  (void)(ReadAs<Messages>(any, detail) || ...);
}

}  // namespace

absl::Status StatusFromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  if (!status.error_details().empty()) result.SetPayload(kPayloadUrl, absl::Cord(status.error_details()));
  return result;
}

absl::Status StatusFromRpc(const google::rpc::Status& status) {
  absl::Status result(static_cast<absl::StatusCode>(status.code()), status.message());
  if (!result.ok()) result.SetPayload(kPayloadUrl, absl::Cord(status.SerializeAsString()));
  return result;
}

ErrorDetail ErrorDetailOf(const absl::Status& status) {
  ErrorDetail detail;
  const absl::optional<absl::Cord> payload = status.GetPayload(kPayloadUrl);
  google::rpc::Status rpc;
  if (!payload || !rpc.ParseFromString(std::string(*payload))) return detail;
  for (const auto& any : rpc.details()) {
    ReadAsAnyOf<google::rpc::ErrorInfo, google::rpc::BadRequest, google::rpc::PreconditionFailure,
                google::rpc::RetryInfo, referral::v1::TransitionRefused, referral::v1::FeedPosition,
                referral::v1::SessionConflict, referral::v1::ScreeningRefused>(any, detail);
  }
  return detail;
}

}  // namespace tendon::client
