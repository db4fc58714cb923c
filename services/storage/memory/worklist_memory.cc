// The worklists' part of the referral store in memory.
#include <algorithm>
#include <functional>
#include <tuple>

#include "services/storage/memory/referral_memory.h"

namespace tendon::storage::memory {
namespace {

bool IsAfter(const WorkPosition& after, int64_t due_us, int64_t ordinal) {
  return std::tuple(due_us, ordinal) > std::tuple(after.due_us, after.ordinal);
}

bool IsInWorkList(const WorkQuery& query, const ReferralRow& row, const WorkEntry& entry, const std::string& id) {
  const bool of_state = query.state == 0 || row.state == query.state;
  switch (query.list) {
    case WorkList::kInbox:
      return row.recipient == id && of_state && row.ordinal > query.after.ordinal;
    case WorkList::kOutbox:
      return row.referrer == id && of_state && row.ordinal > query.after.ordinal;
    case WorkList::kUnread:
      return entry.unread == id && row.ordinal > query.after.ordinal;
    case WorkList::kTurn:
      break;
  }
  return entry.turn == id && IsAfter(query.after, entry.due_us, row.ordinal);
}

template <class Row>
void Cut(int limit, std::vector<Row>* rows) {
  if (rows->size() > static_cast<size_t>(std::max(limit, 0))) rows->resize(static_cast<size_t>(std::max(limit, 0)));
}

}  // namespace

std::vector<WorkRow> MemoryReferralReader::SeenWork(
    const TenantScope& scope, const std::function<bool(const ReferralRow&, const WorkEntry&)>& wanted) const {
  std::vector<WorkRow> rows;
  for (const auto& [id, row] : state().referrals) {
    const auto entry = state().work.find(id);
    if (entry == state().work.end() || !MayRead(scope, row.readers) || !wanted(row, entry->second)) continue;
    rows.push_back({row, entry->second.turn, entry->second.due_us});
  }
  return rows;
}

absl::StatusOr<std::vector<WorkRow>> MemoryReferralReader::ListWork(const TenantScope& scope, const WorkQuery& query) {
  if (scope.is_system()) return absl::InvalidArgumentError("The system has no worklists.");
  const std::string& id = scope.organization_id();
  if (id.empty()) return std::vector<WorkRow>();
  std::vector<WorkRow> page = SeenWork(
      scope, [&](const ReferralRow& row, const WorkEntry& entry) { return IsInWorkList(query, row, entry, id); });
  const bool by_due = query.list == WorkList::kTurn;
  std::sort(page.begin(), page.end(), [by_due](const WorkRow& a, const WorkRow& b) {
    return std::tuple(by_due ? a.due_us : 0, a.referral.ordinal) <
           std::tuple(by_due ? b.due_us : 0, b.referral.ordinal);
  });
  Cut(query.limit, &page);
  return page;
}

absl::StatusOr<std::vector<WorkRow>> MemoryReferralReader::ListOverdue(const TenantScope& scope, int64_t before_us,
                                                                       const WorkPosition& after, int limit) {
  if (scope.is_system()) return absl::InvalidArgumentError("The system has no worklists.");
  const std::string& id = scope.organization_id();
  std::vector<WorkRow> page = SeenWork(scope, [&](const ReferralRow& row, const WorkEntry& entry) {
    const bool party = entry.referrer == id || entry.recipient == id;
    return party && entry.due_us < before_us && entry.due_us != kNever && IsAfter(after, entry.due_us, row.ordinal);
  });
  MergeWork(limit, &page);
  return page;
}

absl::StatusOr<std::vector<ReferralRow>> MemoryReferralReader::ListByPatientKey(const TenantScope& scope,
                                                                                std::string_view key,
                                                                                int64_t after_ordinal, int limit) {
  std::vector<ReferralRow> page;
  for (WorkRow& row : SeenWork(scope, [&](const ReferralRow&referral, const WorkEntry&entry) {
         const auto& keys = entry.patient_keys;
         return referral.ordinal > after_ordinal && std::find(keys.begin(), keys.end(), key) != keys.end();
       })) {
    page.push_back(std::move(row.referral));
  }
  std::sort(page.begin(), page.end(), [](const ReferralRow& a, const ReferralRow& b) { return a.ordinal < b.ordinal; });
  Cut(limit, &page);
  return page;
}

absl::StatusOr<std::vector<std::string>> MemoryReferralReader::ListDueTimers(int64_t now_us, int limit) {
  std::vector<std::pair<int64_t, std::string>> due;
  for (const auto& [id, entry] : state().work) {
    if (entry.timer_us != kNever && entry.timer_us <= now_us) due.emplace_back(entry.timer_us, id);
  }
  std::stable_sort(due.begin(), due.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  Cut(limit, &due);
  std::vector<std::string> ids;
  for (auto& [timer_us, id] : due) ids.push_back(std::move(id));
  return ids;
}

absl::StatusOr<std::vector<ReferralRow>> MemoryReferralReader::ListEveryReferral(int64_t after_ordinal, int limit) {
  std::vector<ReferralRow> page;
  for (const auto& [id, row] : state().referrals) {
    if (row.ordinal > after_ordinal) page.push_back(row);
  }
  std::sort(page.begin(), page.end(), [](const ReferralRow& a, const ReferralRow& b) { return a.ordinal < b.ordinal; });
  Cut(limit, &page);
  return page;
}

absl::Status MemoryReferralTransaction::PutWork(std::string_view referral_id, const WorkEntry& entry) {
  const auto referral = GetReferral(TenantScope::System(), referral_id);
  if (!referral.ok()) return referral.status();
  mutable_state().work[std::string(referral_id)] = entry;
  return Written();
}

absl::Status MemoryReferralTransaction::SetWorklistVersion(int64_t version) {
  mutable_state().worklist_version = version;
  return Written();
}

}  // namespace tendon::storage::memory
