// The threads' part of SqliteReferralTransaction.
#include "services/storage/sqlite/referral_transaction.h"

namespace tendon::storage::sqlite {
namespace {

constexpr char kInsertMessage[] =
    "INSERT INTO messages (referral, number, body) SELECT ?1, ?2, ?3 "
    "WHERE ?2 = 1 + (SELECT ifnull(max(number), 0) FROM messages WHERE referral = ?1)";
constexpr char kPutReadMark[] =
    "INSERT INTO message_reads (referral, clinician, read_number, read_us) SELECT ?1, ?2, ?3, ?4 "
    "WHERE NOT EXISTS (SELECT 1 FROM message_reads WHERE referral = ?1 AND clinician = ?2 AND read_number >= ?3)";

}  // namespace

absl::Status SqliteReferralTransaction::InsertMessage(std::string_view referral_id, const MessageRow& row) {
  const auto referral = ReadableReferral(TenantScope::System(), referral_id);
  if (!referral.ok()) return referral.status();
  const auto inserted = Write(kInsertMessage, *referral, row.number, Blob{row.body});
  if (!inserted.ok()) return inserted.status();
  return *inserted ? absl::OkStatus() : absl::AbortedError("The thread has another length.");
}

absl::StatusOr<bool> SqliteReferralTransaction::PutReadMark(std::string_view referral_id, const ReadMarkRow& mark) {
  const auto referral = ReadableReferral(TenantScope::System(), referral_id);
  if (!referral.ok()) return referral.status();
  return Write(kPutReadMark, *referral, mark.clinician, mark.read_number, mark.read_us);
}

}  // namespace tendon::storage::sqlite
