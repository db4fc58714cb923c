#include "services/storage/memory/log_memory.h"

#include <algorithm>
#include <iterator>
#include <random>

#include "absl/strings/escaping.h"
#include "services/storage/request_id.h"

namespace tendon::storage::memory {
namespace {

std::string RandomBytes(size_t count) {
  std::random_device random;
  std::string bytes;
  while (bytes.size() < count) bytes.push_back(static_cast<char>(random() & 0xff));
  return bytes;
}

std::vector<FeedEntry> ReadChanges(const LogState& log, int64_t after, int limit) {
  std::vector<FeedEntry> entries;
  for (auto change = log.changes.upper_bound(after);
       change != log.changes.end() && static_cast<int>(entries.size()) < limit; ++change) {
    entries.push_back({change->first, change->second});
  }
  return entries;
}

std::vector<FeedEntry> ReadFeed(const LogState& log, const std::string& organization, int64_t after, int limit) {
  std::vector<FeedEntry> entries;
  const auto feed = log.feeds.find(organization);
  if (feed == log.feeds.end()) return entries;
  const auto size = static_cast<int64_t>(feed->second.size());
  for (int64_t sequence = after + 1; sequence <= size && static_cast<int>(entries.size()) < limit; ++sequence) {
    entries.push_back({sequence, log.changes.at(feed->second[static_cast<size_t>(sequence - 1)])});
  }
  return entries;
}

}  // namespace

void MakeHistory(LogState* state) {
  state->epoch = absl::BytesToHexString(RandomBytes(16));
  state->secret = RandomBytes(32);
}

bool MayRead(const TenantScope& scope, const std::vector<std::string>& readers) {
  return scope.is_system() || std::find(readers.begin(), readers.end(), scope.organization_id()) != readers.end();
}

absl::StatusOr<std::vector<FeedEntry>> MemoryLogReader::ListFeed(const TenantScope& scope, int64_t after, int limit) {
  if (after < 0) return absl::OutOfRangeError("The feed begins at 0.");
  if (limit <= 0) return std::vector<FeedEntry>();
  if (after > *FeedHead(scope)) return absl::OutOfRangeError("The feed does not go so far.");
  if (after < *FeedTail(scope)) return absl::OutOfRangeError("The feed is not kept from there on.");
  return scope.is_system() ? ReadChanges(log(), after, limit) : ReadFeed(log(), scope.organization_id(), after, limit);
}

absl::StatusOr<int64_t> MemoryLogReader::FeedHead(const TenantScope& scope) {
  if (scope.is_system()) return log().revision;
  const auto feed = log().feeds.find(scope.organization_id());
  return feed == log().feeds.end() ? 0 : static_cast<int64_t>(feed->second.size());
}

absl::StatusOr<int64_t> MemoryLogReader::FeedTail(const TenantScope& scope) {
  if (scope.is_system()) return log().changes.empty() ? log().revision : log().changes.begin()->first - 1;
  const auto feed = log().feeds.find(scope.organization_id());
  if (feed == log().feeds.end()) return 0;
  const auto kept = std::find_if(feed->second.begin(), feed->second.end(),
                                 [this](int64_t revision) { return log().changes.contains(revision); });
  return static_cast<int64_t>(kept - feed->second.begin());
}

absl::StatusOr<int> MemoryLogTransaction::PruneChanges(int64_t floor, int limit) {
  auto& changes = mutable_log().changes;
  int pruned = 0;
  while (pruned < limit && !changes.empty() && changes.begin()->first <= floor) {
    changes.erase(changes.begin());
    ++pruned;
  }
  if (pruned > 0) dirty_ = true;
  return pruned;
}

absl::Status MemoryLogTransaction::Written() {
  dirty_ = true;
  return absl::OkStatus();
}

absl::StatusOr<int64_t> MemoryLogTransaction::NextRevision() {
  dirty_ = true;
  open_revisions_.push_back(++mutable_log().revision);
  return open_revisions_.back();
}

absl::Status MemoryLogTransaction::AppendChange(const Change& change,
                                                const std::vector<std::string>& organization_ids) {
  const auto open = std::find(open_revisions_.begin(), open_revisions_.end(), change.revision);
  if (open == open_revisions_.end()) return absl::InternalError("A change needs a revision of its own.");
  open_revisions_.erase(open);
  mutable_log().changes[change.revision] = change.body;
  for (const std::string& id : organization_ids) {
    if (id.empty()) return absl::InternalError("A feed needs an organisation.");
    std::vector<int64_t>& feed = mutable_log().feeds[id];
    if (feed.empty() || feed.back() != change.revision) feed.push_back(change.revision);
  }
  return Written();
}

absl::Status MemoryLogTransaction::AppendAudit(std::string_view body) {
  mutable_log().audit.emplace_back(body);
  return absl::OkStatus();
}

absl::StatusOr<IdempotencyRecord> MemoryLogTransaction::FindIdempotencyRecord(std::string_view caller,
                                                                              std::string_view request_id) {
  const auto packed = PackRequestId(request_id);
  if (!packed.ok()) return packed.status();
  for (const KeptRecord& kept : log().records) {
    if (kept.caller == caller && kept.request_id == *packed) return kept.record;
  }
  return absl::NotFoundError("The request id is new.");
}

absl::Status MemoryLogTransaction::PutIdempotencyRecord(std::string_view caller, std::string_view request_id,
                                                        const IdempotencyRecord& record, int64_t now_us) {
  const auto existing = FindIdempotencyRecord(caller, request_id);
  if (existing.ok()) return absl::AlreadyExistsError("The request id has been used.");
  if (!absl::IsNotFound(existing.status())) return existing.status();
  mutable_log().records.push_back({std::string(caller), *PackRequestId(request_id), record, now_us});
  return Written();
}

absl::StatusOr<int> MemoryLogTransaction::PruneIdempotencyRecords(int64_t before_us, int limit) {
  std::vector<KeptRecord>& records = mutable_log().records;
  const auto seen = std::min(records.size(), static_cast<size_t>(std::max(limit, 0)));
  const auto end = records.begin() + static_cast<std::ptrdiff_t>(seen);
  const auto kept = std::remove_if(records.begin(), end, [&](const KeptRecord& r) { return r.created_us < before_us; });
  const auto pruned = static_cast<int>(std::distance(kept, end));
  records.erase(kept, end);
  if (pruned > 0) dirty_ = true;
  return pruned;
}

absl::Status MemoryLogTransaction::Commit() {
  if (committed_) return absl::InternalError("The transaction has been committed.");
  if (!open_revisions_.empty()) return absl::InternalError("A revision was taken for which there is no change.");
  committed_ = true;
  Publish();
  return absl::OkStatus();
}

}  // namespace tendon::storage::memory
