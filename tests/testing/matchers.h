// Matchers of what calls answer. They take a grpc::Status, an absl::Status, or anything with a `status` of either.
//   EXPECT_THAT(river.Send(draft), StatusIs(grpc::StatusCode::ABORTED));
//   EXPECT_THAT(answer, AllOf(HasReason("INVALID_ARGUMENT"), NamesField("referral.patient")));
#pragma once

#include <gmock/gmock.h>
#include <grpcpp/support/status.h>

#include <algorithm>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_join.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace tendon::testing {

// The first detail of this type in the status; nullopt when there is none or it cannot be read.
template <class Detail>
std::optional<Detail> DetailOf(const grpc::Status& status) {
  google::rpc::Status rich;
  if (!rich.ParseFromString(status.error_details())) return std::nullopt;
  for (const auto& any : rich.details()) {
    Detail detail;
    if (any.Is<Detail>() && any.UnpackTo(&detail)) return detail;
  }
  return std::nullopt;
}

// The reason in google.rpc.ErrorInfo; "" when there is none or its domain is not ours.
inline std::string ReasonOf(const grpc::Status& status) {
  const auto info = DetailOf<google::rpc::ErrorInfo>(status);
  return info.has_value() && info->domain() == "tendon" ? info->reason() : "";
}

// The fields that google.rpc.BadRequest names, in order.
inline std::vector<std::string> FieldsOf(const grpc::Status& status) {
  std::vector<std::string> fields;
  if (const auto detail = DetailOf<google::rpc::BadRequest>(status)) {
    for (const auto& violation : detail->field_violations()) fields.push_back(violation.field());
  }
  return fields;
}

inline const grpc::Status& StatusOf(const grpc::Status& status) { return status; }
template <class Answer>
const grpc::Status& StatusOf(const Answer& answer) {
  return answer.status;
}

inline std::string Describe(const grpc::Status& status) {
  return "code " + std::to_string(status.error_code()) + ", reason '" + ReasonOf(status) + "', fields [" +
         absl::StrJoin(FieldsOf(status), ", ") + "], message '" + status.error_message() + "'";
}

MATCHER(IsOk, negation ? "is an error" : "is OK") {
  if constexpr (std::is_same_v<std::decay_t<arg_type>, absl::Status>) {
    *result_listener << arg.ToString();
    return arg.ok();
  } else {
    *result_listener << Describe(StatusOf(arg));
    return StatusOf(arg).ok();
  }
}

MATCHER_P(StatusIs, code, "has code " + ::testing::PrintToString(static_cast<int>(code))) {
  *result_listener << Describe(StatusOf(arg));
  return StatusOf(arg).error_code() == code;
}

MATCHER_P(HasReason, reason, std::string("has reason ") + reason) {
  *result_listener << Describe(StatusOf(arg));
  return ReasonOf(StatusOf(arg)) == reason;
}

MATCHER_P(NamesField, field, std::string("names the field ") + std::string(field)) {
  *result_listener << Describe(StatusOf(arg));
  const std::vector<std::string> fields = FieldsOf(StatusOf(arg));
  return std::find(fields.begin(), fields.end(), field) != fields.end();
}

}  // namespace tendon::testing

namespace grpc {
inline void PrintTo(const Status& status, std::ostream* out) { *out << tendon::testing::Describe(status); }
}  // namespace grpc
