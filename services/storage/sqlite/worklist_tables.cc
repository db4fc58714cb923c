// The lists that people work by, and the timers.
#include "services/storage/sqlite/schema.h"

namespace tendon::storage::sqlite {

// `referral` is the referral's ordinal. No time is the largest number. Inbox and outbox are indexes of referrals
// itself.
const char kWorklistTables[] = R"sql(
CREATE TABLE worklist_version (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO worklist_version (id, version) VALUES (1, 0);

CREATE TABLE work (
  referral INTEGER PRIMARY KEY REFERENCES referrals (ordinal),
  referrer TEXT NOT NULL,
  recipient TEXT NOT NULL,
  turn TEXT NOT NULL,
  unread TEXT NOT NULL,
  due_us INTEGER NOT NULL,
  timer_us INTEGER NOT NULL
) STRICT;
CREATE INDEX work_turn ON work (turn, due_us) WHERE turn <> '';
CREATE INDEX work_unread ON work (unread) WHERE unread <> '';
CREATE INDEX work_due_referrer ON work (referrer, due_us) WHERE due_us < 9223372036854775807;
CREATE INDEX work_due_recipient ON work (recipient, due_us) WHERE recipient <> '' AND due_us < 9223372036854775807;
CREATE INDEX work_timer ON work (timer_us) WHERE timer_us < 9223372036854775807;

CREATE TABLE patient_keys (
  key TEXT NOT NULL,
  referral INTEGER NOT NULL,
  PRIMARY KEY (key, referral)
) STRICT, WITHOUT ROWID;
CREATE INDEX patient_keys_referral ON patient_keys (referral);
)sql";

}  // namespace tendon::storage::sqlite
