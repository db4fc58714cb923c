// The settings of the client library. A plain value: fill in what differs from the defaults and hand it to
// Connection::Create.
#ifndef TENDON_CLIENTS_CPP_OPTIONS_H_
#define TENDON_CLIENTS_CPP_OPTIONS_H_

#include <grpcpp/security/credentials.h>

#include <cstdint>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "clients/cpp/backoff.h"
#include "clients/cpp/environment.h"
#include "clients/cpp/identity.h"

namespace tendon::client {

struct ClientOptions {
  std::string referral_server = "127.0.0.1:7600";
  std::string outcomes_server = "127.0.0.1:7601";
  Identity identity{};
  // One try of a unary call. What all tries may take together is retry.max_elapsed.
  absl::Duration call_deadline = absl::Seconds(10);
  RetryPolicy retry{};
  // Goes before gRPC's own: "river-ehr/4.2".
  std::string user_agent = "tendon-client/0.1";
  // Plain text when null; then both servers must be on this machine.
  std::shared_ptr<grpc::ChannelCredentials> credentials{};
  Environment environment = SystemEnvironment();
};

// What one call wants to be different.
struct CallOptions {
  // Instead of ClientOptions::call_deadline when positive.
  absl::Duration deadline = absl::ZeroDuration();
  // For a read: the server must have reached this revision, else the call is tried again.
  std::int64_t at_least_revision = 0;
  // If given, the revision of the answer goes here: hand it to a later read as `at_least_revision`. 0 when the server
  // did not say.
  std::int64_t* revision = nullptr;
};

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_OPTIONS_H_
