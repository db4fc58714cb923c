// The tables of each server as numbered migrations, forward only: migration N brings a database of version N - 1
// (user_version) to N. A released migration is never changed; a change of the tables is a new one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/storage/sqlite/connection.h"

namespace tendon::storage::sqlite {

struct Schema {
  int32_t application_id;  // in the file's header: tells the servers' databases apart
  const char* server;      // for messages
  std::vector<std::string> migrations;
};

// What both servers have: counter, changes, feeds, audit, idempotency.
extern const char kLogTablesV1[];
// Later migrations of the referral server, each in a file of its own.
extern const char kDirectoryIndexTables[];
extern const char kMessageTables[];
extern const char kAttachmentTables[];
extern const char kCursorTables[];
extern const char kWorklistTables[];

const Schema& ReferralSchema();
const Schema& OutcomesSchema();

// Whether this program may open the database; reads only. FAILED_PRECONDITION when it is not a database, of another
// program or server, or of a newer version.
absl::Status CheckSchema(Connection& connection, const Schema& schema);

// Runs the migrations that are missing, each in a transaction of its own.
absl::Status Migrate(Connection& connection, const Schema& schema);

}  // namespace tendon::storage::sqlite
