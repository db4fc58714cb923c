// UUIDs as RFC 4122 writes them, in lower case with dashes: random ones (version 4) and ones made from a name (version
// 5).
#ifndef TENDON_CLIENTS_CPP_UUID_H_
#define TENDON_CLIENTS_CPP_UUID_H_

#include <array>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace tendon::client {

using UuidBytes = std::array<std::uint8_t, 16>;

// 122 random bits from the operating system's generator.
std::string RandomUuid();

// The same namespace and name give the same UUID everywhere and always (RFC 4122 section 4.3, SHA-1).
std::string NamedUuid(const UuidBytes& name_space, absl::string_view name);

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_UUID_H_
