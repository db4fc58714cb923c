#include "services/storage/memory/referral_memory.h"

#include <algorithm>
#include <memory>

#include "services/storage/memory/memory_store.h"
#include "services/storage/memory/store.h"

namespace tendon::storage::memory {
namespace {

absl::Status NoSuchReferral() { return absl::NotFoundError("There is no such referral."); }

bool InBox(const ReferralRow& row, const std::string& organization, const BoxQuery& query) {
  if (query.state != 0 && row.state != query.state) return false;
  if (query.before_ordinal != 0 && row.ordinal >= query.before_ordinal) return false;
  return !organization.empty() && (query.box == Box::kInbox ? row.recipient : row.referrer) == organization;
}

}  // namespace

absl::StatusOr<ReferralRow> MemoryReferralReader::GetReferral(const TenantScope& scope, std::string_view id) {
  const auto found = state().referrals.find(std::string(id));
  if (found == state().referrals.end() || !MayRead(scope, found->second.readers)) return NoSuchReferral();
  return found->second;
}

absl::StatusOr<ReferralRow> MemoryReferralReader::GetReferralVersion(const TenantScope& scope, std::string_view id,
                                                                     int64_t version) {
  const auto present = GetReferral(scope, id);
  if (!present.ok() || present->version == version) return present;
  const auto found = state().versions.find({std::string(id), version});
  if (found == state().versions.end() || !MayRead(scope, found->second.readers)) return NoSuchReferral();
  ReferralRow row = found->second;
  row.progress = present->progress;
  return row;
}

absl::StatusOr<std::string> MemoryReferralReader::FindByDuplicateKey(std::string_view key) {
  const auto& keys = state().duplicate_keys;
  const auto found = keys.lower_bound({std::string(key), 0});
  if (found == keys.end() || found->first.first != key) return NoSuchReferral();
  return found->second;
}

absl::StatusOr<std::vector<ReferralRow>> MemoryReferralReader::ListReferrals(const TenantScope& scope,
                                                                             const BoxQuery& query) {
  if (scope.is_system()) return absl::InvalidArgumentError("The system has no inbox and no outbox.");
  std::vector<ReferralRow> page;
  for (const auto& [id, row] : state().referrals) {
    if (InBox(row, scope.organization_id(), query) && MayRead(scope, row.readers)) page.push_back(row);
  }
  for (ReferralRow& row : page) row.details.clear();
  std::sort(page.begin(), page.end(), [](const ReferralRow& a, const ReferralRow& b) { return a.ordinal > b.ordinal; });
  page.resize(std::min(page.size(), static_cast<size_t>(std::max(query.limit, 0))));
  return page;
}

absl::Status MemoryReferralTransaction::InsertReferral(const ReferralRow& row) {
  if (row.version != 1 || row.ordinal <= 0) return absl::InternalError("A new referral has version 1 and an ordinal.");
  if (!mutable_state().referrals.emplace(row.id, row).second) {
    return absl::AlreadyExistsError("The referral id is taken.");
  }
  return Written();
}

absl::Status MemoryReferralTransaction::UpdateReferral(const ReferralRow& row) {
  const auto found = mutable_state().referrals.find(row.id);
  if (found == mutable_state().referrals.end()) return NoSuchReferral();
  ReferralRow& present = found->second;
  if (present.version != row.version - 1) return absl::AbortedError("The referral has another version.");
  mutable_state().versions[{present.id, present.version}] = present;
  present.version = row.version;
  present.state = row.state;
  present.recipient = row.recipient;
  present.readers = row.readers;
  present.body = row.body;
  present.details = row.details;
  return Written();
}

absl::StatusOr<bool> MemoryReferralTransaction::UpdateProgress(std::string_view id, const ProgressColumns& progress) {
  const auto found = mutable_state().referrals.find(std::string(id));
  if (found == mutable_state().referrals.end()) return NoSuchReferral();
  if (progress.progress_sequence <= found->second.progress.progress_sequence) return false;
  found->second.progress = progress;
  Written().IgnoreError();
  return true;
}

absl::Status MemoryReferralTransaction::ResetProgress(std::string_view id) {
  const auto found = mutable_state().referrals.find(std::string(id));
  if (found == mutable_state().referrals.end()) return NoSuchReferral();
  found->second.progress = {};
  return Written();
}

absl::Status MemoryReferralTransaction::PutDuplicateKeys(std::string_view id, const std::vector<std::string>& keys) {
  const auto found = mutable_state().referrals.find(std::string(id));
  if (found == mutable_state().referrals.end()) return NoSuchReferral();
  std::erase_if(mutable_state().duplicate_keys, [id](const auto& entry) { return entry.second == id; });
  for (const std::string& key : keys) {
    mutable_state().duplicate_keys[{key, found->second.ordinal}] = std::string(id);
  }
  return Written();
}

}  // namespace tendon::storage::memory

namespace tendon::storage {

std::unique_ptr<ReferralStore> MakeMemoryReferralStore() {
  return std::make_unique<memory::MemoryStore<ReferralStore, memory::ReferralState, memory::MemoryReferralReader,
                                              memory::MemoryReferralTransaction>>();
}

}  // namespace tendon::storage
