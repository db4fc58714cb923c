// What an episode's numbers say at the moment when a session is recorded: computed once, kept with the session.
#include <algorithm>
#include <vector>

#include "services/outcomes/domain/guidance.h"
#include "services/outcomes/domain/session_rules.h"
#include "services/outcomes/handlers/episode_sessions.h"
#include "services/outcomes/handlers/handlers.h"
#include "services/outcomes/handlers/own_measures.h"
#include "services/runtime/resource_name.h"

namespace tendon::outcomes {
namespace {

bool BeganBefore(const v1::Session& a, const v1::Session& b) {
  return ToMicros(a.start_time()) < ToMicros(b.start_time());
}

}  // namespace

absl::Status AddSnapshots(Call& call, Transaction& transaction, const SnapshotPlace& place, v1::Session* session) {
  session->clear_trajectories();
  if (!HoldsReadings(*session)) return absl::OkStatus();
  EpisodeSessions earlier;
  const auto scope = storage::TenantScope::Organization(call.principal.organization_id);
  if (absl::Status status = ReadEpisode(transaction, scope, place.referral_id, place.episode, &earlier); !status.ok())
    return status;
  SessionList sessions;
  const std::string own_name = runtime::SessionName(place.referral_id, place.session_id);
  for (const v1::Session* other : earlier.sessions) {
    const bool before = other->name() != own_name && !BeganBefore(*session, *other);
    if (before && HoldsReadings(*other)) sessions.push_back(other);
  }
  sessions.push_back(session);
  std::stable_sort(sessions.begin(), sessions.end(),
                   [](const v1::Session* a, const v1::Session* b) { return BeganBefore(*a, *b); });
  Judgement judgement;
  judgement.now = call.now;
  judgement.discipline = place.discipline;
  auto own = OwnMeasuresIn(transaction, call.principal.organization_id, sessions);
  if (!own.ok()) return own.status();
  judgement.own_measures = *std::move(own);
  v1::Episode episode;
  JudgeEpisode(sessions, judgement, &episode);
  for (v1::TrajectorySnapshot& snapshot : SnapshotsOf(episode)) *session->add_trajectories() = std::move(snapshot);
  return absl::OkStatus();
}

}  // namespace tendon::outcomes
