// The index that the directory is searched by; made from the bodies of organizations and clinicians.
#include "services/storage/sqlite/schema.h"

namespace tendon::storage::sqlite {

// The lists of clinician_index are kept as reader_list.h says. Distances are searched in a band of latitudes.
const char kDirectoryIndexTables[] = R"sql(
CREATE TABLE directory_index (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO directory_index (id, version) VALUES (1, 0);

CREATE TABLE organization_index (
  id TEXT NOT NULL PRIMARY KEY,
  capacity INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE site_index (
  organization_id TEXT NOT NULL,
  id TEXT NOT NULL,
  state TEXT NOT NULL,
  postal_code TEXT NOT NULL,
  located INTEGER NOT NULL,
  latitude_deg REAL NOT NULL,
  longitude_deg REAL NOT NULL,
  PRIMARY KEY (organization_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX site_index_latitude ON site_index (latitude_deg) WHERE located = 1;

CREATE TABLE clinician_index (
  organization_id TEXT NOT NULL,
  id TEXT NOT NULL,
  disciplines INTEGER NOT NULL,
  capacity INTEGER NOT NULL,
  sites TEXT NOT NULL,
  techniques TEXT NOT NULL,
  languages TEXT NOT NULL,
  specialties TEXT NOT NULL,
  PRIMARY KEY (organization_id, id)
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace tendon::storage::sqlite
