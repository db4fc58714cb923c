#include "tests/bench/world.h"

#include <atomic>
#include <mutex>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tendon/referral/v1/directory.grpc.pb.h"
#include "tendon/referral/v1/referral_service.grpc.pb.h"
#include "tests/bench/sample.h"

namespace tendon::bench {
namespace {

namespace v1 = referral::v1;

constexpr int kThreads = 64;

// Calls `method` of a synchronous stub.
template <class Stub, class Request, class Response>
absl::Status Invoke(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const Caller& caller, const char* what, const Request& request, Response* response) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kCallTimeout);
  context.set_wait_for_ready(true);
  Prepare(caller, &context);
  const grpc::Status status = (stub.*method)(&context, request, response);
  if (status.ok()) return absl::OkStatus();
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()),
                      absl::StrCat(what, ": ", status.error_message()));
}

absl::StatusOr<Caller> MakeOrganization(Target& target, const std::string& id, const std::string& role,
                                        clinical::v1::Discipline discipline) {
  v1::DirectoryService::Stub stub(target.channel(0));
  v1::CreateOrganizationRequest organization;
  organization.set_organization_id(id);
  organization.mutable_organization()->set_display_name("Bench (constructed)");
  organization.set_request_id(NewRequestId());
  v1::Organization made;
  absl::Status status = Invoke(stub, &v1::DirectoryService::Stub::CreateOrganization, {"operator", "", ""},
                               "CreateOrganization", organization, &made);
  if (!status.ok()) return status;
  v1::CreateClinicianRequest clinician;
  clinician.set_parent(made.name());
  clinician.set_clinician_id("bench-clinician");
  clinician.mutable_clinician()->set_display_name("Bench Clinician (constructed)");
  clinician.mutable_clinician()->add_disciplines(discipline);
  clinician.set_request_id(NewRequestId());
  v1::Clinician person;
  status = Invoke(stub, &v1::DirectoryService::Stub::CreateClinician, {"administrator", made.name(), ""},
                  "CreateClinician", clinician, &person);
  if (!status.ok()) return status;
  return Caller{role, made.name(), person.name()};
}

// Moves a referral on by a method whose request is a name, an etag and a request id.
template <class Request>
absl::Status Move(v1::ReferralService::Stub& stub,
                  grpc::Status (v1::ReferralService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                    v1::Referral*),
                  const Caller& caller, const char* what, v1::Referral* referral) {
  Request request;
  request.set_name(referral->name());
  request.set_etag(referral->etag());
  request.set_request_id(NewRequestId());
  return Invoke(stub, method, caller, what, request, referral);
}

absl::StatusOr<std::string> MakeReferral(Target& target, const World& world, size_t number, Stage stage) {
  using Stub = v1::ReferralService::Stub;
  const Caller& recipient = world.recipient_of(number);
  Stub stub(target.channel(number));
  v1::CreateReferralRequest request;
  *request.mutable_referral() = SampleReferral(world.referrer.clinician, recipient.organization);
  request.set_request_id(NewRequestId());
  v1::Referral referral;
  absl::Status status = Invoke(stub, &Stub::CreateReferral, world.referrer, "CreateReferral", request, &referral);
  if (status.ok() && stage != Stage::kDraft)
    status = Move(stub, &Stub::SendReferral, world.referrer, "SendReferral", &referral);
  if (status.ok() && stage == Stage::kStarted)
    status = Move(stub, &Stub::AcceptReferral, recipient, "AcceptReferral", &referral);
  if (status.ok() && stage == Stage::kStarted)
    status = Move(stub, &Stub::StartSession, recipient, "StartSession", &referral);
  if (!status.ok()) return status;
  return referral.name();
}

}  // namespace

absl::StatusOr<World> MakeWorld(Target& target, int recipients) {
  const std::string prefix = absl::StrCat("bench-", NewRequestId().substr(0, 8));
  World world;
  auto referrer =
      MakeOrganization(target, absl::StrCat(prefix, "-clinic"), "physician", clinical::v1::DISCIPLINE_PHYSICIAN);
  if (!referrer.ok()) return referrer.status();
  world.referrer = *std::move(referrer);
  for (int i = 0; i < recipients; ++i) {
    auto recipient = MakeOrganization(target, absl::StrCat(prefix, "-practice-", i), "massage_therapist",
                                      clinical::v1::DISCIPLINE_MASSAGE_THERAPIST);
    if (!recipient.ok()) return recipient.status();
    world.recipients.push_back(*std::move(recipient));
  }
  return world;
}

absl::StatusOr<std::vector<std::string>> MakeReferrals(Target& target, const World& world, int count, Stage stage) {
  std::vector<std::string> names(static_cast<size_t>(count));
  std::atomic<size_t> next = 0;
  std::mutex mutex;
  absl::Status first_error;
  const auto work = [&] {
    for (size_t i = next++; i < names.size(); i = next++) {
      auto name = MakeReferral(target, world, i, stage);
      if (name.ok()) {
        names[i] = *std::move(name);
      } else {
        std::lock_guard lock(mutex);
        first_error.Update(name.status());
        next = names.size();
      }
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < std::min(kThreads, count); ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
  if (!first_error.ok()) return first_error;
  return names;
}

}  // namespace tendon::bench
