// SqliteOutcomesTransaction: the rows that cohorts are counted from, and measures of one's own.
#include "services/storage/cohort_extract.h"
#include "services/storage/sqlite/outcomes_transaction.h"

namespace tendon::storage::sqlite {
namespace {

constexpr char kFindCohortEpisode[] =
    "SELECT id FROM cohort_episodes WHERE organization = ?1 AND referral_id = ?2 AND episode = ?3";
constexpr char kInsertCohortEpisode[] =
    "INSERT INTO cohort_episodes (organization, referral_id, episode) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
constexpr char kFindSeries[] =
    "SELECT id FROM reading_series WHERE organization = ?1 AND measure = ?2 AND region = ?3 AND laterality = ?4 AND "
    "motion = ?5 AND motion_mode = ?6";
constexpr char kInsertSeries[] =
    "INSERT INTO reading_series (organization, measure, region, laterality, motion, motion_mode) VALUES (?1, ?2, ?3, "
    "?4, ?5, ?6)";
constexpr char kInsertCohortSession[] =
    "INSERT INTO cohort_sessions (organization, session, episode, start_us, counts, minutes, techniques, regions) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
constexpr char kInsertReading[] =
    "INSERT INTO readings (series, episode, time_us, session, item, phase, value) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
constexpr char kRemoveCohortSession[] = "DELETE FROM cohort_sessions WHERE organization = ?1 AND session = ?2";
constexpr char kRemoveReading[] =
    "DELETE FROM readings WHERE series = ?1 AND episode = ?2 AND time_us = ?3 AND session = ?4 AND item = ?5";
constexpr char kInsertMeasure[] =
    "INSERT INTO measure_definitions (organization, id, body) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";

}  // namespace

absl::StatusOr<int64_t> SqliteOutcomesTransaction::EpisodeId(const std::string& organization,
                                                             const std::string& referral_id, int32_t episode) {
  {
    Rows rows = connection().Query(kFindCohortEpisode, organization, referral_id, episode);
    if (rows.Next()) return rows.Int64(0);
    if (!rows.status().ok()) return rows.status();
  }
  const auto inserted = Write(kInsertCohortEpisode, organization, referral_id, episode);
  if (!inserted.ok()) return inserted.status();
  return sqlite3_last_insert_rowid(connection().handle());
}

absl::StatusOr<int64_t> SqliteOutcomesTransaction::SeriesId(const ReadingSeries& series) {
  const auto known = series_ids_.find(series);
  if (known != series_ids_.end()) return known->second;
  {
    Rows rows = connection().Query(kFindSeries, series.organization, series.measure, series.region, series.laterality,
                                   series.motion, series.motion_mode);
    if (rows.Next()) return series_ids_[series] = rows.Int64(0);
    if (!rows.status().ok()) return rows.status();
  }
  const auto inserted = Write(kInsertSeries, series.organization, series.measure, series.region, series.laterality,
                              series.motion, series.motion_mode);
  if (!inserted.ok()) return inserted.status();
  return series_ids_[series] = sqlite3_last_insert_rowid(connection().handle());
}

absl::Status SqliteOutcomesTransaction::AddToCohorts(const SessionRow& row,
                                                     const std::optional<ExtractedSession>& extracted) {
  if (!extracted.has_value()) return absl::OkStatus();
  const auto episode = EpisodeId(row.organization, row.referral_id, row.episode);
  if (!episode.ok()) return episode.status();
  const auto session = Write(kInsertCohortSession, row.organization, row.ordinal, *episode, row.start_us, row.counts,
                             extracted->minutes, extracted->techniques, extracted->regions);
  if (!session.ok()) return session.status();
  for (const ExtractedReading& reading : extracted->readings) {
    const auto series = SeriesId(reading.series);
    if (!series.ok()) return series.status();
    const auto inserted = Write(kInsertReading, *series, *episode, reading.time_us, row.ordinal, reading.item,
                                reading.phase, reading.value);
    if (!inserted.ok()) return inserted.status();
  }
  return absl::OkStatus();
}

absl::Status SqliteOutcomesTransaction::RemoveFromCohorts(const SessionRow& row) {
  const auto extracted = ExtractForCohorts(row);
  if (!extracted.has_value()) return absl::OkStatus();
  const auto episode = EpisodeId(row.organization, row.referral_id, row.episode);
  if (!episode.ok()) return episode.status();
  const auto session = Write(kRemoveCohortSession, row.organization, row.ordinal);
  if (!session.ok()) return session.status();
  for (const ExtractedReading& reading : extracted->readings) {
    const auto series = SeriesId(reading.series);
    if (!series.ok()) return series.status();
    const auto removed = Write(kRemoveReading, *series, *episode, reading.time_us, row.ordinal, reading.item);
    if (!removed.ok()) return removed.status();
  }
  return absl::OkStatus();
}

absl::Status SqliteOutcomesTransaction::MoveInCohorts(const SessionRow& from, const SessionRow& to) {
  SessionRow present = to;
  present.ordinal = from.ordinal;
  present.organization = from.organization;
  const auto extracted = ExtractForCohorts(present);
  // Flags and readers change more often than what was read.
  const bool same_place = from.episode == to.episode && from.counts == to.counts && from.start_us == to.start_us;
  if (same_place && ExtractForCohorts(from) == extracted) return absl::OkStatus();
  if (absl::Status status = RemoveFromCohorts(from); !status.ok()) return status;
  return AddToCohorts(present, extracted);
}

absl::Status SqliteOutcomesTransaction::AddEpisodes(const ReferralViewRow& row) {
  for (const auto& [organization, episode] : EpisodesOf(row)) {
    const auto id = EpisodeId(organization, row.referral_id, episode);
    if (!id.ok()) return id.status();
  }
  return absl::OkStatus();
}

absl::Status SqliteOutcomesTransaction::InsertMeasure(const MeasureRow& row) {
  const auto inserted = Write(kInsertMeasure, row.organization, row.id, Blob{row.body});
  if (!inserted.ok()) return inserted.status();
  return *inserted ? absl::OkStatus() : absl::AlreadyExistsError("The measure is declared.");
}

}  // namespace tendon::storage::sqlite
