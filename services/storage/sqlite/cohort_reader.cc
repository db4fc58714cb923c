#include "services/storage/sqlite/cohort_reader.h"

#include <utility>

namespace tendon::storage::sqlite {
namespace {

constexpr char kEpisodesOfAll[] =
    "SELECT e.id, e.organization, e.referral_id, e.episode, v.body FROM cohort_episodes e "
    "LEFT JOIN referral_views v ON v.referral_id = e.referral_id ORDER BY e.id";
constexpr char kEpisodesOfOne[] =
    "SELECT e.id, e.organization, e.referral_id, e.episode, v.body FROM cohort_episodes e "
    "INDEXED BY cohort_episodes_by_id LEFT JOIN referral_views v ON v.referral_id = e.referral_id "
    "WHERE e.organization = ?1 ORDER BY e.id";
constexpr char kSessionsOfAll[] = "SELECT episode, start_us, counts, minutes, techniques, regions FROM cohort_sessions";
constexpr char kSessionsOfOne[] =
    "SELECT episode, start_us, counts, minutes, techniques, regions FROM cohort_sessions WHERE organization = ?1";
constexpr char kSeries[] =
    "SELECT id, organization, measure, region, laterality, motion, motion_mode FROM reading_series "
    "WHERE (?1 = '' OR organization = ?1) AND (?2 = '' OR measure = ?2) ORDER BY organization, measure, id";
constexpr char kReadings[] =
    "SELECT episode, time_us, phase, value FROM readings WHERE series = ?1 ORDER BY episode, time_us, session, item";
constexpr char kGetMeasure[] =
    "SELECT organization, id, body FROM measure_definitions WHERE organization = ?1 AND id = ?2";
constexpr char kListMeasures[] =
    "SELECT organization, id, body FROM measure_definitions WHERE organization = ?1 AND id > ?2 ORDER BY id LIMIT ?3";

// What no organisation is called: nothing of it is found.
const std::string& OrganizationIn(const TenantScope& scope) {
  static const std::string nobody = "\n";
  return scope.organization_id().empty() ? nobody : scope.organization_id();
}

}  // namespace

absl::Status SqliteCohortReader::ScanCohortEpisodes(const TenantScope& scope,
                                                    absl::FunctionRef<bool(const CohortEpisode&)> take) {
  const auto scan = [&take](Rows& rows) {
    while (rows.Next()) {
      if (!take({rows.Int64(0), rows.View(1), rows.View(2), rows.Int32(3), rows.View(4)})) break;
    }
    return rows.status();
  };
  if (scope.is_system()) {
    Rows rows = connection().Query(kEpisodesOfAll);
    return scan(rows);
  }
  Rows rows = connection().Query(kEpisodesOfOne, OrganizationIn(scope));
  return scan(rows);
}

absl::Status SqliteCohortReader::ScanCohortSessions(const TenantScope& scope,
                                                    absl::FunctionRef<bool(const CohortSession&)> take) {
  const auto scan = [&take](Rows& rows) {
    while (rows.Next()) {
      if (!take({rows.Int64(0), rows.Int64(1), rows.Int32(2) != 0, rows.Int32(3), rows.View(4), rows.View(5)})) break;
    }
    return rows.status();
  };
  if (scope.is_system()) {
    Rows rows = connection().Query(kSessionsOfAll);
    return scan(rows);
  }
  Rows rows = connection().Query(kSessionsOfOne, OrganizationIn(scope));
  return scan(rows);
}

absl::Status SqliteCohortReader::ScanCohortReadings(
    const TenantScope& scope, std::string_view measure,
    absl::FunctionRef<bool(const ReadingSeries&, const CohortReading&)> take) {
  std::vector<std::pair<int64_t, ReadingSeries>> all;
  {
    const std::string organization = scope.is_system() ? "" : OrganizationIn(scope);
    Rows rows = connection().Query(kSeries, organization, measure);
    while (rows.Next()) {
      all.push_back({rows.Int64(0),
                     {rows.String(1), rows.String(2), rows.String(3), rows.Int32(4), rows.String(5), rows.Int32(6)}});
    }
    if (!rows.status().ok()) return rows.status();
  }
  for (const auto& [id, series] : all) {
    Rows rows = connection().Query(kReadings, id);
    while (rows.Next()) {
      if (!take(series, {rows.Int64(0), rows.Int64(1), rows.Int32(2), rows.Double(3)})) return absl::OkStatus();
    }
    if (!rows.status().ok()) return rows.status();
  }
  return absl::OkStatus();
}

absl::StatusOr<MeasureRow> SqliteCohortReader::GetMeasure(std::string_view organization, std::string_view id) {
  Rows rows = connection().Query(kGetMeasure, organization, id);
  if (rows.Next()) return MeasureRow{rows.String(0), rows.String(1), rows.String(2)};
  return rows.status().ok() ? absl::NotFoundError("There is no such measure.") : rows.status();
}

absl::StatusOr<std::vector<MeasureRow>> SqliteCohortReader::ListMeasures(std::string_view organization,
                                                                         std::string_view after, int limit) {
  Rows rows = connection().Query(kListMeasures, organization, after, AtLeastZero(limit));
  std::vector<MeasureRow> page;
  while (rows.Next()) page.push_back({rows.String(0), rows.String(1), rows.String(2)});
  if (!rows.status().ok()) return rows.status();
  return page;
}

}  // namespace tendon::storage::sqlite
