#include "services/outcomes/domain/episode.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "services/clinical/measures.h"
#include "services/outcomes/domain/session_rules.h"
#include "services/runtime/resource_name.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::outcomes {
namespace {

using clinical::v1::Observation;
using clinical::v1::OBSERVATION_PHASE_AFTER;
using clinical::v1::OBSERVATION_PHASE_BEFORE;
using clinical::v1::OBSERVATION_PHASE_DURING;

// Readings of one thing: the same measure at the same place, and for a joint the same motion and mode.
using SeriesKey = std::tuple<std::string, std::string, int, std::string, int>;

SeriesKey KeyOf(const Observation& observation) {
  return {observation.measure(), observation.body_site().region(), observation.body_site().laterality(),
          observation.motion(), observation.motion_mode()};
}

// The order of phases within one moment.
int PhaseRank(const v1::MeasurePoint& point) {
  switch (point.phase()) {
    case OBSERVATION_PHASE_BEFORE:
      return 0;
    case OBSERVATION_PHASE_DURING:
      return 1;
    case OBSERVATION_PHASE_AFTER:
      return 2;
    default:
      return 0;
  }
}

bool Earlier(const v1::MeasurePoint& a, const v1::MeasurePoint& b) {
  return std::make_pair(ToMicros(a.effective_time()), PhaseRank(a)) <
         std::make_pair(ToMicros(b.effective_time()), PhaseRank(b));
}

v1::MeasurePoint MakePoint(const v1::Session& session, const Observation& observation) {
  v1::MeasurePoint point;
  point.set_session(session.name());
  point.set_session_number(session.session_number());
  *point.mutable_effective_time() =
      observation.has_effective_time() ? observation.effective_time() : session.start_time();
  point.set_phase(observation.phase());
  point.set_value(observation.value());
  if (observation.has_standard_error()) point.set_standard_error(observation.standard_error());
  return point;
}

void DescribeMeasure(const Observation& observation, v1::MeasureSummary* summary) {
  summary->set_measure(observation.measure());
  if (observation.has_body_site()) *summary->mutable_body_site() = observation.body_site();
  summary->set_motion(observation.motion());
  const clinical::MeasureFacts* facts = clinical::FindMeasure(observation.measure());
  summary->set_unit(facts == nullptr ? observation.unit() : std::string(facts->unit));
  if (facts != nullptr) summary->set_direction(facts->direction);
}

// Before-treatment readings carry the trend; where there are none, all readings do.
std::vector<double> TrendOf(const v1::MeasureSummary& summary) {
  std::vector<double> before;
  std::vector<double> all;
  for (const v1::MeasurePoint& point : summary.points()) {
    all.push_back(point.value());
    if (point.phase() != OBSERVATION_PHASE_AFTER && point.phase() != OBSERVATION_PHASE_DURING)
      before.push_back(point.value());
  }
  return before.empty() ? all : before;
}

void FinishMeasure(v1::MeasureSummary* summary) {
  std::stable_sort(summary->mutable_points()->begin(), summary->mutable_points()->end(), Earlier);
  const std::vector<double> trend = TrendOf(*summary);
  summary->set_baseline(trend.front());
  summary->set_latest(trend.back());
  if (trend.size() > 1) {
    summary->set_change(trend.back() - trend.front());
    const clinical::MeasureFacts* facts = clinical::FindMeasure(summary->measure());
    const bool true_zero = facts != nullptr && facts->true_zero;
    if (true_zero && trend.front() != 0) summary->set_change_percent(100 * summary->change() / trend.front());
  }
  const auto [lowest, highest] = std::minmax_element(trend.begin(), trend.end());
  if (summary->direction() == v1::DIRECTION_LOWER_BETTER) summary->set_best(*lowest);
  if (summary->direction() == v1::DIRECTION_HIGHER_BETTER) summary->set_best(*highest);
}

void AddMeasures(const std::vector<v1::Session>& sessions, v1::Episode* episode) {
  std::map<SeriesKey, v1::MeasureSummary> series;
  for (const v1::Session& session : sessions) {
    for (const Observation& observation : session.observations()) {
      if (!observation.has_value()) continue;
      auto [entry, added] = series.try_emplace(KeyOf(observation));
      if (added) DescribeMeasure(observation, &entry->second);
      *entry->second.add_points() = MakePoint(session, observation);
    }
  }
  for (auto& [key, summary] : series) {
    FinishMeasure(&summary);
    *episode->add_measures() = std::move(summary);
  }
}

void DescribeReferral(const v1::ReferralView& view, int number, v1::Episode* episode) {
  episode->set_referrer(view.referrer());
  episode->set_discipline(static_cast<clinical::v1::Discipline>(view.discipline()));
  episode->set_sessions_authorized(view.sessions_authorized());
  const std::string state = referral::v1::ReferralState_Name(static_cast<referral::v1::ReferralState>(view.state()));
  episode->set_referral_state(state.substr(sizeof("REFERRAL_STATE_") - 1));
  if (number >= 1 && number <= view.assignments_size())
    episode->set_recipient(view.assignments(number - 1).recipient());
}

bool CountsInSummary(const v1::Session& session) {
  const auto& flags = session.flags();
  const auto has = [&flags](v1::SessionFlag flag) {
    return std::find(flags.begin(), flags.end(), flag) != flags.end();
  };
  return TookPlace(session) && !has(v1::SESSION_FLAG_NUMBER_CONFLICT) && !has(v1::SESSION_FLAG_NOT_RECIPIENT);
}

}  // namespace

v1::Episode SummarizeEpisode(const std::string& name, const v1::ReferralView* view, int number,
                             const std::vector<v1::Session>& sessions) {
  v1::Episode episode;
  episode.set_name(name);
  if (view != nullptr) DescribeReferral(*view, number, &episode);
  std::vector<v1::Session> took_place;
  for (const v1::Session& session : sessions) {
    if (NeedsAttention(session)) episode.set_flagged_sessions(episode.flagged_sessions() + 1);
    episode.set_progress_sequence(std::max(episode.progress_sequence(), session.revision()));
    if (!TookPlace(session)) continue;
    took_place.push_back(session);
    episode.set_adverse_events(episode.adverse_events() + session.adverse_events_size());
    if (!CountsInSummary(session)) continue;
    episode.set_sessions_completed(episode.sessions_completed() + 1);
    if (!episode.has_first_session_time()) *episode.mutable_first_session_time() = session.start_time();
    *episode.mutable_last_session_time() = session.start_time();
  }
  AddMeasures(took_place, &episode);
  return episode;
}

}  // namespace tendon::outcomes
