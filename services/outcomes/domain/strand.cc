#include "services/outcomes/domain/strand.h"

#include <algorithm>
#include <tuple>

#include "services/clinical/scoring/rom.h"
#include "services/outcomes/domain/session_rules.h"

namespace tendon::outcomes {
namespace {

using clinical::trajectory::Point;
using clinical::v1::Observation;
using clinical::v1::OBSERVATION_PHASE_AFTER;
using clinical::v1::OBSERVATION_PHASE_DURING;

// A reading in its session, with what orders it.
struct Placed {
  Point point;
  clinical::v1::ObservationPhase phase;
  bool pre_treatment;  // before the first treatment of the episode
  size_t session;      // its place among the sessions
  const Observation* observation;
};

bool BelongsTo(const Strand& strand, const Observation& observation) {
  const v1::MeasureSummary& summary = strand.summary;
  return summary.measure() == observation.measure() &&
         summary.body_site().region() == observation.body_site().region() &&
         summary.body_site().laterality() == observation.body_site().laterality() &&
         summary.motion() == observation.motion() && strand.mode == observation.motion_mode() &&
         summary.recall() == observation.recall();
}

auto OrderOf(const Strand& strand) {
  const v1::MeasureSummary& summary = strand.summary;
  return std::tuple(std::string_view(summary.measure()), std::string_view(summary.body_site().region()),
                    static_cast<int>(summary.body_site().laterality()), std::string_view(summary.motion()),
                    static_cast<int>(strand.mode), std::string_view(summary.recall()));
}

void DescribeMeasure(const clinical::scoring::Measure& measure, v1::MeasureSummary* summary) {
  summary->set_unit(measure.unit);
  summary->set_direction(measure.direction);
  summary->set_title(measure.name);
  if (measure.score_min >= measure.score_max) return;
  summary->set_score_minimum(measure.score_min);
  summary->set_score_maximum(measure.score_max);
}

Strand MakeStrand(const Observation& observation, const clinical::scoring::Measure* measure) {
  Strand strand;
  strand.measure = measure;
  strand.mode = observation.motion_mode();
  v1::MeasureSummary& summary = strand.summary;
  summary.set_measure(observation.measure());
  if (observation.has_body_site()) *summary.mutable_body_site() = observation.body_site();
  summary.set_motion(observation.motion());
  summary.set_recall(observation.recall());
  summary.set_unit(observation.unit());
  if (measure != nullptr) DescribeMeasure(*measure, &summary);
  return strand;
}

// The order of phases within one moment; a reading that is bound to no session comes with those before the treatment.
int PhaseRank(clinical::v1::ObservationPhase phase) {
  return phase == OBSERVATION_PHASE_AFTER ? 2 : phase == OBSERVATION_PHASE_DURING ? 1 : 0;
}

bool IsBefore(clinical::v1::ObservationPhase phase) { return PhaseRank(phase) == 0; }

// The first session that took place. Of several at one moment it is the first in order, and the others come after it.
struct First {
  size_t index;
  int64_t start_us;
};

std::optional<First> FirstOf(const SessionList& sessions) {
  const auto first = std::find_if(sessions.begin(), sessions.end(), [](const v1::Session* s) { return TookPlace(*s); });
  if (first == sessions.end()) return std::nullopt;
  return First{static_cast<size_t>(first - sessions.begin()), ToMicros((*first)->start_time())};
}

bool IsPreTreatment(const Placed& placed, const std::optional<First>& first) {
  if (!IsBefore(placed.phase)) return false;
  if (!first || placed.point.time_us < first->start_us) return true;
  if (placed.session > first->index) return false;
  return placed.point.time_us == first->start_us ||
         (placed.session == first->index && placed.phase == clinical::v1::OBSERVATION_PHASE_BEFORE);
}

Placed Place(const v1::Session& session, size_t index, const Observation& observation,
             const std::optional<First>& first) {
  Placed placed;
  const auto& time = observation.has_effective_time() ? observation.effective_time() : session.start_time();
  placed.point.time_us = ToMicros(time);
  placed.point.value = observation.value();
  if (observation.has_standard_error()) placed.point.standard_error = observation.standard_error();
  placed.phase = observation.phase();
  placed.session = index;
  placed.observation = &observation;
  placed.pre_treatment = IsPreTreatment(placed, first);
  // The activities of PSFS, whose change is of those rated both times.
  if (observation.measure() != "PSFS") return placed;
  for (const auto& item : observation.items()) {
    placed.point.items.resize(std::max(placed.point.items.size(), static_cast<size_t>(item.item())));
    if (item.item() > 0 && item.has_value()) placed.point.items[static_cast<size_t>(item.item()) - 1] = item.value();
  }
  return placed;
}

void AddPoint(const v1::Session& session, const Placed& placed, v1::MeasureSummary* summary) {
  v1::MeasurePoint* point = summary->add_points();
  point->set_session(session.name());
  point->set_session_number(session.session_number());
  *point->mutable_effective_time() =
      placed.observation->has_effective_time() ? placed.observation->effective_time() : session.start_time();
  point->set_phase(placed.phase);
  point->set_value(placed.point.value);
  if (placed.point.standard_error) point->set_standard_error(*placed.point.standard_error);
}

// What single sessions changed. The readings of a session stand together, before then after.
void SetEffect(const std::vector<Placed>& readings, v1::MeasureSummary* summary) {
  double sum = 0;
  std::vector<std::pair<size_t, double>> before;
  for (const Placed& reading : readings) {
    if (reading.phase == clinical::v1::OBSERVATION_PHASE_BEFORE)
      before.emplace_back(reading.session, reading.point.value);
    if (reading.phase != OBSERVATION_PHASE_AFTER) continue;
    const auto same =
        std::find_if(before.rbegin(), before.rend(), [&](const auto& b) { return b.first == reading.session; });
    if (same == before.rend()) continue;
    v1::SessionEffect* effect = summary->mutable_within_session();
    effect->set_latest_change(reading.point.value - same->second);
    effect->set_sessions(effect->sessions() + 1);
    sum += effect->latest_change();
  }
  if (summary->has_within_session())
    summary->mutable_within_session()->set_mean_change(sum / summary->within_session().sessions());
}

// Readings before treatment carry the course; where there are none, all do.
void SetSeries(const std::vector<Placed>& readings, Strand* strand) {
  strand->series.measure = strand->measure;
  const bool any_before =
      std::any_of(readings.begin(), readings.end(), [](const Placed& r) { return IsBefore(r.phase); });
  for (const Placed& reading : readings) {
    if (any_before && !IsBefore(reading.phase)) continue;
    (reading.pre_treatment ? strand->series.baseline : strand->series.assessments).push_back(reading.point);
  }
}

// Which error and which norm go with a range of motion; its patient's age and sex are not known here.
void SetJoint(const clinical::scoring::Catalogue& catalogue, Strand* strand) {
  if (strand->measure == nullptr || strand->measure->id != "ROM_DEG") return;
  const v1::MeasureSummary& summary = strand->summary;
  const clinical::scoring::RomNorm* norm =
      FindNorm(catalogue.norms(), {summary.body_site().region(), summary.motion(), strand->mode});
  if (norm == nullptr) return;
  strand->series.mdc = norm->mdc;
  *strand->summary.mutable_norm() = CompareToNorm(*norm, *strand->measure, strand->latest->value());
}

}  // namespace

std::optional<int64_t> FirstTreatment(const SessionList& sessions) {
  const auto first = FirstOf(sessions);
  return first ? std::optional(first->start_us) : std::nullopt;
}

std::deque<Strand> PartReadings(const SessionList& sessions, const clinical::scoring::Catalogue& catalogue,
                                const OwnMeasures& own) {
  std::deque<Strand> strands;
  std::deque<std::vector<Placed>> readings;
  const std::optional<First> first = FirstOf(sessions);
  for (size_t i = 0; i < sessions.size(); ++i) {
    for (const Observation& observation : sessions[i]->observations()) {
      if (!observation.has_value()) continue;
      size_t at = 0;
      while (at < strands.size() && !BelongsTo(strands[at], observation)) ++at;
      if (at == strands.size()) {
        strands.push_back(MakeStrand(observation, FindMeasure(catalogue, own, observation.measure())));
        readings.emplace_back();
      }
      readings[at].push_back(Place(*sessions[i], i, observation, first));
    }
  }
  for (size_t at = 0; at < strands.size(); ++at) {
    const auto earlier = [](const Placed& a, const Placed& b) {
      return std::pair(a.point.time_us, PhaseRank(a.phase)) < std::pair(b.point.time_us, PhaseRank(b.phase));
    };
    // They come in the order of sessions, which is mostly theirs.
    if (!std::is_sorted(readings[at].begin(), readings[at].end(), earlier))
      std::stable_sort(readings[at].begin(), readings[at].end(), earlier);
    strands[at].latest = readings[at].back().observation;
    for (const Placed& placed : readings[at]) AddPoint(*sessions[placed.session], placed, &strands[at].summary);
    SetEffect(readings[at], &strands[at].summary);
    SetSeries(readings[at], &strands[at]);
    SetJoint(catalogue, &strands[at]);
  }
  std::sort(strands.begin(), strands.end(), [](const Strand& a, const Strand& b) { return OrderOf(a) < OrderOf(b); });
  return strands;
}

}  // namespace tendon::outcomes
