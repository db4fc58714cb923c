// What the calls to the referral server have in common.
#pragma once

#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>

#include "absl/time/time.h"

namespace tendon::outcomes {

// Between tries while the referral server is away; doubled each time up to the longest.
inline constexpr absl::Duration kFirstPause = absl::Milliseconds(100);
inline constexpr absl::Duration kLongestPause = absl::Seconds(5);

// How this server names itself to the referral server. Development mode; mTLS will take its place.
inline void IdentifyAsService(grpc::ClientContext* context) { context->AddMetadata("tendon-role", "service"); }

// Whether an error is of the referral server, or of who calls it, and not of what it was asked: any other call would
// have met with the same.
inline bool IsOfTheServer(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::CANCELLED:
    case grpc::StatusCode::UNAUTHENTICATED:
    case grpc::StatusCode::PERMISSION_DENIED:
    case grpc::StatusCode::UNIMPLEMENTED:
      return true;
    default:
      return false;
  }
}

}  // namespace tendon::outcomes
