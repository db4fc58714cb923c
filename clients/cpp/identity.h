// Who calls. Today's identity is the development mode's: names in the metadata of each call, believed on loopback only.
#ifndef TENDON_CLIENTS_CPP_IDENTITY_H_
#define TENDON_CLIENTS_CPP_IDENTITY_H_

#include <string>

#include "absl/status/status.h"

namespace tendon::client {

struct Identity {
  std::string organization{};  // "organizations/river-clinic"; empty for the operator of the exchange
  std::string clinician{};     // "organizations/river-clinic/clinicians/ada-physician"; empty for a system
  std::string
      role{};  // operator, administrator, physician, physical_therapist, massage_therapist, system_client, service
};

// INVALID_ARGUMENT, with the name of the part, when it cannot be sent as metadata: not printable ASCII, or longer than
// 256 bytes.
absl::Status ValidateIdentity(const Identity& identity);

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_IDENTITY_H_
