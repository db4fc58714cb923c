// What a patient's trend costs: GetEpisode over SQLite for an episode of so many sessions, from the rows to the bytes
// of the answer, without gRPC. `server CPU` of a call is this plus what any call costs (see `get` and `echo`).
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "services/outcomes/domain/session_rules.h"
#include "services/outcomes/handlers/handlers.h"
#include "services/outcomes/link/settle.h"
#include "services/security/view.h"
#include "services/storage/sqlite/sqlite_store.h"

namespace tendon::outcomes {
namespace {

constexpr int64_t kDaySeconds = 86'400;

// Pain before and after, and a technique: what a therapist records each time.
v1::Session PainSession(int number) {
  v1::Session session;
  session.set_name("referrals/0190a5b4-0000-7000-8000-000000000001/sessions/" + std::to_string(number));
  session.set_session_number(number);
  session.set_status(v1::SESSION_STATUS_COMPLETED);
  session.set_duration_minutes(60);
  session.mutable_start_time()->set_seconds(number * kDaySeconds);
  session.set_clinician("organizations/hands/clinicians/max");
  session.set_note("Worked on the lower back; less guarding than last time.");
  auto* technique = session.add_techniques();
  technique->set_technique("DEEP_TISSUE");
  technique->add_body_sites()->set_region("lumbar");
  for (const bool before : {true, false}) {
    auto* observation = session.add_observations();
    observation->set_measure("NPRS");
    observation->set_value((number * 7 + (before ? 3 : 1)) % 11);
    observation->set_phase(before ? clinical::v1::OBSERVATION_PHASE_BEFORE : clinical::v1::OBSERVATION_PHASE_AFTER);
  }
  return session;
}

absl::Status Fill(storage::OutcomesStore& store, int sessions) {
  auto transaction = store.Begin();
  if (!transaction.ok()) return transaction.status();
  v1::ReferralView view;
  view.set_discipline(clinical::v1::DISCIPLINE_MASSAGE_THERAPIST);
  view.set_sessions_authorized(sessions);
  view.add_assignments()->set_recipient("organizations/hands");
  const storage::ReferralViewRow view_row = {"r1", 1, {"river", "hands"}, view.SerializeAsString()};
  if (const auto put = (*transaction)->PutReferralView(view_row); !put.ok()) return put.status();
  for (int number = 1; number <= sessions; ++number) {
    const v1::Session session = PainSession(number);
    storage::SessionRow row;
    row.id = std::to_string(number);
    row.referral_id = "r1";
    row.organization = "hands";
    row.episode = 1;
    row.session_number = number;
    row.start_us = ToMicros(session.start_time());
    row.ordinal = *(*transaction)->NextRevision();
    row.version = 1;
    row.counts = true;
    row.readers = {"river", "hands"};
    row.body = session.SerializeAsString();
    if (absl::Status status = (*transaction)->InsertSession(row); !status.ok()) return status;
    if (absl::Status status = AppendSessionChange(**transaction, row.ordinal, session.name(), absl::Now());
        !status.ok())
      return status;
  }
  return (*transaction)->Commit();
}

void Trend(benchmark::State& state) {
  const auto folder = std::filesystem::temp_directory_path() / ("bench-trend-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  storage::SqliteOptions options;
  options.path = (folder / "outcomes.db").string();
  auto store = storage::OpenSqliteOutcomesStore(options);
  if (!store.ok() || !Fill(**store, static_cast<int>(state.range(0))).ok()) {
    state.SkipWithError("the store cannot be filled");
    return;
  }
  Call call;
  call.principal.organization_id = "river";
  call.scope = storage::TenantScope::Organization("river");
  call.now = absl::FromUnixSeconds((state.range(0) + 1) * kDaySeconds);
  const security::RoleView view(v1::Episode::descriptor(), security::Role::kPhysician);
  v1::GetEpisodeRequest request;
  request.set_name("referrals/r1/episodes/1");
  for (auto _ : state) {
    v1::Episode episode;
    const auto reader = (*store)->Read();
    if (!GetEpisode(call, **reader, request, &episode).ok()) state.SkipWithError("no episode");
    view.Apply(&episode);
    benchmark::DoNotOptimize(episode.SerializeAsString());
  }
  store->reset();
  std::filesystem::remove_all(folder);
}
BENCHMARK(Trend)->Arg(10)->Arg(50)->Arg(500)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace tendon::outcomes

BENCHMARK_MAIN();
