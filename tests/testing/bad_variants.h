// Everything that can be wrong with a request, one thing at a time, derived from the annotations of its fields.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/message.h"

namespace tendon::testing {

struct BadVariant {
  std::string field;  // the path that the refusal has to name: "referral.patient.identifiers[0].system"
  std::string what;   // what is wrong with it, for the reader of a failure
  std::unique_ptr<google::protobuf::Message> request;
};

// Variants of a valid request, each broken in one field that a caller may set: absent, too long, too many, of a wrong
// form, with control characters, out of range, not a number, no value of its enum. Fields below an absent message are
// not reached: the request should hold every message once.
std::vector<BadVariant> BadVariants(const google::protobuf::Message& valid);

// The message fields, at every depth, that a caller may set and that the request leaves out.
std::vector<std::string> AbsentMessages(const google::protobuf::Message& request);

}  // namespace tendon::testing
