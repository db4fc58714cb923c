// The tables of the referral server.
#include "services/storage/sqlite/schema.h"

namespace tendon::storage::sqlite {
namespace {

// referrals.ordinal is the revision of creation, so the table lies in the order of lists, and every index below ends in
// it. referrals.readers: see reader_list.h. A draft has no recipient and is in no inbox.
constexpr char kReferralTablesV1[] = R"sql(
CREATE TABLE organizations (
  id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE clinicians (
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (organization_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE referrals (
  ordinal INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  state INTEGER NOT NULL,
  referrer TEXT NOT NULL,
  recipient TEXT NOT NULL,
  readers TEXT NOT NULL,
  sessions_completed INTEGER NOT NULL,
  last_session_us INTEGER NOT NULL,
  progress_sequence INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX referrals_outbox ON referrals (referrer);
CREATE INDEX referrals_outbox_state ON referrals (referrer, state);
CREATE INDEX referrals_inbox ON referrals (recipient) WHERE recipient <> '';
CREATE INDEX referrals_inbox_state ON referrals (recipient, state) WHERE recipient <> '';

CREATE TABLE referral_versions (
  referral INTEGER NOT NULL,
  version INTEGER NOT NULL,
  state INTEGER NOT NULL,
  recipient TEXT NOT NULL,
  readers TEXT NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (referral, version)
) STRICT;
)sql";

// A referral with what is kept beside it, and the fingerprints of open referrals by which a duplicate is known.
constexpr char kLifecycleTables[] = R"sql(
ALTER TABLE referrals ADD COLUMN details BLOB NOT NULL DEFAULT x'';
ALTER TABLE referral_versions ADD COLUMN details BLOB NOT NULL DEFAULT x'';

CREATE TABLE duplicate_keys (
  key TEXT NOT NULL,
  referral INTEGER NOT NULL,
  PRIMARY KEY (key, referral)
) STRICT, WITHOUT ROWID;
CREATE INDEX duplicate_keys_referral ON duplicate_keys (referral);
)sql";

}  // namespace

const Schema& ReferralSchema() {
  static const Schema* const schema = new Schema{0x546e5266 /* "TnRf" */,
                                                 "referral",
                                                 {
                                                     std::string(kLogTablesV1) + kReferralTablesV1,
                                                     kLifecycleTables,
                                                     kDirectoryIndexTables,
                                                     kMessageTables,
                                                     kAttachmentTables,
                                                     kCursorTables,
                                                     kWorklistTables,
                                                 }};
  return *schema;
}

}  // namespace tendon::storage::sqlite
