// The worklists' part of SqliteReferralTransaction.
#include <algorithm>

#include "services/storage/sqlite/referral_transaction.h"

namespace tendon::storage::sqlite {
namespace {

constexpr char kInsertWork[] =
    "INSERT INTO work (referral, referrer, recipient, turn, unread, due_us, timer_us) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING";
constexpr char kUpdateWork[] =
    "UPDATE work SET referrer = ?2, recipient = ?3, turn = ?4, unread = ?5, due_us = ?6, timer_us = ?7 "
    "WHERE referral = ?1";
constexpr char kPatientKeysOf[] = "SELECT key FROM patient_keys WHERE referral = ?1 ORDER BY key";
constexpr char kDropPatientKeys[] = "DELETE FROM patient_keys WHERE referral = ?1";
constexpr char kPutPatientKey[] = "INSERT INTO patient_keys (key, referral) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
constexpr char kSetWorklistVersion[] = "UPDATE worklist_version SET version = ?1 WHERE id = 1";

}  // namespace

// A new referral's entry is written without a look at what was there before.
absl::Status SqliteReferralTransaction::PutWork(std::string_view referral_id, const WorkEntry& entry) {
  const auto referral = OrdinalOf(referral_id);
  if (!referral.ok()) return referral.status();
  const auto inserted = PutWorkRow(kInsertWork, *referral, entry);
  if (!inserted.ok()) return inserted.status();
  std::vector<std::string> keys = entry.patient_keys;
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  if (*inserted) return InsertPatientKeys(*referral, keys);
  const auto updated = PutWorkRow(kUpdateWork, *referral, entry);
  return updated.ok() ? ReplacePatientKeys(*referral, keys) : updated.status();
}

absl::StatusOr<bool> SqliteReferralTransaction::PutWorkRow(const char* sql, int64_t referral, const WorkEntry& entry) {
  return Write(sql, referral, entry.referrer, entry.recipient, entry.turn, entry.unread, entry.due_us, entry.timer_us);
}

absl::Status SqliteReferralTransaction::InsertPatientKeys(int64_t referral, const std::vector<std::string>& keys) {
  for (const std::string& key : keys) {
    if (const auto put = Write(kPutPatientKey, key, referral); !put.ok()) return put.status();
  }
  return absl::OkStatus();
}

// They hardly ever change. Sorted, each once.
absl::Status SqliteReferralTransaction::ReplacePatientKeys(int64_t referral, const std::vector<std::string>& keys) {
  std::vector<std::string> present;
  {
    Rows rows = connection().Query(kPatientKeysOf, referral);
    while (rows.Next()) present.push_back(rows.String(0));
    if (!rows.status().ok()) return rows.status();
  }
  if (present == keys) return absl::OkStatus();
  const auto dropped = Write(kDropPatientKeys, referral);
  return dropped.ok() ? InsertPatientKeys(referral, keys) : dropped.status();
}

absl::Status SqliteReferralTransaction::SetWorklistVersion(int64_t version) {
  return Write(kSetWorklistVersion, version).status();
}

}  // namespace tendon::storage::sqlite
