// The organisations that may see a row, as one text column: "\nriver-clinic\nelm-street\n". SQL checks it with
// instr(readers, Mark(id)).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/storage/tenant_scope.h"

namespace tendon::storage::sqlite {

// INTERNAL for an id that is empty or has a line break: the callers validate ids.
absl::StatusOr<std::string> EncodeReaders(const std::vector<std::string>& readers);
std::vector<std::string> DecodeReaders(std::string_view encoded);

// What instr() looks for; in every list for the system, in none for what is not an id.
std::string ReaderMark(const TenantScope& scope);
bool MayRead(const TenantScope& scope, std::string_view encoded);

}  // namespace tendon::storage::sqlite
