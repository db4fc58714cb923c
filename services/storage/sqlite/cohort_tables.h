// The tables that cohorts are counted from, and those of measures of one's own.
#pragma once

namespace tendon::storage::sqlite {

extern const char kCohortTables[];
// The version of the program's rows that the tables hold; 0 before they were made by a program that says one.
extern const char kCohortVersionTable[];
// digest_rows.cc
extern const char kDigestTables[];
// session_tables.cc
extern const char kSessionTablesV4[];
extern const char kLookUpIndexes[];

}  // namespace tendon::storage::sqlite
