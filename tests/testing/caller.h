// Who calls, in development mode: three metadata keys that the servers believe.
#pragma once

#include <grpcpp/client_context.h>

#include <string>

namespace tendon::testing {

struct Caller {
  std::string organization;  // "organizations/river-clinic"; empty for the operator and the exchange's own servers
  std::string clinician;     // "organizations/river-clinic/clinicians/ollie-ortho"; empty for a system
  std::string role;

  void AddTo(grpc::ClientContext* context) const {
    if (!organization.empty()) context->AddMetadata("tendon-organization", organization);
    if (!clinician.empty()) context->AddMetadata("tendon-clinician", clinician);
    if (!role.empty()) context->AddMetadata("tendon-role", role);
  }
};

inline Caller Operator() { return {"", "", "operator"}; }
inline Caller Service() { return {"", "", "service"}; }
// A clinician or administrator by ids.
inline Caller Person(const std::string& organization, const std::string& clinician, const std::string& role) {
  return {"organizations/" + organization, "organizations/" + organization + "/clinicians/" + clinician, role};
}
// An organisation's own system.
inline Caller SystemOf(const std::string& organization, const std::string& role = "system_client") {
  return {"organizations/" + organization, "", role};
}

}  // namespace tendon::testing
