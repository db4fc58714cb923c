// The loads of calls.
#include "tests/bench/commands.h"

#include <fstream>
#include <thread>

#include "tendon/outcomes/v1/session_service.grpc.pb.h"
#include "tendon/referral/v1/referral_service.grpc.pb.h"
#include "tests/bench/result.h"
#include "tests/bench/world.h"

namespace tendon::bench {
namespace {

using nlohmann::json;

constexpr std::chrono::seconds kFollowTimeout{60};

// A world, and so many referrals in it.
struct Prepared {
  World world;
  std::vector<std::string> referrals;
};

absl::StatusOr<Prepared> PrepareWorld(Target& target, const CommandOptions& options, int referrals, Stage stage) {
  Prepared prepared;
  auto world = MakeWorld(target, options.recipients);
  if (!world.ok()) return world.status();
  prepared.world = *std::move(world);
  auto names = MakeReferrals(target, prepared.world, referrals, stage);
  if (!names.ok()) return names.status();
  prepared.referrals = *std::move(names);
  return prepared;
}

absl::StatusOr<json> RunOnWorld(const CommandOptions& options, std::unique_ptr<Workload> (*make)(const World&),
                                int referrals) {
  Target target(options.server, options.connections);
  const auto prepared = PrepareWorld(target, options, referrals, Stage::kSent);
  if (!prepared.ok()) return prepared.status();
  return ToJson(options, RunLoad(*make(prepared->world), target, options.load));
}

absl::Status SaveAnswer(Target& target, const Caller& caller, const std::string& referral, const std::string& path) {
  referral::v1::ReferralService::Stub stub(target.channel(0));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kCallTimeout);
  Prepare(caller, &context);
  referral::v1::GetReferralRequest request;
  request.set_name(referral);
  referral::v1::Referral answer;
  const grpc::Status status = stub.GetReferral(&context, request, &answer);
  if (!status.ok()) return absl::UnavailableError("GetReferral: " + status.error_message());
  std::ofstream file(path, std::ios::binary);
  if (!answer.SerializeToOstream(&file))
    return absl::UnavailableError("the file given with --save-answer cannot be written");
  return absl::OkStatus();
}

// Waits until the outcomes server has heard of the referral.
absl::Status WaitUntilFollowed(Target& outcomes, const Caller& caller, const std::string& referral) {
  outcomes::v1::SessionService::Stub stub(outcomes.channel(0));
  const auto give_up = std::chrono::steady_clock::now() + kFollowTimeout;
  while (std::chrono::steady_clock::now() < give_up) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kCallTimeout);
    Prepare(caller, &context);
    outcomes::v1::GetEpisodeRequest request;
    request.set_name(referral + "/episodes/-");
    outcomes::v1::Episode episode;
    if (stub.GetEpisode(&context, request, &episode).ok() && episode.sessions_authorized() > 0) return absl::OkStatus();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return absl::DeadlineExceededError("the outcomes server does not hear of the referrals");
}

}  // namespace

absl::StatusOr<json> RunCreate(const CommandOptions& options) { return RunOnWorld(options, &MakeCreate, 0); }
absl::StatusOr<json> RunCreateSend(const CommandOptions& options) { return RunOnWorld(options, &MakeCreateSend, 0); }
absl::StatusOr<json> RunInbox(const CommandOptions& options) {
  return RunOnWorld(options, &MakeInbox, options.referrals);
}

absl::StatusOr<json> RunGet(const CommandOptions& options) {
  Target target(options.server, options.connections);
  CommandOptions one_recipient = options;
  one_recipient.recipients = 1;
  const auto prepared = PrepareWorld(target, one_recipient, options.referrals, Stage::kSent);
  if (!prepared.ok()) return prepared.status();
  const Caller& caller = options.as_recipient ? prepared->world.recipients[0] : prepared->world.referrer;
  if (!options.save_answer.empty()) {
    const absl::Status saved = SaveAnswer(target, caller, prepared->referrals[0], options.save_answer);
    if (!saved.ok()) return saved;
  }
  return ToJson(options, RunLoad(*MakeGet(caller, prepared->referrals), target, options.load));
}

absl::StatusOr<json> RunEcho(const CommandOptions& options) {
  Target target(options.server, options.connections);
  // As long as a real one's.
  const Caller caller{"physician", "organizations/bench-00000000-clinic",
                      "organizations/bench-00000000-clinic/clinicians/bench-clinician"};
  const std::string name = "referrals/01890000-0000-7000-8000-000000000000";
  return ToJson(options, RunLoad(*MakeGet(caller, {name}), target, options.load));
}

absl::StatusOr<json> RunRecord(const CommandOptions& options) {
  Target referral(options.server, options.connections);
  Target outcomes(options.outcomes_server, options.connections);
  const auto prepared = PrepareWorld(referral, options, options.referrals, Stage::kStarted);
  if (!prepared.ok()) return prepared.status();
  for (size_t i = 0; i < prepared->referrals.size(); ++i) {
    const absl::Status followed = WaitUntilFollowed(outcomes, prepared->world.recipient_of(i), prepared->referrals[i]);
    if (!followed.ok()) return followed;
  }
  return ToJson(options, RunLoad(*MakeRecord(prepared->world, prepared->referrals), outcomes, options.load));
}

}  // namespace tendon::bench
