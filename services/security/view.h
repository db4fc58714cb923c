// What a role sees of a message: fields of categories that it may not see are taken out before the message leaves the
// server. Get, List, Watch and export all go through here.
#pragma once

#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/security/policy.h"
#include "tendon/options/v1/options.pb.h"

namespace tendon::security {

struct ViewPlan;

// The view of one role on one message type. Cheap to make (plans are made once for each type and role, and kept), cheap
// to copy, thread-safe.
class RoleView {
 public:
  RoleView(const google::protobuf::Descriptor* descriptor, Role role);

  // Nothing of this type is hidden from the role: Apply would change nothing, so stored bytes may be sent as they are.
  bool sees_all() const;

  // Clears every field of a category that the role may not see. A classified message field is dropped whole; the others
  // are descended into. Strings and bytes without a category and unknown fields are dropped. Returns the hidden
  // categories that held something, in order, each once; every message in it with an output_only `withheld_categories`
  // (a resource, also in a list) gets its own.
  std::vector<options::v1::DataCategory> Apply(google::protobuf::Message* message) const;

 private:
  const ViewPlan* plan_;
};

}  // namespace tendon::security
