// What the calls to the referral server have in common.
#pragma once

#include <grpcpp/client_context.h>

#include "absl/time/time.h"

namespace tendon::outcomes {

// Between tries while the referral server is away; doubled each time up to the longest.
inline constexpr absl::Duration kFirstPause = absl::Milliseconds(100);
inline constexpr absl::Duration kLongestPause = absl::Seconds(5);

// How this server names itself to the referral server. Development mode; mTLS will take its place.
inline void IdentifyAsService(grpc::ClientContext* context) { context->AddMetadata("tendon-role", "service"); }

}  // namespace tendon::outcomes
