// The outcomes server's store on SQLite.
#include <memory>
#include <utility>

#include "services/storage/sqlite/cohort_rebuild.h"
#include "services/storage/sqlite/outcomes_transaction.h"
#include "services/storage/sqlite/sqlite_store.h"
#include "services/storage/sqlite/store.h"

namespace tendon::storage {

absl::StatusOr<std::unique_ptr<OutcomesStore>> OpenSqliteOutcomesStore(const SqliteOptions& options) {
  auto database = sqlite::Database::Open(options, sqlite::OutcomesSchema());
  if (!database.ok()) return database.status();
  if (absl::Status status = sqlite::RefreshCohortRows(**database); !status.ok()) return status;
  using Store = sqlite::SqliteStore<OutcomesStore, sqlite::SqliteOutcomesReader, sqlite::SqliteOutcomesTransaction>;
  return std::make_unique<Store>(*std::move(database));
}

}  // namespace tendon::storage
