// Reads what cohorts are counted from, and measures of one's own, on SQLite.
#pragma once

#include <string_view>
#include <vector>

#include "services/storage/cohort_store.h"
#include "services/storage/measure_store.h"
#include "services/storage/sqlite/log_reader.h"

namespace tendon::storage::sqlite {

class SqliteCohortReader : public virtual CohortReader, public virtual MeasureReader, public virtual SqliteLogReader {
 public:
  absl::Status ScanCohortEpisodes(const TenantScope& scope,
                                  absl::FunctionRef<bool(const CohortEpisode&)> take) override;
  absl::Status ScanCohortSessions(const TenantScope& scope,
                                  absl::FunctionRef<bool(const CohortSession&)> take) override;
  absl::Status ScanCohortReadings(const TenantScope& scope, std::string_view measure,
                                  absl::FunctionRef<bool(const ReadingSeries&, const CohortReading&)> take) override;
  absl::StatusOr<MeasureRow> GetMeasure(std::string_view organization, std::string_view id) override;
  absl::StatusOr<std::vector<MeasureRow>> ListMeasures(std::string_view organization, std::string_view after,
                                                       int limit) override;
};

}  // namespace tendon::storage::sqlite
