// What SQLite's result codes mean to Tendon. Messages hold the code, its fixed text and the statement with its
// placeholders: no values.
#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace tendon::storage::sqlite {

// UNAVAILABLE for a lock, a full disk or an I/O error, DATA_LOSS for a damaged file, INTERNAL for the rest. `what`
// names the step.
absl::Status SqliteError(int extended_code, std::string_view what);

// Whether nothing can be promised durable any more after this code on the connection that writes.
bool EndsDurability(int extended_code);

}  // namespace tendon::storage::sqlite
