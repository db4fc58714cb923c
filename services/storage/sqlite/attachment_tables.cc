// What is known of attachments.
#include "services/storage/sqlite/schema.h"

namespace tendon::storage::sqlite {

// `referral` is the referral's ordinal. The second index finds what no attachment names any more.
const char kAttachmentTables[] = R"sql(
CREATE TABLE attachments (
  referral INTEGER NOT NULL REFERENCES referrals (ordinal),
  id TEXT NOT NULL,
  organization TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  complete INTEGER NOT NULL,
  announced_us INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (referral, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachments_unfinished ON attachments (announced_us) WHERE complete = 0;
CREATE INDEX attachments_content ON attachments (sha256) WHERE complete = 1;
)sql";

}  // namespace tendon::storage::sqlite
