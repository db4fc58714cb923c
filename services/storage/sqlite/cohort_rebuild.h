// Brings the rows that cohorts are counted from to what this program makes of sessions and referral views.
#pragma once

#include "absl/status/status.h"
#include "services/storage/sqlite/database.h"

namespace tendon::storage::sqlite {

// Before the store is handed out. Does nothing where they are of this version.
absl::Status RefreshCohortRows(Database& database);

}  // namespace tendon::storage::sqlite
