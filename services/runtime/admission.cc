#include "services/runtime/admission.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/runtime/errors.h"
#include "services/runtime/idempotency.h"
#include "services/runtime/limits.h"
#include "services/runtime/wire.h"
#include "services/telemetry/log.h"

namespace tendon::runtime {
namespace {

constexpr char kOrganizationMetadata[] = "tendon-organization";
constexpr char kClinicianMetadata[] = "tendon-clinician";
constexpr char kRoleMetadata[] = "tendon-role";
constexpr absl::Duration kRetryDelay = absl::Milliseconds(200);

// The value of a metadata key, "" when it is absent or repeated.
std::string Metadata(const grpc::CallbackServerContext* context, const char* key) {
  const auto& metadata = context->client_metadata();
  const auto [first, last] = metadata.equal_range(key);
  if (first == last || std::next(first) != last) return "";
  return std::string(first->second.data(), first->second.size());
}

absl::Status CheckRevision(const grpc::CallbackServerContext* context, int64_t revision) {
  const std::string wanted = Metadata(context, kAtLeastRevisionMetadata);
  if (wanted.empty()) return absl::OkStatus();
  int64_t number = 0;
  if (!absl::SimpleAtoi(wanted, &number) || number < 0) {
    return InvalidField(kAtLeastRevisionMetadata, "must be a revision: a number from a tendon-revision trailer");
  }
  if (number <= revision) return absl::OkStatus();
  return RetryLater(absl::StatusCode::kUnavailable, Reason::ERROR_REASON_REVISION_NOT_REACHED,
                    "this server has not reached the revision asked for", kRetryDelay);
}

}  // namespace

Method::Method(const google::protobuf::MethodDescriptor* descriptor, security::MethodRule method_rule)
    : name(absl::StrCat("/", descriptor->service()->full_name(), "/", descriptor->name())),
      rule(std::move(method_rule)),
      validator(descriptor->input_type()) {
  for (const security::Role role : security::kAllRoles) views.emplace_back(descriptor->output_type(), role);
}

security::AuditFacts AuditFacts(const Call& call, const absl::Status& status) {
  security::AuditFacts facts;
  facts.time = call.now;
  facts.principal = &call.principal;
  facts.peer = call.peer;
  facts.method = call.method->name;
  facts.action = call.method->rule.audit_action;
  facts.resource = call.resource;
  facts.outcome_code = static_cast<int32_t>(status.code());
  if (!status.ok()) facts.outcome_reason = referral::v1::ErrorReason_Name(ReasonOf(status));
  facts.request_id = call.request_id;
  facts.revision = status.ok() ? call.revision : 0;
  return facts;
}

absl::Status Overloaded() {
  return RetryLater(absl::StatusCode::kResourceExhausted, Reason::ERROR_REASON_OVERLOADED,
                    "too much work is waiting; try again after the delay in RetryInfo, with the same request_id",
                    kRetryDelay);
}

absl::Status GoingDown() {
  return RetryLater(absl::StatusCode::kUnavailable, Reason::ERROR_REASON_UNAVAILABLE,
                    "the server is going down or cannot write; try again with the same request_id", kRetryDelay);
}

absl::Status DeadlinePassed() {
  return Error(absl::StatusCode::kDeadlineExceeded, Reason::ERROR_REASON_DEADLINE_EXCEEDED,
               "the deadline passed before the work was begun; nothing was done");
}

absl::StatusOr<std::unique_ptr<Admission>> Admission::Make(
    const std::vector<const google::protobuf::ServiceDescriptor*>& services, const Clock* clock,
    const ServerRules* rules) {
  const auto table = security::MethodTable::Make(services);
  if (!table.ok()) return table.status();
  std::unique_ptr<Admission> admission(new Admission(clock, rules));
  for (const auto* service : services) {
    for (int i = 0; i < service->method_count(); ++i) {
      const std::string name = absl::StrCat("/", service->full_name(), "/", service->method(i)->name());
      admission->methods_[name] = std::make_unique<Method>(service->method(i), *table->Find(name));
    }
  }
  return admission;
}

absl::StatusOr<std::shared_ptr<Call>> Admission::Admit(const grpc::CallbackServerContext* context,
                                                       std::string_view method,
                                                       const google::protobuf::Message* request,
                                                       int64_t revision) const {
  const auto found = methods_.find(absl::string_view(method.data(), method.size()));
  if (found == methods_.end()) return absl::InternalError("a method without rules");
  const Method& rules = *found->second;
  auto principal =
      security::DevelopmentIdentity(Metadata(context, kOrganizationMetadata), Metadata(context, kClinicianMetadata),
                                    Metadata(context, kRoleMetadata));
  if (!principal.ok()) return principal.status();
  if (!security::IsAllowed(principal->role, rules.rule.permission)) {
    return Error(absl::StatusCode::kPermissionDenied, Reason::ERROR_REASON_PERMISSION_DENIED,
                 absl::StrCat("the role ", std::string(security::RoleName(principal->role)), " may not call ",
                              found->second->name));
  }
  auto call = std::make_shared<Call>();
  if (request != nullptr) {
    auto bytes = Check(rules, request);
    if (!bytes.ok()) return bytes.status();
    if (rules.rule.mutation) call->digest = RequestDigest(rules.name, *std::move(bytes));
  }
  if (absl::Status status = CheckRevision(context, revision); !status.ok()) return status;
  call->method = &rules;
  call->view = &rules.views[static_cast<size_t>(principal->role)];
  call->scope = principal->role == security::Role::kService
                    ? storage::TenantScope::System()
                    : storage::TenantScope::Organization(principal->organization_id);
  call->principal = *std::move(principal);
  call->rules = rules_;
  call->now = clock_->Now();
  call->deadline = std::min(absl::FromChrono(context->deadline()), absl::Now() + kMaxDeadline);
  if (rules.rule.mutation) call->peer = context->peer();
  return call;
}

absl::StatusOr<std::string> Admission::Check(const Method& method, const google::protobuf::Message* request) {
  std::string bytes = CanonicalBytes(*request);
  const Examination examination = method.validator.Examine(bytes);
  if (!examination.violations.empty()) return InvalidFields(examination.violations);
  if (!examination.foreign) return bytes;
  // gRPC hands requests out as const, but made them for this call alone; the handler is to see them without what only a
  // server sets.
  method.validator.Normalize(const_cast<google::protobuf::Message*>(request));
  return CanonicalBytes(*request);
}

void Admission::LogFault(const Call& call, const absl::Status& status) const {
  if (!IsServerFault(status)) return;
  // The store's messages name statements and codes, never values.
  telemetry::Log(telemetry::Level::kError, "call_failed",
                 {{"method", call.method->name},
                  {"code", static_cast<int>(status.code())},
                  {"request_id", call.request_id},
                  {"detail", std::string(status.message())}});
}

}  // namespace tendon::runtime
