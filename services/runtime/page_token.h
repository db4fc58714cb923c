// Page tokens: opaque to callers, tamper-proof (HMAC-SHA256 cut to 16 bytes), bound to the query that they go on with.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace tendon::runtime {

// One string for everything that must stay the same from page to page: the caller's organisation and role, method,
// parent, filter, …. Parts cannot run into one another.
std::string QueryFingerprint(const std::vector<std::string_view>& parts);

// base64url. `secret` is the store's 32 bytes; `cursor` says where to go on: at most 700 bytes, readable by the caller,
// so no patient data in it.
std::string MakePageToken(std::string_view secret, std::string_view query_fingerprint, std::string_view cursor);

// The cursor; empty for an empty token, the first page. INVALID_ARGUMENT for a token that is garbled, of another store
// or query.
absl::StatusOr<std::string> OpenPageToken(std::string_view secret, std::string_view query_fingerprint,
                                          std::string_view token);

}  // namespace tendon::runtime
