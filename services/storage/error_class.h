// Which errors are answers and which are accidents: the writer lets a batch go on after the first kind and runs it
// again after the second.
#pragma once

#include "absl/status/status.h"

namespace tendon::storage {

// True for an error that a command may decide on (bad request, conflict, limit): nothing is wrong with the transaction
// it came from.
inline bool IsExpectedError(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kUnimplemented:
    case absl::StatusCode::kUnauthenticated:
      return true;
    default:
      return false;
  }
}

}  // namespace tendon::storage
