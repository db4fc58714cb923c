// How this server names itself to the referral server. Development mode; mTLS will take its place.
#pragma once

#include <grpcpp/client_context.h>

namespace tendon::outcomes {

inline void IdentifyAsService(grpc::ClientContext* context) { context->AddMetadata("tendon-role", "service"); }

}  // namespace tendon::outcomes
