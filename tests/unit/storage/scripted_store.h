// A store for the writer's tests: "writes" are numbers, and every commit is recorded. Commits and begins fail on
// demand.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tendon::storage {

class ScriptedStore {
 public:
  // One number written is one revision.
  class Transaction {
   public:
    Transaction(ScriptedStore* store, int64_t revision) : store_(store), revision_(revision) {}
    void Write(int number) {
      numbers_.push_back(number);
      dirty_ = true;
    }
    void AppendAudit(const std::string& entry) { audit_.push_back(entry); }
    absl::StatusOr<int64_t> Revision() { return revision_ + static_cast<int64_t>(numbers_.size()); }
    bool dirty() const { return dirty_; }
    void ResetDirty() { dirty_ = false; }
    absl::Status Commit() { return store_->Take(*this); }

   private:
    friend class ScriptedStore;
    ScriptedStore* const store_;
    const int64_t revision_;
    std::vector<int> numbers_;
    std::vector<std::string> audit_;
    bool dirty_ = false;
  };
  using Reader = Transaction;

  absl::StatusOr<std::unique_ptr<Reader>> Read() { return std::make_unique<Transaction>(this, revision()); }
  absl::StatusOr<std::unique_ptr<Transaction>> Begin() {
    std::lock_guard lock(mutex_);
    if (!begin_error_.ok()) return begin_error_;
    return std::make_unique<Transaction>(this, revision_);
  }
  absl::Status Healthy() const {
    std::lock_guard lock(mutex_);
    return health_;
  }

  // Runs before each commit; an error makes it fail.
  void BeforeCommit(std::function<absl::Status()> hook) {
    std::lock_guard lock(mutex_);
    before_commit_ = std::move(hook);
  }
  void FailBegin(absl::Status error) {
    std::lock_guard lock(mutex_);
    begin_error_ = std::move(error);
  }
  void Break(absl::Status why) {
    std::lock_guard lock(mutex_);
    health_ = std::move(why);
  }

  // The numbers of each commit that wrote any.
  std::vector<std::vector<int>> commits() const {
    std::lock_guard lock(mutex_);
    return commits_;
  }
  std::vector<std::string> audit() const {
    std::lock_guard lock(mutex_);
    return audit_;
  }
  int64_t revision() const {
    std::lock_guard lock(mutex_);
    return revision_;
  }

 private:
  absl::Status Take(Transaction& transaction) {
    std::function<absl::Status()> hook;
    {
      std::lock_guard lock(mutex_);
      hook = before_commit_;
    }
    if (hook) {
      if (absl::Status status = hook(); !status.ok()) return status;
    }
    std::lock_guard lock(mutex_);
    revision_ += static_cast<int64_t>(transaction.numbers_.size());
    if (!transaction.numbers_.empty()) commits_.push_back(transaction.numbers_);
    audit_.insert(audit_.end(), transaction.audit_.begin(), transaction.audit_.end());
    return absl::OkStatus();
  }

  mutable std::mutex mutex_;
  int64_t revision_ = 0;
  std::vector<std::vector<int>> commits_;
  std::vector<std::string> audit_;
  std::function<absl::Status()> before_commit_;
  absl::Status begin_error_;
  absl::Status health_;
};

}  // namespace tendon::storage
