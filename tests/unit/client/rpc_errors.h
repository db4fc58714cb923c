// Refusals as Tendon's servers send them: a status with google.rpc details. Written apart from the servers' own code,
// from the proto's words.
#pragma once

#include <grpcpp/support/status.h>

#include <string>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "tendon/referral/v1/errors.pb.h"

namespace tendon::testing {

template <class... Details>
grpc::Status RpcError(grpc::StatusCode code, const std::string& reason, const std::string& message,
                      const Details&... details) {
  google::rpc::Status status;
  status.set_code(code);
  status.set_message(message);
  google::rpc::ErrorInfo info;
  info.set_domain("tendon");
  info.set_reason(reason);
  status.add_details()->PackFrom(info);
  (status.add_details()->PackFrom(details), ...);
  return grpc::Status(code, message, status.SerializeAsString());
}

inline google::rpc::RetryInfo RetryAfterMilliseconds(int milliseconds) {
  google::rpc::RetryInfo info;
  info.mutable_retry_delay()->set_seconds(milliseconds / 1000);
  info.mutable_retry_delay()->set_nanos(milliseconds % 1000 * 1'000'000);
  return info;
}

}  // namespace tendon::testing
