#include "services/runtime/errors.h"

#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace tendon::runtime {
namespace {

constexpr char kTypePrefix[] = "type.googleapis.com/";
constexpr size_t kReasonPrefix = sizeof("ERROR_REASON_") - 1;

struct Fallback {
  absl::StatusCode code;
  Reason reason;
  const char* message;  // what a caller is told when the status has no details of its own
};

// What a status without details means: those come from the store or from gRPC.
constexpr std::array<Fallback, 9> kFallbacks = {{
    {absl::StatusCode::kUnauthenticated, Reason::ERROR_REASON_UNAUTHENTICATED, nullptr},
    {absl::StatusCode::kPermissionDenied, Reason::ERROR_REASON_PERMISSION_DENIED, nullptr},
    {absl::StatusCode::kNotFound, Reason::ERROR_REASON_NOT_FOUND, "not found"},
    {absl::StatusCode::kAlreadyExists, Reason::ERROR_REASON_ALREADY_EXISTS, "it exists already"},
    {absl::StatusCode::kAborted, Reason::ERROR_REASON_STALE_ETAG, "changed meanwhile; read it again"},
    {absl::StatusCode::kInvalidArgument, Reason::ERROR_REASON_INVALID_ARGUMENT, nullptr},
    {absl::StatusCode::kResourceExhausted, Reason::ERROR_REASON_OVERLOADED, "overloaded; try again later"},
    {absl::StatusCode::kUnavailable, Reason::ERROR_REASON_UNAVAILABLE, "not available now; try again later"},
    {absl::StatusCode::kDeadlineExceeded, Reason::ERROR_REASON_DEADLINE_EXCEEDED,
     "the deadline passed before the work was begun"},
}};

std::string ReasonName(Reason reason) { return referral::v1::ErrorReason_Name(reason).substr(kReasonPrefix); }

std::string ErrorInfoUrl() { return absl::StrCat(kTypePrefix, google::rpc::ErrorInfo::descriptor()->full_name()); }

google::rpc::ErrorInfo MakeErrorInfo(Reason reason) {
  google::rpc::ErrorInfo info;
  info.set_reason(ReasonName(reason));
  info.set_domain("tendon");
  return info;
}

// Gives a bare status its details; see ToGrpc.
absl::Status Complete(const absl::Status& status) {
  if (status.GetPayload(ErrorInfoUrl()).has_value()) return status;
  for (const Fallback& fallback : kFallbacks) {
    if (fallback.code != status.code()) continue;
    return Error(status.code(), fallback.reason,
                 fallback.message != nullptr ? fallback.message : std::string(status.message()));
  }
  return Error(absl::StatusCode::kInternal, Reason::ERROR_REASON_INTERNAL, "a fault of the server; it has been logged");
}

}  // namespace

absl::Status WithDetail(absl::Status status, const google::protobuf::Message& detail) {
  status.SetPayload(absl::StrCat(kTypePrefix, detail.GetDescriptor()->full_name()),
                    absl::Cord(detail.SerializeAsString()));
  return status;
}

absl::Status Error(absl::StatusCode code, Reason reason, const std::string& message) {
  return WithDetail(absl::Status(code, message), MakeErrorInfo(reason));
}

absl::Status InvalidFields(const std::vector<FieldViolation>& violations) {
  google::rpc::BadRequest detail;
  for (const FieldViolation& violation : violations) {
    auto* entry = detail.add_field_violations();
    entry->set_field(violation.field);
    entry->set_description(violation.description);
  }
  const std::string first =
      violations.empty() ? "" : absl::StrCat(": ", violations[0].field, " ", violations[0].description);
  const std::string more = violations.size() > 1 ? absl::StrCat(" (and ", violations.size() - 1, " more)") : "";
  return WithDetail(Error(absl::StatusCode::kInvalidArgument, Reason::ERROR_REASON_INVALID_ARGUMENT,
                          absl::StrCat("invalid request", first, more)),
                    detail);
}

absl::Status InvalidField(const std::string& field, const std::string& rule) { return InvalidFields({{field, rule}}); }

absl::Status NotFound(const std::string& kind) {
  return Error(
      absl::StatusCode::kNotFound, Reason::ERROR_REASON_NOT_FOUND,
      absl::StrCat("no such ", kind, ", or not yours to see; check the name and the organisation you call for"));
}

absl::Status StaleEtag() {
  return Error(absl::StatusCode::kAborted, Reason::ERROR_REASON_STALE_ETAG,
               "the etag is not the present one: somebody changed it meanwhile; read it again and decide again");
}

absl::Status Incomplete(const std::vector<FieldViolation>& missing) {
  google::rpc::PreconditionFailure detail;
  std::string list;
  for (const FieldViolation& violation : missing) {
    auto* entry = detail.add_violations();
    entry->set_type("INCOMPLETE");
    entry->set_subject(violation.field);
    entry->set_description(violation.description);
    absl::StrAppend(&list, list.empty() ? "" : "; ", violation.field, " ", violation.description);
  }
  return WithDetail(Error(absl::StatusCode::kFailedPrecondition, Reason::ERROR_REASON_INCOMPLETE,
                          absl::StrCat("not complete: ", list)),
                    detail);
}

absl::Status RetryLater(absl::StatusCode code, Reason reason, const std::string& message, absl::Duration retry_delay) {
  google::rpc::RetryInfo detail;
  detail.mutable_retry_delay()->set_seconds(absl::ToInt64Seconds(retry_delay));
  detail.mutable_retry_delay()->set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(retry_delay % absl::Seconds(1))));
  return WithDetail(Error(code, reason, message), detail);
}

Reason ReasonOf(const absl::Status& status) {
  const auto payload = status.GetPayload(ErrorInfoUrl());
  google::rpc::ErrorInfo info;
  Reason reason = Reason::ERROR_REASON_UNSPECIFIED;
  if (payload.has_value() && info.ParseFromString(std::string(*payload))) {
    referral::v1::ErrorReason_Parse("ERROR_REASON_" + info.reason(), &reason);
  }
  return reason;
}

bool IsServerFault(const absl::Status& status) {
  return status.code() == absl::StatusCode::kInternal || status.code() == absl::StatusCode::kUnknown ||
         status.code() == absl::StatusCode::kDataLoss || status.code() == absl::StatusCode::kUnavailable;
}

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const absl::Status complete = Complete(status);
  google::rpc::Status wire;
  wire.set_code(static_cast<int>(complete.code()));
  wire.set_message(std::string(complete.message()));
  complete.ForEachPayload([&wire](absl::string_view type_url, const absl::Cord& payload) {
    auto* detail = wire.add_details();
    detail->set_type_url(std::string(type_url));
    detail->set_value(std::string(payload));
  });
  return grpc::Status(static_cast<grpc::StatusCode>(complete.code()), wire.message(), wire.SerializeAsString());
}

}  // namespace tendon::runtime
