// The limits of our protos, read from their annotations, so that a draft that the server would refuse is refused here
// with a reason.
#ifndef TENDON_CLIENTS_INTEROP_FIELD_LIMITS_H_
#define TENDON_CLIENTS_INTEROP_FIELD_LIMITS_H_

#include <google/protobuf/message.h>

#include <string>
#include <utility>
#include <vector>

namespace tendon::interop {

// Every field that is longer than tendon.options.v1.field allows, or text with control characters: its path
// ("Referral.note", "Referral.conditions[3].text") and the rule.
std::vector<std::pair<std::string, std::string>> OverLimits(const google::protobuf::Message& message);

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_FIELD_LIMITS_H_
