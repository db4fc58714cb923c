// The attachments' part of the referral store in memory.
#include <algorithm>

#include "services/storage/memory/referral_memory.h"

namespace tendon::storage::memory {

absl::StatusOr<AttachmentRow> MemoryReferralReader::GetAttachment(const TenantScope& scope,
                                                                  std::string_view referral_id, std::string_view id) {
  if (const auto referral = GetReferral(scope, referral_id); !referral.ok()) return referral.status();
  const auto found = state().attachments.find({std::string(referral_id), std::string(id)});
  const bool seen = found != state().attachments.end() && (found->second.complete || scope.is_system() ||
                                                           found->second.organization == scope.organization_id());
  if (!seen) return absl::NotFoundError("There is no such attachment.");
  return found->second;
}

absl::StatusOr<std::vector<AttachmentRow>> MemoryReferralReader::ListAttachments(const TenantScope& scope,
                                                                                 std::string_view referral_id,
                                                                                 std::string_view after, int limit) {
  if (const auto referral = GetReferral(scope, referral_id); !referral.ok()) return referral.status();
  std::vector<AttachmentRow> page;
  const auto& all = state().attachments;
  for (auto row = all.upper_bound({std::string(referral_id), std::string(after)});
       row != all.end() && row->first.first == referral_id && static_cast<int>(page.size()) < limit; ++row) {
    if (row->second.complete) page.push_back(row->second);
  }
  return page;
}

absl::StatusOr<int64_t> MemoryReferralReader::CountAttachments(const TenantScope& scope, std::string_view referral_id) {
  if (const auto referral = GetReferral(scope, referral_id); !referral.ok()) return referral.status();
  return std::count_if(state().attachments.begin(), state().attachments.end(),
                       [&](const auto& entry) { return entry.first.first == referral_id; });
}

absl::StatusOr<std::vector<AttachmentRow>> MemoryReferralReader::ListUnfinishedAttachments(int64_t before_us,
                                                                                           int limit) {
  std::vector<AttachmentRow> page;
  for (const auto& [key, row] : state().attachments) {
    if (!row.complete && row.announced_us < before_us) page.push_back(row);
  }
  std::stable_sort(page.begin(), page.end(),
                   [](const AttachmentRow& a, const AttachmentRow& b) { return a.announced_us < b.announced_us; });
  page.resize(std::min(page.size(), static_cast<size_t>(std::max(limit, 0))));
  return page;
}

absl::StatusOr<bool> MemoryReferralReader::IsUnfinished(std::string_view id) {
  const auto& all = state().attachments;
  return std::any_of(all.begin(), all.end(),
                     [&](const auto& entry) { return entry.second.id == id && !entry.second.complete; });
}

absl::StatusOr<bool> MemoryReferralReader::HasContent(std::string_view sha256) {
  const auto& all = state().attachments;
  return std::any_of(all.begin(), all.end(),
                     [&](const auto& entry) { return entry.second.sha256 == sha256 && entry.second.complete; });
}

absl::Status MemoryReferralTransaction::InsertAttachment(const AttachmentRow& row) {
  const auto referral = GetReferral(TenantScope::System(), row.referral_id);
  if (!referral.ok()) return referral.status();
  if (!mutable_state().attachments.emplace(std::pair(row.referral_id, row.id), row).second) {
    return absl::AlreadyExistsError("The attachment id is taken.");
  }
  return Written();
}

absl::Status MemoryReferralTransaction::CompleteAttachment(std::string_view referral_id, std::string_view id,
                                                           std::string_view body) {
  const auto present = GetAttachment(TenantScope::System(), referral_id, id);
  if (!present.ok()) return present.status();
  if (present->complete) return absl::AbortedError("The attachment is complete.");
  AttachmentRow& row = mutable_state().attachments.at({std::string(referral_id), std::string(id)});
  row.complete = true;
  row.body = std::string(body);
  return Written();
}

absl::Status MemoryReferralTransaction::DropUnfinishedAttachment(std::string_view referral_id, std::string_view id) {
  const auto present = GetAttachment(TenantScope::System(), referral_id, id);
  if (!present.ok()) return present.status();
  if (present->complete) return absl::NotFoundError("There is no such unfinished attachment.");
  mutable_state().attachments.erase({std::string(referral_id), std::string(id)});
  return Written();
}

}  // namespace tendon::storage::memory
