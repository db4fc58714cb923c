// The digests of sessions on SQLite: their table, and the parts of SqliteOutcomesReader and SqliteOutcomesTransaction
// about them.
#include "services/storage/session_digest.h"
#include "services/storage/sqlite/outcomes_transaction.h"
#include "services/storage/sqlite/reader_list.h"

namespace tendon::storage::sqlite {
namespace {

constexpr char kScan[] =
    "SELECT id, organization, start_us, body FROM session_digests WHERE referral_id = ?1 AND episode = ?2 AND "
    "instr(readers, ?3) > 0 ORDER BY start_us, ordinal";
constexpr char kPut[] =
    "INSERT INTO session_digests (referral_id, start_us, ordinal, episode, counts, id, organization, readers, body) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
constexpr char kRemove[] = "DELETE FROM session_digests WHERE referral_id = ?1 AND start_us = ?2 AND ordinal = ?3";

}  // namespace

// Migration 3; migration 4 makes the table anew.
const char kDigestTables[] = R"sql(
CREATE TABLE session_digests (
  referral_id TEXT NOT NULL,
  episode INTEGER NOT NULL,
  start_us INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  id TEXT NOT NULL,
  organization TEXT NOT NULL,
  readers TEXT NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (referral_id, episode, start_us, ordinal)
) STRICT, WITHOUT ROWID;
)sql";

absl::Status SqliteOutcomesReader::ScanSessionDigests(const TenantScope& scope, std::string_view referral_id,
                                                      int32_t episode,
                                                      absl::FunctionRef<bool(const SessionDigest&)> take) {
  const std::string mark = ReaderMark(scope);
  Rows rows = connection().Query(kScan, referral_id, episode, mark);
  while (rows.Next()) {
    if (!take({rows.View(0), rows.View(1), rows.Int64(2), rows.View(3)})) break;
  }
  return rows.status();
}

absl::Status SqliteOutcomesTransaction::PutDigest(const SessionRow& row, std::string_view digest) {
  const auto readers = EncodeReaders(row.readers);
  if (!readers.ok()) return readers.status();
  return Write(kPut, row.referral_id, row.start_us, row.ordinal, row.episode, row.counts, row.id, row.organization,
               *readers, Blob{digest})
      .status();
}

absl::Status SqliteOutcomesTransaction::MoveDigest(const SessionRow& from, const SessionRow& to) {
  const auto removed = Write(kRemove, from.referral_id, from.start_us, from.ordinal);
  if (!removed.ok()) return removed.status();
  SessionRow present = to;
  present.ordinal = from.ordinal;
  present.organization = from.organization;
  return PutDigest(present, DigestOf(present));
}

}  // namespace tendon::storage::sqlite
