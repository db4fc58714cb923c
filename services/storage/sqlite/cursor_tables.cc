// Named places in feeds.
#include "services/storage/sqlite/schema.h"

namespace tendon::storage::sqlite {

// revision_marks says which revision the store had when: how retention finds what is old, without a time in each
// change.
const char kCursorTables[] = R"sql(
CREATE TABLE feed_cursors (
  organization TEXT NOT NULL,
  id TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  epoch TEXT NOT NULL,
  acknowledged_us INTEGER NOT NULL,
  PRIMARY KEY (organization, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE revision_marks (
  revision INTEGER PRIMARY KEY,
  time_us INTEGER NOT NULL
) STRICT;
)sql";

}  // namespace tendon::storage::sqlite
