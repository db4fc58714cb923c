// The attachments' part of SqliteReferralReader.
#include "services/storage/sqlite/referral_reader.h"

namespace tendon::storage::sqlite {
namespace {

#define ATTACHMENT_COLUMNS "a.id, a.organization, a.sha256, a.complete, a.announced_us, a.body"

constexpr char kGetAttachment[] =
    "SELECT " ATTACHMENT_COLUMNS " FROM attachments AS a WHERE a.referral = ?1 AND a.id = ?2";
constexpr char kListAttachments[] =
    "SELECT " ATTACHMENT_COLUMNS
    " FROM attachments AS a WHERE a.referral = ?1 AND a.id > ?2 AND a.complete = 1 ORDER BY a.id LIMIT ?3";
constexpr char kCountAttachments[] = "SELECT count(*) FROM attachments WHERE referral = ?1";
constexpr char kListUnfinished[] = "SELECT " ATTACHMENT_COLUMNS
                                   ", r.id FROM attachments AS a CROSS JOIN referrals AS r ON r.ordinal = a.referral "
                                   "WHERE a.complete = 0 AND a.announced_us < ?1 ORDER BY a.announced_us LIMIT ?2";
constexpr char kIsUnfinished[] = "SELECT 1 FROM attachments WHERE complete = 0 AND id = ?1";
constexpr char kHasContent[] = "SELECT 1 FROM attachments WHERE complete = 1 AND sha256 = ?1 LIMIT 1";

#undef ATTACHMENT_COLUMNS

constexpr int kReferralIdColumn = 6;

AttachmentRow ReadAttachmentRow(const Rows& rows, std::string_view referral_id) {
  AttachmentRow row;
  row.referral_id = std::string(referral_id);
  row.id = rows.String(0);
  row.organization = rows.String(1);
  row.sha256 = rows.String(2);
  row.complete = rows.Int64(3) != 0;
  row.announced_us = rows.Int64(4);
  row.body = rows.String(5);
  return row;
}

absl::StatusOr<bool> HasRow(Rows rows) {
  if (rows.Next()) return true;
  return rows.status().ok() ? absl::StatusOr<bool>(false) : rows.status();
}

}  // namespace

absl::StatusOr<AttachmentRow> SqliteReferralReader::GetAttachment(const TenantScope& scope,
                                                                  std::string_view referral_id, std::string_view id) {
  const auto referral = ReadableReferral(scope, referral_id);
  if (!referral.ok()) return referral.status();
  Rows rows = connection().Query(kGetAttachment, *referral, id);
  if (!rows.Next()) return rows.status().ok() ? absl::NotFoundError("There is no such attachment.") : rows.status();
  AttachmentRow row = ReadAttachmentRow(rows, referral_id);
  const bool own = scope.is_system() || row.organization == scope.organization_id();
  if (!row.complete && !own) return absl::NotFoundError("There is no such attachment.");
  return row;
}

absl::StatusOr<std::vector<AttachmentRow>> SqliteReferralReader::ListAttachments(const TenantScope& scope,
                                                                                 std::string_view referral_id,
                                                                                 std::string_view after, int limit) {
  const auto referral = ReadableReferral(scope, referral_id);
  if (!referral.ok()) return referral.status();
  std::vector<AttachmentRow> page;
  Rows rows = connection().Query(kListAttachments, *referral, after, AtLeastZero(limit));
  while (rows.Next()) page.push_back(ReadAttachmentRow(rows, referral_id));
  if (!rows.status().ok()) return rows.status();
  return page;
}

absl::StatusOr<int64_t> SqliteReferralReader::CountAttachments(const TenantScope& scope, std::string_view referral_id) {
  const auto referral = ReadableReferral(scope, referral_id);
  if (!referral.ok()) return referral.status();
  Rows rows = connection().Query(kCountAttachments, *referral);
  if (rows.Next()) return rows.Int64(0);
  return rows.status().ok() ? absl::DataLossError("A count is missing.") : rows.status();
}

absl::StatusOr<std::vector<AttachmentRow>> SqliteReferralReader::ListUnfinishedAttachments(int64_t before_us,
                                                                                           int limit) {
  std::vector<AttachmentRow> page;
  Rows rows = connection().Query(kListUnfinished, before_us, AtLeastZero(limit));
  while (rows.Next()) page.push_back(ReadAttachmentRow(rows, rows.View(kReferralIdColumn)));
  if (!rows.status().ok()) return rows.status();
  return page;
}

absl::StatusOr<bool> SqliteReferralReader::IsUnfinished(std::string_view id) {
  return HasRow(connection().Query(kIsUnfinished, id));
}

absl::StatusOr<bool> SqliteReferralReader::HasContent(std::string_view sha256) {
  return HasRow(connection().Query(kHasContent, sha256));
}

}  // namespace tendon::storage::sqlite
