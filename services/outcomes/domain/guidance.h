// From the sessions of an episode to what its numbers say and what to do next. Pure.
#pragma once

#include <vector>

#include "absl/time/time.h"
#include "services/clinical/scoring/catalogue.h"
#include "services/clinical/trajectory/rules.h"
#include "services/outcomes/domain/known_measure.h"
#include "services/outcomes/domain/strand.h"
#include "tendon/outcomes/v1/outcomes.pb.h"

namespace tendon::outcomes {

// What a judgement depends on beside the sessions.
struct Judgement {
  absl::Time now = absl::UnixEpoch();
  clinical::v1::Discipline discipline = clinical::v1::DISCIPLINE_UNSPECIFIED;
  // At most one a measure.
  std::vector<v1::ReliabilityReference> references;
  // Of the organisation that treats; what is not in it has numbers and no class.
  OwnMeasures own_measures;
  const clinical::scoring::Catalogue& catalogue = clinical::scoring::Catalogue::BuiltIn();
  const clinical::trajectory::RuleBook& rules = clinical::trajectory::RuleBook::BuiltIn();
};

// Adds measures with their trajectories, and guidance, to the episode. `sessions` are those whose readings count, in
// the order in which they began.
void JudgeEpisode(const SessionList& sessions, const Judgement& judgement, v1::Episode* episode);

v1::ScoreBand BandMessage(const clinical::scoring::Band& band);

// The classifications of an episode as they are kept with a session.
std::vector<v1::TrajectorySnapshot> SnapshotsOf(const v1::Episode& episode);

}  // namespace tendon::outcomes
