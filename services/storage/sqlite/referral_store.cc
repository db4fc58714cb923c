// The referral server's store on SQLite.
#include <memory>
#include <utility>

#include "services/storage/sqlite/referral_transaction.h"
#include "services/storage/sqlite/sqlite_store.h"
#include "services/storage/sqlite/store.h"

namespace tendon::storage {

absl::StatusOr<std::unique_ptr<ReferralStore>> OpenSqliteReferralStore(const SqliteOptions& options) {
  auto database = sqlite::Database::Open(options, sqlite::ReferralSchema());
  if (!database.ok()) return database.status();
  using Store = sqlite::SqliteStore<ReferralStore, sqlite::SqliteReferralReader, sqlite::SqliteReferralTransaction>;
  return std::make_unique<Store>(*std::move(database));
}

}  // namespace tendon::storage
