// The closed grammar of `filter`: empty, or `state = NAME` with NAME a value of the resource's state enum without its
// prefix. Spaces do not matter; NAME may stand in double quotes.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"

namespace tendon::runtime {

// The number of the state asked for; 0 for any. `prefix` is what the enum's values begin with: "REFERRAL_STATE_".
// INVALID_ARGUMENT says what is allowed and never repeats the filter.
absl::StatusOr<int> ParseStateFilter(std::string_view filter, const google::protobuf::EnumDescriptor* states,
                                     std::string_view prefix);

}  // namespace tendon::runtime
