// Migrations 4 and 5 of the outcomes server: fewer trees to change for each session that is written, and those that are
// to be looked up.
#include "services/storage/sqlite/cohort_tables.h"

namespace tendon::storage::sqlite {

// Each index in which a session falls between others is a page to write, to sync and to move out of the log, so that
// they were most of what an import cost. Ids grow with time, and so do ordinals: (id, referral_id) and (organization,
// session) are written at their end. The digests of a referral are neighbours in the order of their beginning - a
// course of 500 sessions is some 30 pages, and not 500 - so that sessions are listed and counted by them too. Digests
// and cohort_sessions are derived: RefreshCohortRows fills them.
const char kSessionTablesV4[] = R"sql(
CREATE TABLE sessions_4 (
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
  UNIQUE (id, referral_id),
  UNIQUE (referral_id, organization, episode, session_number, conflict)
) STRICT;
INSERT INTO sessions_4 SELECT ordinal, referral_id, id, organization, episode, session_number, conflict, start_us,
  version, counts, readers, body FROM sessions ORDER BY ordinal;
DROP TABLE sessions;
ALTER TABLE sessions_4 RENAME TO sessions;

DROP TABLE session_digests;
CREATE TABLE session_digests (
  referral_id TEXT NOT NULL,
  start_us INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  episode INTEGER NOT NULL,
  counts INTEGER NOT NULL,
  id TEXT NOT NULL,
  organization TEXT NOT NULL,
  readers TEXT NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (referral_id, start_us, ordinal)
) STRICT, WITHOUT ROWID;

DROP TABLE cohort_sessions;
CREATE TABLE cohort_sessions (
  organization TEXT NOT NULL,
  session INTEGER NOT NULL,
  episode INTEGER NOT NULL,
  start_us INTEGER NOT NULL,
  counts INTEGER NOT NULL,
  minutes INTEGER NOT NULL,
  techniques TEXT NOT NULL,
  regions TEXT NOT NULL,
  PRIMARY KEY (organization, session)
) STRICT, WITHOUT ROWID;
UPDATE cohort_version SET version = 0;

ALTER TABLE progress_reports ADD COLUMN bulk INTEGER NOT NULL DEFAULT 0;
CREATE INDEX progress_reports_by_bulk ON progress_reports (bulk, ordinal);
)sql";

// Of what is known well there is nothing in them, so that they cost its writes nothing.
const char kLookUpIndexes[] = R"sql(
CREATE INDEX sessions_unplaced ON sessions (referral_id) WHERE episode = 0;
CREATE INDEX referral_views_outdated ON referral_views (referral_id) WHERE version = 0;
)sql";

}  // namespace tendon::storage::sqlite
