// Writes the shared log on SQLite; the base of both transactions.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "services/storage/log_store.h"
#include "services/storage/sqlite/log_reader.h"

namespace tendon::storage::sqlite {

class SqliteLogTransaction : public virtual LogTransaction, public virtual SqliteLogReader {
 public:
  // `revision` is the counter's value, read in this transaction.
  explicit SqliteLogTransaction(int64_t revision) : stored_revision_(revision), revision_(revision) {}

  absl::StatusOr<int64_t> Revision() override { return revision_; }
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
  // Runs a statement that changes one row or none. True if it changed one; that makes the transaction dirty.
  template <class... Values>
  absl::StatusOr<bool> Write(const char* sql, const Values&... values) {
    const auto changed = connection().Execute(sql, values...);
    if (!changed.ok()) return changed.status();
    if (*changed > 0) dirty_ = true;
    return *changed > 0;
  }

 private:
  absl::Status PruneFeeds(int64_t last, int64_t count);
  absl::StatusOr<int64_t> NextSequence(const std::string& organization);

  const int64_t stored_revision_;
  int64_t revision_;
  std::vector<int64_t> open_revisions_;                  // taken, and without a change yet
  std::unordered_map<std::string, int64_t> feed_heads_;  // as this transaction has left them
  bool dirty_ = false;
};

}  // namespace tendon::storage::sqlite
