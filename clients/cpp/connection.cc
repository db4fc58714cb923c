#include "clients/cpp/connection.h"

#include <algorithm>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "clients/cpp/channel.h"
#include "clients/cpp/error_detail.h"

namespace tendon::client {
namespace {

constexpr char kOrganization[] = "tendon-organization";
constexpr char kClinician[] = "tendon-clinician";
constexpr char kRole[] = "tendon-role";
constexpr char kAtLeastRevision[] = "tendon-at-least-revision";
constexpr char kRevision[] = "tendon-revision";

void AddUnlessEmpty(grpc::ClientContext& context, const char* key, const std::string& value) {
  if (!value.empty()) context.AddMetadata(key, value);
}

std::int64_t RevisionOf(const grpc::ClientContext& context) {
  const auto& metadata = context.GetServerTrailingMetadata();
  const auto found = metadata.find(kRevision);
  std::int64_t revision = 0;
  if (found != metadata.end() &&
      !absl::SimpleAtoi(absl::string_view(found->second.data(), found->second.size()), &revision))
    return 0;
  return revision;
}

}  // namespace

absl::StatusOr<std::shared_ptr<Connection>> Connection::Create(ClientOptions options) {
  auto referral = CreateChannel(options.referral_server, options);
  if (!referral.ok()) return referral.status();
  auto outcomes = CreateChannel(options.outcomes_server, options);
  if (!outcomes.ok()) return outcomes.status();
  return Create(std::move(options), *std::move(referral), *std::move(outcomes));
}

absl::StatusOr<std::shared_ptr<Connection>> Connection::Create(ClientOptions options,
                                                               std::shared_ptr<grpc::Channel> referral,
                                                               std::shared_ptr<grpc::Channel> outcomes) {
  if (absl::Status status = ValidateIdentity(options.identity); !status.ok()) return status;
  return std::shared_ptr<Connection>(new Connection(std::move(options), std::move(referral), std::move(outcomes)));
}

void Connection::Prepare(grpc::ClientContext& context, const CallOptions& call) const {
  AddUnlessEmpty(context, kOrganization, options_.identity.organization);
  AddUnlessEmpty(context, kClinician, options_.identity.clinician);
  AddUnlessEmpty(context, kRole, options_.identity.role);
  if (call.at_least_revision > 0) context.AddMetadata(kAtLeastRevision, absl::StrCat(call.at_least_revision));
}

absl::Status Connection::Retry(const CallOptions& call,
                               absl::FunctionRef<grpc::Status(grpc::ClientContext&)> attempt) const {
  const Environment& environment = options_.environment;
  const absl::Duration deadline = call.deadline > absl::ZeroDuration() ? call.deadline : options_.call_deadline;
  const absl::Time give_up = environment.now() + options_.retry.max_elapsed;
  const absl::Notification never;
  Backoff backoff(options_.retry, environment.uniform);
  for (int attempts = 1;; ++attempts) {
    grpc::ClientContext context;
    Prepare(context, call);
    const absl::Duration left = std::min(deadline, give_up - environment.now());
    context.set_deadline(absl::ToChronoTime(absl::Now() + left));
    const absl::Status status = StatusFromGrpc(attempt(context));
    if (status.ok() && call.revision != nullptr) *call.revision = RevisionOf(context);
    if (status.ok() || !IsRetryable(status) || attempts >= options_.retry.max_attempts) return status;
    const absl::Duration wait = backoff.Next(status);
    if (environment.now() + wait >= give_up) return status;
    environment.sleep(wait, never);
  }
}

}  // namespace tendon::client
