// The readings of an episode, parted into strands: one for each measure, place, motion and recall. Pure.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "services/clinical/scoring/catalogue.h"
#include "services/clinical/trajectory/series.h"
#include "services/outcomes/domain/known_measure.h"
#include "tendon/outcomes/v1/outcomes.pb.h"

namespace tendon::outcomes {

// One strand. `summary` has its points in the order of time, and what describes them; the numbers come later.
struct Strand {
  const clinical::scoring::Measure* measure = nullptr;  // null for a measure that is not known
  clinical::v1::MotionMode mode = clinical::v1::MOTION_MODE_UNSPECIFIED;
  v1::MeasureSummary summary;
  clinical::trajectory::Series series;
  const clinical::v1::Observation* latest = nullptr;  // its latest reading, in the sessions given
};

// Sessions of one episode, in the order in which they began; nobody's own.
using SessionList = std::vector<const v1::Session*>;

// The sessions are those whose readings count, in the order in which they began; they outlive the strands. In the order
// of measure, place, motion and recall. The addresses of the strands stay.
std::deque<Strand> PartReadings(const SessionList& sessions, const clinical::scoring::Catalogue& catalogue,
                                const OwnMeasures& own);

// When the first session began that took place; nullopt when none did.
std::optional<int64_t> FirstTreatment(const SessionList& sessions);

}  // namespace tendon::outcomes
