// The threads of referrals.
#include "services/storage/sqlite/schema.h"

namespace tendon::storage::sqlite {

// `referral` is the referral's ordinal. A thread lies together, in its order.
const char kMessageTables[] = R"sql(
CREATE TABLE messages (
  referral INTEGER NOT NULL REFERENCES referrals (ordinal),
  number INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (referral, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE message_reads (
  referral INTEGER NOT NULL REFERENCES referrals (ordinal),
  clinician TEXT NOT NULL,
  read_number INTEGER NOT NULL,
  read_us INTEGER NOT NULL,
  PRIMARY KEY (referral, clinician, read_number)
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace tendon::storage::sqlite
