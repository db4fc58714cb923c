// The threads' part of the referral store in memory.
#include <algorithm>

#include "services/storage/memory/referral_memory.h"

namespace tendon::storage::memory {

absl::StatusOr<MessageRow> MemoryReferralReader::GetMessage(const TenantScope& scope, std::string_view referral_id,
                                                            int64_t number) {
  if (const auto referral = GetReferral(scope, referral_id); !referral.ok()) return referral.status();
  const auto thread = state().threads.find(std::string(referral_id));
  const bool found =
      thread != state().threads.end() && number >= 1 && number <= static_cast<int64_t>(thread->second.messages.size());
  if (!found) return absl::NotFoundError("There is no such message.");
  return thread->second.messages[static_cast<size_t>(number - 1)];
}

absl::StatusOr<std::vector<MessageRow>> MemoryReferralReader::ListMessages(const TenantScope& scope,
                                                                           std::string_view referral_id, int64_t after,
                                                                           int limit) {
  const auto last = LastMessageNumber(scope, referral_id);
  if (!last.ok()) return last.status();
  std::vector<MessageRow> page;
  for (int64_t number = std::max<int64_t>(after, 0) + 1; number <= *last && static_cast<int>(page.size()) < limit;
       ++number) {
    page.push_back(*GetMessage(scope, referral_id, number));
  }
  return page;
}

absl::StatusOr<int64_t> MemoryReferralReader::LastMessageNumber(const TenantScope& scope,
                                                                std::string_view referral_id) {
  if (const auto referral = GetReferral(scope, referral_id); !referral.ok()) return referral.status();
  const auto thread = state().threads.find(std::string(referral_id));
  return thread == state().threads.end() ? 0 : static_cast<int64_t>(thread->second.messages.size());
}

absl::StatusOr<std::vector<ReadMarkRow>> MemoryReferralReader::ListReadMarks(const TenantScope& scope,
                                                                             std::string_view referral_id) {
  if (const auto referral = GetReferral(scope, referral_id); !referral.ok()) return referral.status();
  std::vector<ReadMarkRow> marks;
  const auto thread = state().threads.find(std::string(referral_id));
  if (thread == state().threads.end()) return marks;
  for (const auto& [key, read_us] : thread->second.marks) marks.push_back({key.first, key.second, read_us});
  return marks;
}

absl::Status MemoryReferralTransaction::InsertMessage(std::string_view referral_id, const MessageRow& row) {
  const auto last = LastMessageNumber(TenantScope::System(), referral_id);
  if (!last.ok()) return last.status();
  if (row.number != *last + 1) return absl::AbortedError("The thread has another length.");
  mutable_state().threads[std::string(referral_id)].messages.push_back(row);
  return Written();
}

absl::StatusOr<bool> MemoryReferralTransaction::PutReadMark(std::string_view referral_id, const ReadMarkRow& mark) {
  const auto referral = GetReferral(TenantScope::System(), referral_id);
  if (!referral.ok()) return referral.status();
  auto& marks = mutable_state().threads[std::string(referral_id)].marks;
  const auto present = marks.lower_bound({mark.clinician, mark.read_number});
  if (present != marks.end() && present->first.first == mark.clinician) return false;
  marks[{mark.clinician, mark.read_number}] = mark.read_us;
  Written().IgnoreError();
  return true;
}

}  // namespace tendon::storage::memory
