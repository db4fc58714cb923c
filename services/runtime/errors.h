// The one map of errors: how a refusal is built, and how it leaves as a gRPC status with google.rpc details. No message
// and no detail ever holds a value that a caller sent, so no patient data.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "grpcpp/support/status.h"
#include "services/runtime/validator.h"
#include "tendon/referral/v1/errors.pb.h"

namespace tendon::runtime {

using Reason = referral::v1::ErrorReason;

// A status with google.rpc.ErrorInfo{reason, domain "tendon"}.
absl::Status Error(absl::StatusCode code, Reason reason, const std::string& message);
// The same status with one more detail.
absl::Status WithDetail(absl::Status status, const google::protobuf::Message& detail);
// INVALID_ARGUMENT with google.rpc.BadRequest.
absl::Status InvalidFields(const std::vector<FieldViolation>& violations);
absl::Status InvalidField(const std::string& field, const std::string& rule);
// NOT_FOUND: `kind` is "referral", "session", …; says the same for what is hidden.
absl::Status NotFound(const std::string& kind);
// ABORTED: the etag is stale.
absl::Status StaleEtag();
// FAILED_PRECONDITION with google.rpc.PreconditionFailure: each violation names a field and what is missing.
absl::Status Incomplete(const std::vector<FieldViolation>& missing);
// UNAVAILABLE or RESOURCE_EXHAUSTED with google.rpc.RetryInfo.
absl::Status RetryLater(absl::StatusCode code, Reason reason, const std::string& message, absl::Duration retry_delay);

// The reason of a status; ERROR_REASON_UNSPECIFIED when it has none.
Reason ReasonOf(const absl::Status& status);
// Whether the fault is the server's, and so worth a log line.
bool IsServerFault(const absl::Status& status);
// The status as it goes over the wire. A status of the storage layer, which has no details, gets the reason that its
// code stands for and, if the fault is the server's, a message that tells nothing of its inside.
grpc::Status ToGrpc(const absl::Status& status);

}  // namespace tendon::runtime
