#include "services/referral/server.h"

#include <memory>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

#include "services/referral/attachment_service.h"
#include "services/referral/attachments/sweep.h"
#include "services/referral/directory/entries.h"
#include "services/referral/directory_services.h"
#include "services/referral/feed_cursor_service.h"
#include "services/referral/feed_retention.h"
#include "services/referral/handlers/common.h"
#include "services/referral/lifecycle_services.h"
#include "services/referral/message_service.h"
#include "services/referral/rescreen_open.h"
#include "services/referral/screening_services.h"
#include "services/referral/services.h"
#include "services/referral/timer_engine.h"
#include "services/referral/work_entry.h"
#include "services/referral/worklist_service.h"
#include "services/runtime/host.h"
#include "services/runtime/limits.h"
#include "services/runtime/periodic.h"
#include "services/storage/sqlite/sqlite_store.h"
#include "services/telemetry/log.h"

namespace tendon::referral {
namespace {

using ReferralHost = runtime::Host<storage::ReferralStore>;

// Threads that wait for the disk with the bytes of attachments, so that reads of the store need not.
constexpr int kAttachmentThreads = 2;

constexpr std::chrono::hours kUpkeepInterval(1);
// How late a timer may be noticed: the shortest one runs for hours.
constexpr std::chrono::seconds kTimerInterval(5);

// What is done beside the calls, now and then every hour.
void Upkeep(ReferralHost& host, AttachmentLibrary& library, const runtime::ServerConfig& config,
            const runtime::Clock& clock) {
  const CommitNow commit = CommitBy(&host.writer());
  SweepAndLog(host.store(), library, clock.Now(), commit);
  if (config.feed_days == 0) return;
  const auto pruned = PruneFeeds(host.store(), clock.Now(), absl::Hours(24 * config.feed_days), commit);
  if (pruned.ok()) return;
  telemetry::Log(telemetry::Level::kWarning, "feed_retention_failed",
                 {{"code", static_cast<int>(pruned.status().code())}});
}

void FireTimersAndLog(TimerEngine& engine, const runtime::Clock& clock) {
  const auto fired = engine.Fire(clock.Now());
  if (!fired.ok()) {
    telemetry::Log(telemetry::Level::kWarning, "timers_failed", {{"code", static_cast<int>(fired.status().code())}});
  } else if (fired->set_aside > 0) {
    telemetry::Log(telemetry::Level::kWarning, "timers_set_aside", {{"referrals", fired->set_aside}});
  }
}

// Once after each start: open referrals that other knowledge has screened.
void RescreenAtStart(ReferralHost& host, const runtime::Clock& clock, const ReferralRules& rules,
                     const std::stop_token& stop) {
  YieldToCalls();
  const auto done = RescreenOpen(
      host.store(), clock, CommitBy(&host.writer()),
      [&host](const std::vector<std::string>& feeds) { host.hub().Publish(feeds); },
      [&stop] { return stop.stop_requested(); }, &rules);
  if (!done.ok()) {
    telemetry::Log(telemetry::Level::kWarning, "rescreening_failed",
                   {{"code", static_cast<int>(done.status().code())}});
    return;
  }
  telemetry::Log(telemetry::Level::kInfo, "rescreened",
                 {{"referrals", done->referrals},
                  {"newly_unsafe", done->newly_unsafe},
                  {"released", done->released},
                  {"unreadable", done->unreadable}});
}

absl::Status Serve(const runtime::ServerConfig& config) {
  const auto timers = MakeTimerTable(config.timers);
  if (!timers.ok()) return timers.status();
  const auto knowledge = LoadScreeningKnowledge(config.knowledge_directory);
  if (!knowledge.ok()) return knowledge.status();
  UseScreeningKnowledge(*knowledge);
  storage::SqliteOptions options;
  options.path = config.database;
  options.vfs = config.sqlite_vfs;
  options.reader_connections = config.reader_threads;
  auto store = storage::OpenSqliteReferralStore(options);
  if (!store.ok()) return store.status();
  if (absl::Status status = BuildDirectoryIndex(store->get()); !status.ok()) return status;
  if (absl::Status status = BuildWorklists(store->get()); !status.ok()) return status;
  const runtime::SystemClock clock;
  ReferralRules rules;
  rules.timers = *timers;
  auto library = OpenAttachmentLibrary(config.database,
                                       {int64_t{config.max_attachment_mib} << 20, absl::Hours(config.upload_hours)});
  if (!library.ok()) return library.status();
  auto host = ReferralHost::Make(*std::move(store), config, ServiceDescriptors(), &clock, &rules);
  if (!host.ok()) return host.status();
  DirectoryServiceImpl directory(&(*host)->calls());
  DirectoryUpdateServiceImpl directory_updates(&(*host)->calls());
  DirectorySearchServiceImpl directory_searches(&(*host)->calls());
  ReferralServiceImpl referrals(&(*host)->calls());
  MessageServiceImpl messages(&(*host)->calls());
  runtime::ThreadPool files(kAttachmentThreads, runtime::kMaxAttachmentQueue);
  AttachmentServiceImpl attachments(&(*host)->calls(), library->get(), &files);
  WorklistServiceImpl worklists(&(*host)->calls());
  FeedCursorServiceImpl cursors(&(*host)->calls());
  EventServiceImpl events(&(*host)->calls(), config.checkpoint_seconds);
  ScreeningServiceImpl screening(&(*host)->calls(), *knowledge);
  const auto lifecycle = MakeLifecycleServices(&(*host)->calls());
  std::vector<grpc::Service*> services = {
      &directory,   &directory_updates, &directory_searches, &referrals, &messages,
      &attachments, &cursors,           &worklists,          &events,    &screening};
  for (const auto& service : lifecycle) services.push_back(service.get());
  if (absl::Status status = (*host)->Start(config, services); !status.ok()) return status;
  telemetry::Log(telemetry::Level::kInfo, "started",
                 {{"program", "tendon-referral"},
                  {"listen", config.listen},
                  {"port", (*host)->port()},
                  {"knowledge", (*knowledge)->engine.knowledge().version}});
  TimerEngine engine(
      &(*host)->store(), &(*host)->writer(),
      [&](const std::vector<std::string>& feeds) { (*host)->hub().Publish(feeds); }, &rules);
  {
    const std::jthread rescreening(
        [&host, &clock, &rules](const std::stop_token& stop) { RescreenAtStart(**host, clock, rules, stop); });
    const runtime::Periodic timers(kTimerInterval, [&] { FireTimersAndLog(engine, clock); });
    const runtime::Periodic upkeep(kUpkeepInterval, [&] { Upkeep(**host, **library, config, clock); });
    runtime::WaitForSignal();
    engine.Stop();
  }
  (*host)->Stop(config);
  return absl::OkStatus();
}

}  // namespace

int RunReferralServer(int argc, const char* const* argv) {
  const runtime::ServerIdentity identity = {
      "tendon-referral",
      "The referral server of Tendon: directory, referrals with their state machine, a feed for each organisation.",
      "TENDON_REFERRAL_",
      "127.0.0.1:7600",
      false,
      true,
      [](const std::string& setting) { return std::string(MakeTimerTable({setting}).status().message()); },
      TimersHelp()};
  return runtime::RunServer(identity, argc, argv, Serve);
}

}  // namespace tendon::referral
