// The cursors' part of the referral store in memory.
#include <algorithm>

#include "services/storage/memory/referral_memory.h"

namespace tendon::storage::memory {
namespace {

absl::Status NoSuchCursor() { return absl::NotFoundError("There is no such cursor."); }

}  // namespace

absl::StatusOr<CursorRow> MemoryReferralReader::GetCursor(const TenantScope& scope, std::string_view id) {
  const auto found = state().cursors.find({scope.organization_id(), std::string(id)});
  if (scope.is_system() || found == state().cursors.end()) return NoSuchCursor();
  return found->second;
}

absl::StatusOr<std::vector<CursorRow>> MemoryReferralReader::ListCursors(const TenantScope& scope, int limit) {
  std::vector<CursorRow> cursors;
  for (const auto& [key, row] : state().cursors) {
    const bool own = !scope.is_system() && key.first == scope.organization_id();
    if (own && static_cast<int>(cursors.size()) < limit) cursors.push_back(row);
  }
  return cursors;
}

absl::StatusOr<int64_t> MemoryReferralReader::RevisionMarkedBy(int64_t time_us) {
  int64_t revision = 0;
  for (const auto& [marked, when_us] : state().revision_marks) {
    if (when_us <= time_us) revision = std::max(revision, marked);
  }
  return revision;
}

absl::Status MemoryReferralTransaction::PutCursor(const TenantScope& scope, const CursorRow& row) {
  if (scope.is_system()) return absl::InvalidArgumentError("The system has no cursors.");
  mutable_state().cursors[{scope.organization_id(), row.id}] = row;
  return Written();
}

absl::Status MemoryReferralTransaction::DropCursor(const TenantScope& scope, std::string_view id) {
  if (const auto found = GetCursor(scope, id); !found.ok()) return found.status();
  mutable_state().cursors.erase({scope.organization_id(), std::string(id)});
  return Written();
}

absl::Status MemoryReferralTransaction::MarkRevision(int64_t time_us, int64_t revision) {
  mutable_state().revision_marks.emplace(revision, time_us);
  return Written();
}

absl::Status MemoryReferralTransaction::DropMarksBelow(int64_t revision) {
  auto& marks = mutable_state().revision_marks;
  marks.erase(marks.begin(), marks.lower_bound(revision));
  return Written();
}

}  // namespace tendon::storage::memory
