#include "services/outcomes/server.h"

#include <memory>
#include <utility>

#include "services/outcomes/cohort_services.h"
#include "services/outcomes/link/referral_link.h"
#include "services/outcomes/link/refresher.h"
#include "services/outcomes/link/sender.h"
#include "services/outcomes/services.h"
#include "services/runtime/host.h"
#include "services/runtime/limits.h"
#include "services/storage/sqlite/sqlite_store.h"
#include "services/telemetry/log.h"

namespace tendon::outcomes {
namespace {

using OutcomesHost = runtime::Host<storage::OutcomesStore>;

absl::Status Serve(const runtime::ServerConfig& config) {
  storage::SqliteOptions options;
  options.path = config.database;
  options.vfs = config.sqlite_vfs;
  // More than the reader threads: one for the follower, the refresher and the sender, and one for each cohort under
  // way.
  options.reader_connections = config.reader_threads + 1 + runtime::kCohortThreads + runtime::kExportThreads;
  auto store = storage::OpenSqliteOutcomesStore(options);
  if (!store.ok()) return store.status();
  const runtime::SystemClock clock;
  auto made = OutcomesHost::Make(*std::move(store), config, ServiceDescriptors(), &clock);
  if (!made.ok()) return made.status();
  OutcomesHost& host = **made;
  const auto channel = ConnectToReferralServer(config.referral_server);
  ReferralLookup lookup(channel);
  const clinical::scoring::ScoringOptions scoring = {config.unverified_forms};
  SessionRecorder recorder(&host.calls(), &lookup, scoring);
  SessionServiceImpl sessions(&host.calls(), &recorder);
  MeasureServiceImpl measures(&host.calls(), scoring);
  AmendmentServiceImpl amendments(&host.calls(), scoring);
  MeasureDefinitionServiceImpl definitions(&host.calls());
  CohortServiceImpl cohorts(&host.calls());
  auto sender = std::make_shared<ProgressSender>(channel, &host.store(), &host.writer(),
                                                 [&recorder] { return recorder.importing(); });
  if (absl::Status status = host.hub().Add(runtime::kSystemFeed, sender); !status.ok()) return status;
  auto refresher = std::make_unique<ReferralRefresher>(channel, &host.store(), &host.writer());
  auto follower = std::make_unique<FeedFollower>(channel, &host.store(), &host.writer(), [&refresher, &sender] {
    refresher->Wake();
    sender->TryAll();
  });
  absl::Status started = host.Start(config, {&sessions, &measures, &amendments, &definitions, &cohorts});
  if (!started.ok()) return started;
  telemetry::Log(telemetry::Level::kInfo, "started",
                 {{"program", "tendon-outcomes"},
                  {"listen", config.listen},
                  {"port", host.port()},
                  {"referral_server", config.referral_server}});
  runtime::WaitForSignal();
  // All use the writer: they end before it drains.
  follower.reset();
  refresher.reset();
  sender->Stop();
  host.Stop(config);
  return absl::OkStatus();
}

}  // namespace

int RunOutcomesServer(int argc, const char* const* argv) {
  const runtime::ServerIdentity identity = {
      "tendon-outcomes", "The outcomes server of Tendon: sessions, episodes and what their numbers say.",
      "TENDON_OUTCOMES_", "127.0.0.1:7601", true};
  return runtime::RunServer(identity, argc, argv, Serve);
}

}  // namespace tendon::outcomes
