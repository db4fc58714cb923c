// The threads' part of SqliteReferralReader.
#include "services/storage/sqlite/reader_list.h"
#include "services/storage/sqlite/referral_reader.h"

namespace tendon::storage::sqlite {
namespace {

constexpr char kFindReferral[] = "SELECT ordinal, readers FROM referrals WHERE id = ?1";
constexpr char kGetMessage[] = "SELECT number, body FROM messages WHERE referral = ?1 AND number = ?2";
constexpr char kListMessages[] =
    "SELECT number, body FROM messages WHERE referral = ?1 AND number > ?2 ORDER BY number LIMIT ?3";
constexpr char kLastMessageNumber[] = "SELECT ifnull(max(number), 0) FROM messages WHERE referral = ?1";
constexpr char kListReadMarks[] =
    "SELECT clinician, read_number, read_us FROM message_reads WHERE referral = ?1 ORDER BY clinician, read_number";

}  // namespace

absl::StatusOr<int64_t> SqliteReferralReader::ReadableReferral(const TenantScope& scope, std::string_view id) {
  Rows rows = connection().Query(kFindReferral, id);
  if (rows.Next() && MayRead(scope, rows.View(1))) return rows.Int64(0);
  return rows.status().ok() ? absl::NotFoundError("There is no such referral.") : rows.status();
}

absl::StatusOr<MessageRow> SqliteReferralReader::GetMessage(const TenantScope& scope, std::string_view referral_id,
                                                            int64_t number) {
  const auto referral = ReadableReferral(scope, referral_id);
  if (!referral.ok()) return referral.status();
  Rows rows = connection().Query(kGetMessage, *referral, number);
  if (rows.Next()) return MessageRow{rows.Int64(0), rows.String(1)};
  return rows.status().ok() ? absl::NotFoundError("There is no such message.") : rows.status();
}

absl::StatusOr<std::vector<MessageRow>> SqliteReferralReader::ListMessages(const TenantScope& scope,
                                                                           std::string_view referral_id, int64_t after,
                                                                           int limit) {
  const auto referral = ReadableReferral(scope, referral_id);
  if (!referral.ok()) return referral.status();
  std::vector<MessageRow> page;
  Rows rows = connection().Query(kListMessages, *referral, after, AtLeastZero(limit));
  while (rows.Next()) page.push_back({rows.Int64(0), rows.String(1)});
  if (!rows.status().ok()) return rows.status();
  return page;
}

absl::StatusOr<int64_t> SqliteReferralReader::LastMessageNumber(const TenantScope& scope,
                                                                std::string_view referral_id) {
  const auto referral = ReadableReferral(scope, referral_id);
  if (!referral.ok()) return referral.status();
  Rows rows = connection().Query(kLastMessageNumber, *referral);
  if (rows.Next()) return rows.Int64(0);
  return rows.status().ok() ? absl::DataLossError("A maximum is missing.") : rows.status();
}

absl::StatusOr<std::vector<ReadMarkRow>> SqliteReferralReader::ListReadMarks(const TenantScope& scope,
                                                                             std::string_view referral_id) {
  const auto referral = ReadableReferral(scope, referral_id);
  if (!referral.ok()) return referral.status();
  std::vector<ReadMarkRow> marks;
  Rows rows = connection().Query(kListReadMarks, *referral);
  while (rows.Next()) marks.push_back({rows.String(0), rows.Int64(1), rows.Int64(2)});
  if (!rows.status().ok()) return rows.status();
  return marks;
}

}  // namespace tendon::storage::sqlite
