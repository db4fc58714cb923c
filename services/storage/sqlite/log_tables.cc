// The tables that both servers have.
#include "services/storage/sqlite/schema.h"

namespace tendon::storage::sqlite {

// feed is an index into changes: an event of two organisations is stored once. Pruning it must leave each
// organisation's last entry, which the next sequence number is counted from. idempotency.ordinal is the order of time,
// by which it is pruned.
const char kLogTablesV1[] = R"sql(
CREATE TABLE meta (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  epoch TEXT NOT NULL,
  secret BLOB NOT NULL
) STRICT;

CREATE TABLE counter (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  revision INTEGER NOT NULL
) STRICT;
INSERT INTO counter (id, revision) VALUES (1, 0);

CREATE TABLE changes (
  revision INTEGER PRIMARY KEY,
  body BLOB NOT NULL
) STRICT;

CREATE TABLE feed (
  organization TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  PRIMARY KEY (organization, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  ordinal INTEGER PRIMARY KEY,
  body BLOB NOT NULL
) STRICT;

CREATE TABLE idempotency (
  ordinal INTEGER PRIMARY KEY,
  caller TEXT NOT NULL,
  request_id BLOB NOT NULL,
  digest BLOB NOT NULL,
  response BLOB NOT NULL,
  revision INTEGER NOT NULL,
  created_us INTEGER NOT NULL,
  UNIQUE (caller, request_id)
) STRICT;
)sql";

}  // namespace tendon::storage::sqlite
