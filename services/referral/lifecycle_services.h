// The gRPC services of what happens to a referral after it was sent: one line a method. Wiring only; see services.h.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <vector>

#include "services/referral/services.h"

namespace tendon::referral {

// The gRPC services, each over `calls`, which outlives them; and their descriptors, for the policy table.
std::vector<std::unique_ptr<grpc::Service>> MakeLifecycleServices(ReferralCalls* calls);
std::vector<const google::protobuf::ServiceDescriptor*> LifecycleServiceDescriptors();

}  // namespace tendon::referral
