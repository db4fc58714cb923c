// The worklists' part of SqliteReferralTransaction.
#include <algorithm>

#include "services/storage/sqlite/referral_transaction.h"

namespace tendon::storage::sqlite {
namespace {

constexpr char kPutWork[] =
    "INSERT INTO work (referral, referrer, recipient, turn, unread, due_us, timer_us) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET referrer = excluded.referrer, "
    "recipient = excluded.recipient, turn = excluded.turn, unread = excluded.unread, due_us = excluded.due_us, "
    "timer_us = excluded.timer_us";
constexpr char kPatientKeysOf[] = "SELECT key FROM patient_keys WHERE referral = ?1 ORDER BY key";
constexpr char kDropPatientKeys[] = "DELETE FROM patient_keys WHERE referral = ?1";
constexpr char kPutPatientKey[] = "INSERT INTO patient_keys (key, referral) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
constexpr char kSetWorklistVersion[] = "UPDATE worklist_version SET version = ?1 WHERE id = 1";

}  // namespace

absl::Status SqliteReferralTransaction::PutWork(std::string_view referral_id, const WorkEntry& entry) {
  const auto referral = ReadableReferral(TenantScope::System(), referral_id);
  if (!referral.ok()) return referral.status();
  const auto put = Write(kPutWork, *referral, entry.referrer, entry.recipient, entry.turn, entry.unread, entry.due_us,
                         entry.timer_us);
  return put.ok() ? PutPatientKeys(*referral, entry.patient_keys) : put.status();
}

// They hardly ever change.
absl::Status SqliteReferralTransaction::PutPatientKeys(int64_t referral, std::vector<std::string> keys) {
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  std::vector<std::string> present;
  {
    Rows rows = connection().Query(kPatientKeysOf, referral);
    while (rows.Next()) present.push_back(rows.String(0));
    if (!rows.status().ok()) return rows.status();
  }
  if (present == keys) return absl::OkStatus();
  if (const auto dropped = Write(kDropPatientKeys, referral); !dropped.ok()) return dropped.status();
  for (const std::string& key : keys) {
    if (const auto put = Write(kPutPatientKey, key, referral); !put.ok()) return put.status();
  }
  return absl::OkStatus();
}

absl::Status SqliteReferralTransaction::SetWorklistVersion(int64_t version) {
  return Write(kSetWorklistVersion, version).status();
}

}  // namespace tendon::storage::sqlite
