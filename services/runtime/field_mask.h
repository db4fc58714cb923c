// Update masks: which fields of a resource a caller may name, and taking them over. AIP-134, AIP-161.
#pragma once

#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"
#include "services/runtime/validator.h"

namespace tendon::runtime {

// Violations for every path that names no field of `resource`, goes through a repeated field, or names one that is
// output_only or immutable. "*" is allowed alone. `prefix` is the mask's own field: violations are of
// "update_mask.paths[0]".
std::vector<FieldViolation> ValidateFieldMask(const google::protobuf::Descriptor* resource,
                                              const google::protobuf::FieldMask& mask, const std::string& prefix);

// Replaces in `target` the fields that a valid mask names by those of `source`, whole: lists and messages are replaced,
// not merged; what is absent in `source` is cleared. An empty mask names every field that is set in `source`; "*" names
// all. Neither touches what is output_only or immutable. Both messages are of the same type.
void ApplyFieldMask(const google::protobuf::FieldMask& mask, const google::protobuf::Message& source,
                    google::protobuf::Message* target);

}  // namespace tendon::runtime
