// The tables that cohorts are counted from, and those of measures of one's own.
#pragma once

namespace tendon::storage::sqlite {

extern const char kCohortTables[];

}  // namespace tendon::storage::sqlite
