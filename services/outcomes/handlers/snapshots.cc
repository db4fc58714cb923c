// What an episode's numbers say at the moment when a session is recorded: computed once, kept with the session.
#include <algorithm>
#include <vector>

#include "services/outcomes/domain/guidance.h"
#include "services/outcomes/domain/session_rules.h"
#include "services/outcomes/handlers/handlers.h"

namespace tendon::outcomes {
namespace {

// More than an episode ever has.
constexpr int kSessionsForSnapshot = 10'000;

bool BeganBefore(const v1::Session& a, const v1::Session& b) {
  return ToMicros(a.start_time()) < ToMicros(b.start_time());
}

}  // namespace

absl::Status AddSnapshots(Call& call, Transaction& transaction, const SnapshotPlace& place, v1::Session* session) {
  session->clear_trajectories();
  if (!HoldsReadings(*session)) return absl::OkStatus();
  const auto rows =
      transaction.ListSessions(storage::TenantScope::System(), place.referral_id, {}, kSessionsForSnapshot);
  if (!rows.ok()) return rows.status();
  std::vector<v1::Session> earlier;
  for (const storage::SessionRow& row : *rows) {
    const bool same_episode = row.episode == place.episode && row.organization == call.principal.organization_id;
    if (!same_episode || row.id == place.session_id || row.start_us > ToMicros(session->start_time())) continue;
    if (!earlier.emplace_back().ParseFromString(row.body))
      return absl::DataLossError("a stored session cannot be read");
  }
  SessionList sessions;
  for (const v1::Session& other : earlier) {
    if (HoldsReadings(other)) sessions.push_back(&other);
  }
  sessions.push_back(session);
  std::stable_sort(sessions.begin(), sessions.end(),
                   [](const v1::Session* a, const v1::Session* b) { return BeganBefore(*a, *b); });
  Judgement judgement;
  judgement.now = call.now;
  judgement.discipline = place.discipline;
  v1::Episode episode;
  JudgeEpisode(sessions, judgement, &episode);
  for (v1::TrajectorySnapshot& snapshot : SnapshotsOf(episode)) *session->add_trajectories() = std::move(snapshot);
  return absl::OkStatus();
}

}  // namespace tendon::outcomes
