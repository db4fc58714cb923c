#include "services/security/audit.h"

#include "tendon/audit/v1/audit.pb.h"

namespace tendon::security {

std::string AuditBody(const AuditFacts& facts) {
  audit::v1::AuditEntry entry;
  const int64_t micros = absl::ToUnixMicros(facts.time);
  entry.mutable_entry_time()->set_seconds(micros / 1'000'000);
  entry.mutable_entry_time()->set_nanos(static_cast<int32_t>(micros % 1'000'000) * 1000);
  if (!facts.principal->organization_id.empty())
    entry.set_organization("organizations/" + facts.principal->organization_id);
  entry.set_clinician(facts.principal->clinician);
  entry.set_role(std::string(RoleName(facts.principal->role)));
  entry.set_peer(facts.peer);
  entry.set_method(facts.method);
  entry.set_action(facts.action);
  entry.set_resource(facts.resource);
  entry.set_outcome_code(facts.outcome_code);
  entry.set_outcome_reason(facts.outcome_reason);
  entry.set_request_id(facts.request_id);
  entry.set_revision(facts.revision);
  return entry.SerializeAsString();
}

}  // namespace tendon::security
