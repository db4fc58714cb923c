// What cohorts are counted from, in memory: taken from the sessions anew for each scan.
#include <algorithm>
#include <tuple>

#include "services/storage/cohort_extract.h"
#include "services/storage/memory/outcomes_memory.h"

namespace tendon::storage::memory {
namespace {

bool InScope(const TenantScope& scope, const std::string& organization) {
  return scope.is_system() || (!organization.empty() && scope.organization_id() == organization);
}

}  // namespace

std::vector<MemoryOutcomesReader::CountedSession> MemoryOutcomesReader::CountedSessions(
    const TenantScope& scope) const {
  std::vector<CountedSession> counted;
  for (const auto& [key, row] : state().sessions) {
    auto extracted = ExtractForCohorts(row);
    if (!extracted.has_value() || !InScope(scope, row.organization)) continue;
    const int64_t episode = state().episodes.at({row.organization, row.referral_id, row.episode});
    counted.push_back({episode, row, *std::move(extracted)});
  }
  std::sort(counted.begin(), counted.end(), [](const CountedSession& a, const CountedSession& b) {
    return std::tuple(a.episode, a.row.ordinal) < std::tuple(b.episode, b.row.ordinal);
  });
  return counted;
}

absl::Status MemoryOutcomesReader::ScanCohortEpisodes(const TenantScope& scope,
                                                      absl::FunctionRef<bool(const CohortEpisode&)> take) {
  std::map<int64_t, MemoryOutcomesEpisode> by_id;
  for (const auto& [episode, id] : state().episodes) by_id[id] = episode;
  for (const auto& [id, episode] : by_id) {
    const auto& [organization, referral_id, number] = episode;
    if (!InScope(scope, organization)) continue;
    const auto view = state().views.find(referral_id);
    const std::string_view body = view == state().views.end() ? std::string_view() : view->second.body;
    if (!take({id, organization, referral_id, number, body})) break;
  }
  return absl::OkStatus();
}

absl::Status MemoryOutcomesReader::ScanCohortSessions(const TenantScope& scope,
                                                      absl::FunctionRef<bool(const CohortSession&)> take) {
  for (const CountedSession& session : CountedSessions(scope)) {
    const ExtractedSession& extracted = session.extracted;
    if (!take({session.episode, session.row.start_us, session.row.counts, extracted.minutes, extracted.techniques,
               extracted.regions}))
      break;
  }
  return absl::OkStatus();
}

absl::Status MemoryOutcomesReader::ScanCohortReadings(
    const TenantScope& scope, std::string_view measure,
    absl::FunctionRef<bool(const ReadingSeries&, const CohortReading&)> take) {
  using Place = std::tuple<ReadingSeries, int64_t, int64_t, int64_t, int32_t>;
  std::map<Place, CohortReading> sorted;
  for (const CountedSession& session : CountedSessions(scope)) {
    for (const ExtractedReading& reading : session.extracted.readings) {
      if (!measure.empty() && reading.series.measure != measure) continue;
      sorted[{reading.series, session.episode, reading.time_us, session.row.ordinal, reading.item}] = {
          session.episode, reading.time_us, reading.phase, reading.value};
    }
  }
  for (const auto& [place, reading] : sorted) {
    if (!take(std::get<0>(place), reading)) break;
  }
  return absl::OkStatus();
}

absl::StatusOr<MeasureRow> MemoryOutcomesReader::GetMeasure(std::string_view organization, std::string_view id) {
  const auto found = state().measures.find({std::string(organization), std::string(id)});
  if (found == state().measures.end()) return absl::NotFoundError("There is no such measure.");
  return MeasureRow{found->first.first, found->first.second, found->second};
}

absl::StatusOr<std::vector<MeasureRow>> MemoryOutcomesReader::ListMeasures(std::string_view organization,
                                                                           std::string_view after, int limit) {
  std::vector<MeasureRow> page;
  for (const auto& [key, body] : state().measures) {
    if (key.first != organization || key.second <= after || static_cast<int>(page.size()) >= limit) continue;
    page.push_back({key.first, key.second, body});
  }
  return page;
}

absl::Status MemoryOutcomesTransaction::InsertMeasure(const MeasureRow& row) {
  if (!mutable_state().measures.emplace(std::pair(row.organization, row.id), row.body).second)
    return absl::AlreadyExistsError("The measure is declared.");
  return Written();
}

void MemoryOutcomesTransaction::KeepEpisode(const std::string& organization, const std::string& referral_id,
                                            int32_t episode) {
  auto& episodes = mutable_state().episodes;
  const auto next = static_cast<int64_t>(episodes.size()) + 1;
  episodes.emplace(MemoryOutcomesEpisode(organization, referral_id, episode), next);
}

}  // namespace tendon::storage::memory
