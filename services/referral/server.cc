#include "services/referral/server.h"

#include <memory>
#include <utility>
#include <vector>

#include "services/referral/lifecycle_services.h"
#include "services/referral/screening_services.h"
#include "services/referral/services.h"
#include "services/runtime/host.h"
#include "services/storage/sqlite/sqlite_store.h"
#include "services/telemetry/log.h"

namespace tendon::referral {
namespace {

using ReferralHost = runtime::Host<storage::ReferralStore>;

absl::Status Serve(const runtime::ServerConfig& config) {
  const auto knowledge = LoadScreeningKnowledge(config.knowledge_directory);
  if (!knowledge.ok()) return knowledge.status();
  storage::SqliteOptions options;
  options.path = config.database;
  options.vfs = config.sqlite_vfs;
  options.reader_connections = config.reader_threads;
  auto store = storage::OpenSqliteReferralStore(options);
  if (!store.ok()) return store.status();
  const runtime::SystemClock clock;
  auto host = ReferralHost::Make(*std::move(store), config, ServiceDescriptors(), &clock);
  if (!host.ok()) return host.status();
  DirectoryServiceImpl directory(&(*host)->calls());
  ReferralServiceImpl referrals(&(*host)->calls());
  EventServiceImpl events(&(*host)->calls(), config.checkpoint_seconds);
  ScreeningServiceImpl screening(&(*host)->calls(), *knowledge);
  const auto lifecycle = MakeLifecycleServices(&(*host)->calls());
  std::vector<grpc::Service*> services = {&directory, &referrals, &events, &screening};
  for (const auto& service : lifecycle) services.push_back(service.get());
  if (absl::Status status = (*host)->Start(config, services); !status.ok()) return status;
  telemetry::Log(telemetry::Level::kInfo, "started",
                 {{"program", "tendon-referral"},
                  {"listen", config.listen},
                  {"port", (*host)->port()},
                  {"knowledge", (*knowledge)->engine.knowledge().version}});
  runtime::WaitForSignal();
  (*host)->Stop(config);
  return absl::OkStatus();
}

}  // namespace

int RunReferralServer(int argc, const char* const* argv) {
  const runtime::ServerIdentity identity = {
      "tendon-referral",
      "The referral server of Tendon: directory, referrals with their state machine, a feed for each organisation.",
      "TENDON_REFERRAL_", "127.0.0.1:7600", false};
  return runtime::RunServer(identity, argc, argv, Serve);
}

}  // namespace tendon::referral
