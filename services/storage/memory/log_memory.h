// The shared log in memory: its state, and the base of readers and transactions over it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/storage/log_store.h"

namespace tendon::storage::memory {

struct KeptRecord {
  std::string caller;
  std::string request_id;  // 16 bytes
  IdempotencyRecord record;
  int64_t created_us = 0;
};

struct LogState {
  int64_t revision = 0;
  std::string epoch;
  std::string secret;
  std::map<int64_t, std::string> changes;             // by revision
  std::map<std::string, std::vector<int64_t>> feeds;  // revisions; the index is the sequence - 1
  std::vector<std::string> audit;
  std::vector<KeptRecord> records;  // oldest first
};

// Gives a new state its epoch and secret.
void MakeHistory(LogState* state);

bool MayRead(const TenantScope& scope, const std::vector<std::string>& readers);

class MemoryLogReader : public virtual LogReader {
 public:
  absl::StatusOr<int64_t> Revision() override { return log().revision; }
  absl::StatusOr<std::string> Epoch() override { return log().epoch; }
  absl::StatusOr<std::string> Secret() override { return log().secret; }
  absl::StatusOr<std::vector<FeedEntry>> ListFeed(const TenantScope& scope, int64_t after, int limit) override;
  absl::StatusOr<int64_t> FeedHead(const TenantScope& scope) override;
  absl::StatusOr<int64_t> FeedTail(const TenantScope& scope) override;

 protected:
  virtual const LogState& log() const = 0;
};

class MemoryLogTransaction : public virtual LogTransaction, public virtual MemoryLogReader {
 public:
  absl::StatusOr<int64_t> NextRevision() override;
  absl::Status AppendChange(const Change& change, const std::vector<std::string>& organization_ids) override;
  absl::StatusOr<int> PruneChanges(int64_t floor, int limit) override;
  absl::Status AppendAudit(std::string_view body) override;
  absl::StatusOr<IdempotencyRecord> FindIdempotencyRecord(std::string_view caller,
                                                          std::string_view request_id) override;
  absl::Status PutIdempotencyRecord(std::string_view caller, std::string_view request_id,
                                    const IdempotencyRecord& record, int64_t now_us) override;
  absl::StatusOr<int> PruneIdempotencyRecords(int64_t before_us, int limit) override;
  bool dirty() const override { return dirty_; }
  void ResetDirty() override { dirty_ = false; }
  absl::Status Commit() override;

 protected:
  virtual LogState& mutable_log() = 0;
  // Makes the transaction's state the store's.
  virtual void Publish() = 0;
  // Marks the transaction dirty.
  absl::Status Written();

 private:
  bool dirty_ = false;
  bool committed_ = false;
  std::vector<int64_t> open_revisions_;  // taken, and without a change yet
};

}  // namespace tendon::storage::memory
