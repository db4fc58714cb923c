// The attachments' part of SqliteReferralTransaction.
#include "services/storage/sqlite/referral_transaction.h"

namespace tendon::storage::sqlite {
namespace {

constexpr char kInsertAttachment[] =
    "INSERT INTO attachments (referral, id, organization, sha256, complete, announced_us, body) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING";
constexpr char kCompleteAttachment[] =
    "UPDATE attachments SET complete = 1, body = ?3 WHERE referral = ?1 AND id = ?2 AND complete = 0";
constexpr char kDropUnfinished[] = "DELETE FROM attachments WHERE referral = ?1 AND id = ?2 AND complete = 0";

}  // namespace

absl::Status SqliteReferralTransaction::InsertAttachment(const AttachmentRow& row) {
  const auto referral = ReadableReferral(TenantScope::System(), row.referral_id);
  if (!referral.ok()) return referral.status();
  const auto inserted = Write(kInsertAttachment, *referral, row.id, row.organization, row.sha256, row.complete,
                              row.announced_us, Blob{row.body});
  if (!inserted.ok()) return inserted.status();
  return *inserted ? absl::OkStatus() : absl::AlreadyExistsError("The attachment id is taken.");
}

absl::Status SqliteReferralTransaction::CompleteAttachment(std::string_view referral_id, std::string_view id,
                                                           std::string_view body) {
  const auto referral = ReadableReferral(TenantScope::System(), referral_id);
  if (!referral.ok()) return referral.status();
  const auto completed = Write(kCompleteAttachment, *referral, id, Blob{body});
  if (!completed.ok()) return completed.status();
  if (*completed) return absl::OkStatus();
  const auto present = GetAttachment(TenantScope::System(), referral_id, id);
  return present.ok() ? absl::AbortedError("The attachment is complete.") : present.status();
}

absl::Status SqliteReferralTransaction::DropUnfinishedAttachment(std::string_view referral_id, std::string_view id) {
  const auto referral = ReadableReferral(TenantScope::System(), referral_id);
  if (!referral.ok()) return referral.status();
  const auto dropped = Write(kDropUnfinished, *referral, id);
  if (!dropped.ok()) return dropped.status();
  return *dropped ? absl::OkStatus() : absl::NotFoundError("There is no such unfinished attachment.");
}

}  // namespace tendon::storage::sqlite
