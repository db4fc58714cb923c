// The sessions' part of SqliteOutcomesTransaction.
#include <google/protobuf/arena.h>

#include "services/storage/sqlite/outcomes_transaction.h"
#include "services/storage/sqlite/reader_list.h"

namespace tendon::storage::sqlite {
namespace {

constexpr char kFindByNumber[] = "SELECT " TENDON_SESSION_COLUMNS
                                 " FROM sessions WHERE referral_id = ?1 AND organization = ?2 AND episode = ?3 AND "
                                 "session_number = ?4 AND conflict = 0";
constexpr char kLastNumber[] =
    "SELECT max(ifnull((SELECT max(session_number) FROM sessions WHERE referral_id = ?1 AND organization = ?2 AND "
    "episode = ?3), 0), ifnull((SELECT max(session_number) FROM sessions WHERE referral_id = ?1 AND organization = ?2 "
    "AND episode = 0), 0))";
constexpr char kInsertSession[] =
    "INSERT INTO sessions (ordinal, referral_id, id, organization, episode, session_number, conflict, start_us, "
    "version, counts, readers, "
    "body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, CASE WHEN ?7 THEN ?1 ELSE 0 END, ?8, ?9, ?10, ?11, ?12) ON CONFLICT DO "
    "NOTHING";
constexpr char kReplaceSession[] =
    "UPDATE OR IGNORE sessions SET episode = ?3, session_number = ?4, conflict = CASE WHEN ?5 THEN ordinal ELSE 0 END, "
    "start_us = ?6, "
    "version = ?7, counts = ?8, readers = ?9, body = ?10 WHERE referral_id = ?1 AND id = ?2";
constexpr char kKeepSessionVersion[] =
    "INSERT INTO session_versions (session, version, readers, body) VALUES (?1, ?2, ?3, ?4)";
constexpr char kCount[] =
    "SELECT count(*), max(start_us) FROM session_digests WHERE referral_id = ?1 AND episode = ?2 AND counts = 1";

absl::Status NumberTaken() { return absl::AlreadyExistsError("The session id or number is taken."); }

}  // namespace

absl::StatusOr<SessionRow> SqliteOutcomesTransaction::FindSessionByNumber(std::string_view referral_id,
                                                                          std::string_view organization,
                                                                          int32_t episode, int32_t session_number) {
  Rows rows = connection().Query(kFindByNumber, referral_id, organization, episode, session_number);
  if (rows.Next()) return ReadSession(rows);
  return rows.status().ok() ? absl::NotFoundError("The session number is free.") : rows.status();
}

absl::StatusOr<int32_t> SqliteOutcomesTransaction::LastSessionNumber(std::string_view referral_id,
                                                                     std::string_view organization, int32_t episode) {
  Rows rows = connection().Query(kLastNumber, referral_id, organization, episode);
  if (rows.Next()) return rows.Int32(0);
  return rows.status().ok() ? 0 : absl::StatusOr<int32_t>(rows.status());
}

absl::Status SqliteOutcomesTransaction::InsertSession(const SessionRow& row) {
  if (row.version != 1 || row.ordinal <= 0) return absl::InternalError("A new session has version 1 and an ordinal.");
  const auto readers = EncodeReaders(row.readers);
  if (!readers.ok()) return readers.status();
  const auto inserted =
      Write(kInsertSession, row.ordinal, row.referral_id, row.id, row.organization, row.episode, row.session_number,
            !row.takes_number(), row.start_us, row.version, row.counts, *readers, Blob{row.body});
  if (!inserted.ok()) return inserted.status();
  if (!*inserted) return NumberTaken();
  return Derive(row);
}

absl::Status SqliteOutcomesTransaction::Derive(const SessionRow& row) {
  google::protobuf::Arena arena;
  auto* session = google::protobuf::Arena::CreateMessage<outcomes::v1::Session>(&arena);
  const bool is_session = session->ParseFromString(row.body);
  if (auto status = PutDigest(row, is_session ? DigestOf(*session) : row.body); !status.ok()) return status;
  return AddToCohorts(row, is_session ? ExtractForCohorts(row, *session) : std::nullopt);
}

absl::Status SqliteOutcomesTransaction::UpdateSession(const SessionRow& row) {
  const auto present = PresentSession(row, row.version - 1);
  if (!present.ok()) return present.status();
  if (auto status = ReplaceSession(row); !status.ok()) return status;
  if (auto status = MoveDigest(*present, row); !status.ok()) return status;
  if (auto status = MoveInCohorts(*present, row); !status.ok()) return status;
  const auto readers = EncodeReaders(present->readers);
  if (!readers.ok()) return readers.status();
  return Write(kKeepSessionVersion, present->ordinal, present->version, *readers, Blob{present->body}).status();
}

absl::Status SqliteOutcomesTransaction::ReviseSession(const SessionRow& row) {
  const auto present = PresentSession(row, row.version);
  if (!present.ok()) return present.status();
  if (auto status = ReplaceSession(row); !status.ok()) return status;
  if (auto status = MoveDigest(*present, row); !status.ok()) return status;
  return MoveInCohorts(*present, row);
}

absl::StatusOr<SessionRow> SqliteOutcomesTransaction::PresentSession(const SessionRow& row, int64_t version) {
  auto present = GetSession(TenantScope::System(), row.referral_id, row.id);
  if (present.ok() && present->version != version) return absl::AbortedError("The session has another version.");
  return present;
}

absl::Status SqliteOutcomesTransaction::ReplaceSession(const SessionRow& row) {
  const auto readers = EncodeReaders(row.readers);
  if (!readers.ok()) return readers.status();
  const auto replaced = Write(kReplaceSession, row.referral_id, row.id, row.episode, row.session_number,
                              !row.takes_number(), row.start_us, row.version, row.counts, *readers, Blob{row.body});
  if (!replaced.ok()) return replaced.status();
  return *replaced ? absl::OkStatus() : NumberTaken();
}

absl::StatusOr<OutcomesTransaction::Count> SqliteOutcomesTransaction::CountSessions(std::string_view referral_id,
                                                                                    int32_t episode) {
  Rows rows = connection().Query(kCount, referral_id, episode);
  if (rows.Next()) return Count{rows.Int32(0), rows.Int64(1)};
  return rows.status().ok() ? absl::InternalError("A count has no row.") : rows.status();
}

}  // namespace tendon::storage::sqlite
