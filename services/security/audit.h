// Builds the entries of the audit trail; see tendon/audit/v1/audit.proto.
#pragma once

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "services/security/identity.h"
#include "tendon/options/v1/options.pb.h"

namespace tendon::security {

// What an entry says. Names and codes only.
struct AuditFacts {
  absl::Time time;
  const Principal* principal = nullptr;
  std::string peer;
  std::string method;
  options::v1::AuditAction action = options::v1::AUDIT_ACTION_UNSPECIFIED;
  std::string resource;
  int32_t outcome_code = 0;
  std::string outcome_reason;
  std::string request_id;
  int64_t revision = 0;
};

// The serialised tendon.audit.v1.AuditEntry, without the sequence number that the store gives it.
std::string AuditBody(const AuditFacts& facts);

}  // namespace tendon::security
