// The referrals' part of SqliteReferralTransaction.
#include "services/storage/sqlite/referral_transaction.h"

#include "services/storage/sqlite/reader_list.h"

namespace tendon::storage::sqlite {
namespace {

constexpr char kInsertReferral[] =
    "INSERT INTO referrals (ordinal, id, version, state, referrer, recipient, readers, sessions_completed, "
    "last_session_us, "
    "progress_sequence, body, details) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) "
    "ON CONFLICT DO NOTHING";
// The next two are run with the new version.
constexpr char kKeepReferralVersion[] =
    "INSERT INTO referral_versions (referral, version, state, recipient, readers, body, details) "
    "SELECT ordinal, version, state, recipient, readers, body, details FROM referrals WHERE id = ?1 AND version = ?2 - "
    "1";
constexpr char kUpdateReferral[] =
    "UPDATE referrals SET version = ?2, state = ?3, recipient = ?4, readers = ?5, body = ?6, details = ?7 WHERE id = "
    "?1 AND version "
    "= ?2 - 1";
constexpr char kUpdateProgress[] =
    "UPDATE referrals SET sessions_completed = ?2, last_session_us = ?3, progress_sequence = ?4 "
    "WHERE id = ?1 AND progress_sequence < ?4";

constexpr char kResetProgress[] =
    "UPDATE referrals SET sessions_completed = 0, last_session_us = 0, progress_sequence = 0 WHERE id = ?1";
constexpr char kDropDuplicateKeys[] =
    "DELETE FROM duplicate_keys WHERE referral = (SELECT ordinal FROM referrals WHERE id = ?1)";
constexpr char kPutDuplicateKey[] =
    "INSERT INTO duplicate_keys (key, referral) SELECT ?2, ordinal FROM referrals WHERE id = ?1 ON CONFLICT DO NOTHING";

absl::Status InsertResult(const absl::StatusOr<bool>& inserted, const char* taken) {
  if (!inserted.ok()) return inserted.status();
  return *inserted ? absl::OkStatus() : absl::AlreadyExistsError(taken);
}

}  // namespace

absl::Status SqliteReferralTransaction::InsertReferral(const ReferralRow& row) {
  if (row.version != 1 || row.ordinal <= 0) return absl::InternalError("A new referral has version 1 and an ordinal.");
  const auto readers = EncodeReaders(row.readers);
  if (!readers.ok()) return readers.status();
  const auto inserted = Write(kInsertReferral, row.ordinal, row.id, row.version, row.state, row.referrer, row.recipient,
                              *readers, row.progress.sessions_completed, row.progress.last_session_us,
                              row.progress.progress_sequence, Blob{row.body}, Blob{row.details});
  if (inserted.ok() && *inserted) {
    inserted_id_ = row.id;
    inserted_ordinal_ = row.ordinal;
  }
  return InsertResult(inserted, "The referral id is taken.");
}

absl::StatusOr<int64_t> SqliteReferralTransaction::OrdinalOf(std::string_view referral_id) {
  if (inserted_ordinal_ != 0 && referral_id == inserted_id_) return inserted_ordinal_;
  return ReadableReferral(TenantScope::System(), referral_id);
}

absl::Status SqliteReferralTransaction::UpdateReferral(const ReferralRow& row) {
  const auto readers = EncodeReaders(row.readers);
  if (!readers.ok()) return readers.status();
  const auto kept = Write(kKeepReferralVersion, row.id, row.version);
  if (!kept.ok()) return kept.status();
  if (!*kept) {
    const auto present = GetReferral(TenantScope::System(), row.id);
    return present.ok() ? absl::AbortedError("The referral has another version.") : present.status();
  }
  return Write(kUpdateReferral, row.id, row.version, row.state, row.recipient, *readers, Blob{row.body},
               Blob{row.details})
      .status();
}

absl::StatusOr<bool> SqliteReferralTransaction::UpdateProgress(std::string_view id, const ProgressColumns& progress) {
  const auto updated =
      Write(kUpdateProgress, id, progress.sessions_completed, progress.last_session_us, progress.progress_sequence);
  if (!updated.ok() || *updated) return updated;
  if (auto present = GetReferral(TenantScope::System(), id); !present.ok()) return present.status();
  return false;
}

absl::Status SqliteReferralTransaction::ResetProgress(std::string_view id) {
  const auto updated = Write(kResetProgress, id);
  if (!updated.ok()) return updated.status();
  return *updated ? absl::OkStatus() : absl::NotFoundError("There is no such referral.");
}

absl::Status SqliteReferralTransaction::PutDuplicateKeys(std::string_view id, const std::vector<std::string>& keys) {
  if (auto present = GetReferral(TenantScope::System(), id); !present.ok()) return present.status();
  if (const auto dropped = Write(kDropDuplicateKeys, id); !dropped.ok()) return dropped.status();
  for (const std::string& key : keys) {
    if (const auto put = Write(kPutDuplicateKey, id, key); !put.ok()) return put.status();
  }
  return absl::OkStatus();
}

}  // namespace tendon::storage::sqlite
