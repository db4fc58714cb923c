// The tables of the outcomes server.
#include "services/storage/sqlite/cohort_tables.h"
#include "services/storage/sqlite/schema.h"

namespace tendon::storage::sqlite {
namespace {

// sessions.conflict is 0 for a session that takes part in the uniqueness of numbers, else its ordinal, which is nobody
// else's. progress_reports.ordinal is the order of the outbox.
constexpr char kOutcomesTablesV1[] = R"sql(
CREATE TABLE sessions (
  ordinal INTEGER PRIMARY KEY,
  referral_id TEXT NOT NULL,
  id TEXT NOT NULL,
  organization TEXT NOT NULL,
  episode INTEGER NOT NULL,
  session_number INTEGER NOT NULL,
  conflict INTEGER NOT NULL,
  start_us INTEGER NOT NULL,
  version INTEGER NOT NULL,
  counts INTEGER NOT NULL,
  readers TEXT NOT NULL,
  body BLOB NOT NULL,
  UNIQUE (referral_id, id),
  UNIQUE (referral_id, organization, episode, session_number, conflict)
) STRICT;
CREATE INDEX sessions_by_start ON sessions (referral_id, start_us, ordinal, episode, counts);

CREATE TABLE session_versions (
  session INTEGER NOT NULL,
  version INTEGER NOT NULL,
  readers TEXT NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (session, version)
) STRICT;

CREATE TABLE referral_views (
  referral_id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  readers TEXT NOT NULL,
  body BLOB NOT NULL
) STRICT;

CREATE TABLE feed_cursor (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  epoch TEXT NOT NULL,
  sequence INTEGER NOT NULL
) STRICT;
INSERT INTO feed_cursor (id, epoch, sequence) VALUES (1, '', 0);

CREATE TABLE progress_reports (
  ordinal INTEGER PRIMARY KEY,
  referral_id TEXT NOT NULL,
  episode INTEGER NOT NULL,
  progress_sequence INTEGER NOT NULL,
  sessions_completed INTEGER NOT NULL,
  last_session_us INTEGER NOT NULL,
  request_id TEXT NOT NULL,
  UNIQUE (referral_id, episode)
) STRICT;
)sql";

}  // namespace

const Schema& OutcomesSchema() {
  static const Schema* const schema =
      new Schema{0x546e4f63 /* "TnOc" */,
                 "outcomes",
                 {std::string(kLogTablesV1) + kOutcomesTablesV1, kCohortTables,
                  std::string(kCohortVersionTable) + kDigestTables, kSessionTablesV4, kLookUpIndexes}};
  return *schema;
}

}  // namespace tendon::storage::sqlite
