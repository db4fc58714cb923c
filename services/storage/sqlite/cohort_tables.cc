#include "services/storage/sqlite/cohort_tables.h"

namespace tendon::storage::sqlite {

// readings lies in the order in which a cohort reads it: a query over a million of them is one walk. What a reading is
// of stands once in reading_series.
const char kCohortTables[] = R"sql(
CREATE TABLE cohort_episodes (
  id INTEGER PRIMARY KEY,
  organization TEXT NOT NULL,
  referral_id TEXT NOT NULL,
  episode INTEGER NOT NULL,
  UNIQUE (organization, referral_id, episode)
) STRICT;
CREATE INDEX cohort_episodes_by_id ON cohort_episodes (organization, id);

CREATE TABLE cohort_sessions (
  episode INTEGER NOT NULL,
  session INTEGER NOT NULL,
  start_us INTEGER NOT NULL,
  counts INTEGER NOT NULL,
  minutes INTEGER NOT NULL,
  techniques TEXT NOT NULL,
  regions TEXT NOT NULL,
  PRIMARY KEY (episode, session)
) STRICT, WITHOUT ROWID;

CREATE TABLE reading_series (
  id INTEGER PRIMARY KEY,
  organization TEXT NOT NULL,
  measure TEXT NOT NULL,
  region TEXT NOT NULL,
  laterality INTEGER NOT NULL,
  motion TEXT NOT NULL,
  motion_mode INTEGER NOT NULL,
  UNIQUE (organization, measure, region, laterality, motion, motion_mode)
) STRICT;

CREATE TABLE readings (
  series INTEGER NOT NULL,
  episode INTEGER NOT NULL,
  time_us INTEGER NOT NULL,
  session INTEGER NOT NULL,
  item INTEGER NOT NULL,
  phase INTEGER NOT NULL,
  value REAL NOT NULL,
  PRIMARY KEY (series, episode, time_us, session, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE measure_definitions (
  organization TEXT NOT NULL,
  id TEXT NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (organization, id)
) STRICT;
)sql";

const char kCohortVersionTable[] = R"sql(
CREATE TABLE cohort_version (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO cohort_version (id, version) VALUES (1, 0);
)sql";

}  // namespace tendon::storage::sqlite
