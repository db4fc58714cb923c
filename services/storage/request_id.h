// Request ids as the stores keep them.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace tendon::storage {

// The 16 bytes of a UUID in its 36-character form, upper or lower case. INVALID_ARGUMENT for anything else.
absl::StatusOr<std::string> PackRequestId(std::string_view request_id);

}  // namespace tendon::storage
