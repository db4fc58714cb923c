// Asks a server whether it serves, by the standard protocol grpc.health.v1.
#ifndef TENDON_CLIENTS_CPP_HEALTH_H_
#define TENDON_CLIENTS_CPP_HEALTH_H_

#include <grpcpp/channel.h>

#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace tendon::client {

// grpc.health.v1.HealthCheckResponse.ServingStatus.
enum class ServingStatus { kUnknown = 0, kServing = 1, kNotServing = 2, kServiceUnknown = 3 };

// The status of the whole server. One try: UNAVAILABLE when it cannot be reached, UNIMPLEMENTED when it has no such
// protocol.
absl::StatusOr<ServingStatus> CheckHealth(const std::shared_ptr<grpc::Channel>& channel, absl::Duration deadline);

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_HEALTH_H_
