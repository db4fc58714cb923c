// Who calls, with what, and whether they may: the checks before any work, in the order authenticated → allowed → valid.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "services/runtime/clock.h"
#include "services/runtime/validator.h"
#include "services/security/audit.h"
#include "services/security/identity.h"
#include "services/security/policy.h"
#include "services/security/view.h"
#include "services/storage/tenant_scope.h"

namespace tendon::runtime {

inline constexpr char kRevisionMetadata[] = "tendon-revision";
inline constexpr char kAtLeastRevisionMetadata[] = "tendon-at-least-revision";

// What the wrapper knows of a method; made once at start.
struct Method {
  std::string name;  // "/tendon.referral.v1.ReferralService/GetReferral"
  security::MethodRule rule;
  Validator validator;                    // of the request
  std::vector<security::RoleView> views;  // of the response, by role
  Method(const google::protobuf::MethodDescriptor* descriptor, security::MethodRule method_rule);
};

// What a server's configuration lays down for its own handlers. Carried to them; nothing here looks inside.
struct ServerRules {
  virtual ~ServerRules() = default;
};

// An admitted call: all that a handler may know of its caller.
struct Call {
  const Method* method = nullptr;
  const security::RoleView* view = nullptr;
  security::Principal principal;
  storage::TenantScope scope = storage::TenantScope::Organization("");
  const ServerRules* rules = nullptr;  // null: the defaults
  absl::Time now;
  absl::Time deadline;
  std::string peer;
  // Of a write, set by the wrapper.
  std::string request_id;
  std::string digest;  // RequestDigest
  // Set by the handler of a write: the revision of its effect, the organisations whose feeds grew, the resource for the
  // audit.
  int64_t revision = 0;
  std::vector<std::string> feeds;
  bool replayed = false;  // the first answer was given again
  std::string resource;
};

// What the audit entry says of a call that ended with `status`.
security::AuditFacts AuditFacts(const Call& call, const absl::Status& status);

absl::Status Overloaded();
absl::Status GoingDown();
absl::Status DeadlinePassed();

// Thread-safe; immutable.
class Admission {
 public:
  // FAILED_PRECONDITION if a method of the services lacks its annotations: the server must not start.
  // Clock and rules outlive it.
  static absl::StatusOr<std::unique_ptr<Admission>> Make(
      const std::vector<const google::protobuf::ServiceDescriptor*>& services, const Clock* clock,
      const ServerRules* rules = nullptr);

  // UNAUTHENTICATED, PERMISSION_DENIED, INVALID_ARGUMENT, UNAVAILABLE (the revision asked for is not reached).
  // `request` may be null for a stream of records, which are checked one by one with Check.
  absl::StatusOr<std::shared_ptr<Call>> Admit(const grpc::CallbackServerContext* context, std::string_view method,
                                              const google::protobuf::Message* request, int64_t revision) const;
  // INVALID_ARGUMENT with every violation; else the request's CanonicalBytes. Drops from it what only the server may
  // set.
  static absl::StatusOr<std::string> Check(const Method& method, const google::protobuf::Message* request);
  // Logs a refusal that is the server's fault; never a caller's.
  void LogFault(const Call& call, const absl::Status& status) const;

 private:
  Admission(const Clock* clock, const ServerRules* rules) : clock_(clock), rules_(rules) {}
  const Clock* const clock_;
  const ServerRules* const rules_;
  absl::flat_hash_map<std::string, std::unique_ptr<Method>> methods_;
};

}  // namespace tendon::runtime
