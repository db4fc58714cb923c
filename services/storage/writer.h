// The group-commit writer: one thread takes the commands that have queued up, runs them in one transaction and commits
// once; a second thread, the finisher, then calls their done(), so that the writer is already at the next batch.
// Nothing is answered before it is durable.
//
// A command that is refused (IsExpectedError, and tx.dirty() is false) leaves the batch going; what it wrote to the
// audit stays. Any other failure rolls the batch back, and every command of it is run again in a transaction of its
// own: one bad command harms no other. A failed commit is treated the same way while the store is healthy; when it is
// not, the writer is broken for good: everything accepted gets UNAVAILABLE and everything later is refused.
#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/storage/error_class.h"

namespace tendon::storage {

// What a commit made durable: the revision up to which it goes.
struct CommitInfo {
  int64_t revision = 0;
};

// Thread-safe. `Store` is ReferralStore or OutcomesStore; it is not owned and outlives the writer.
template <class Store>
class GroupCommitWriter {
 public:
  using Transaction = typename Store::Transaction;

  struct Command {
    // Decides and writes, on the writer thread. May run twice (in a batch, then alone), so it must set its results anew
    // each time, and must not commit. An exception counts as INTERNAL.
    std::function<absl::Status(Transaction&)> run;
    // Called exactly once, on the finisher thread, with what run() returned last, or UNAVAILABLE (INTERNAL for a
    // transaction that breaks the store's contract) if it could not be committed. OK means durable. Must not block and
    // must not throw.
    std::function<void(absl::Status)> done;
    // Runs in a transaction of its own that is always rolled back, its audit entries too.
    bool dry_run = false;
  };

  // The callbacks run on the finisher thread, in the order of commits; each_batch on the writer thread.
  struct Options {
    int max_queue = 20000;  // commands accepted and not yet finished: bounds memory and waiting time
    int max_batch = 256;    // commands in one transaction: bounds how long one fsync can be waited for
    std::function<void(const CommitInfo&)> on_commit;    // the revision has grown; before the batch's done()s
    std::function<void(const absl::Status&)> on_broken;  // once, with why; before the done()s of those who suffer
    std::function<void(Transaction&)>
        each_batch;  // upkeep, last in each batch's transaction (pruning); its writes commit with it
  };

  // Starts both threads.
  GroupCommitWriter(Store* store, Options options) : store_(store), options_(std::move(options)) {
    if (auto reader = store_->Read(); reader.ok()) {
      if (auto revision = (*reader)->Revision(); revision.ok()) last_committed_revision_ = *revision;
    }
    writer_ = std::thread([this] { WriteLoop(); });
    finisher_ = std::thread([this] { FinishLoop(); });
  }
  ~GroupCommitWriter() { Drain(); }
  GroupCommitWriter(const GroupCommitWriter&) = delete;
  GroupCommitWriter& operator=(const GroupCommitWriter&) = delete;

  // RESOURCE_EXHAUSTED when the queue is full, UNAVAILABLE when draining or broken. Never blocks. done() is called iff
  // this returns OK.
  absl::Status Submit(Command command) {
    std::lock_guard lock(mutex_);
    if (!broken_.ok()) return broken_;
    if (draining_) return absl::UnavailableError("The server is shutting down.");
    if (accepted_ >= options_.max_queue) return absl::ResourceExhaustedError("The write queue is full.");
    ++accepted_;
    queue_.push_back({std::move(command), absl::OkStatus()});
    if (queue_.size() == 1) queued_.notify_one();
    return absl::OkStatus();
  }

  // The revision up to which everything is durable. Already grown when on_commit and done() run.
  int64_t last_committed_revision() const { return last_committed_revision_.load(std::memory_order_acquire); }

  // Refuses new commands, finishes those accepted, ends both threads. Idempotent. Never from a callback of this writer.
  void Drain() {
    std::lock_guard drain(drain_mutex_);
    {
      std::lock_guard lock(mutex_);
      draining_ = true;
      queued_.notify_one();
    }
    if (writer_.joinable()) writer_.join();
    {
      std::lock_guard lock(finish_mutex_);
      written_all_ = true;
      finishable_.notify_one();
    }
    if (finisher_.joinable()) finisher_.join();
  }

 private:
  struct Pending {
    Command command;
    absl::Status status;
  };
  // What the finisher gets: commands whose status is final, and what to tell before.
  struct Finished {
    std::vector<Pending> commands;
    std::optional<CommitInfo> commit;
    absl::Status broken;
  };

  void WriteLoop() {
    for (std::vector<Pending> batch = Take(); !batch.empty(); batch = Take()) Write(std::move(batch));
  }

  // Waits for commands. Empty when draining and all is taken.
  std::vector<Pending> Take() {
    std::unique_lock lock(mutex_);
    queued_.wait(lock, [this] { return !queue_.empty() || draining_; });
    const size_t count = std::min(queue_.size(), static_cast<size_t>(options_.max_batch));
    const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<Pending> batch(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
    queue_.erase(queue_.begin(), end);
    return batch;
  }

  // Dry runs come after the others, so that they do not cut the batch.
  void Write(std::vector<Pending> batch) {
    const auto dry =
        std::stable_partition(batch.begin(), batch.end(), [](const Pending& p) { return !p.command.dry_run; });
    std::vector<Pending> dry_runs(std::make_move_iterator(dry), std::make_move_iterator(batch.end()));
    batch.erase(dry, batch.end());
    if (!batch.empty() && !CommitTogether(batch)) {
      for (Pending& pending : batch) CommitAlone(std::move(pending));
    }
    for (Pending& pending : dry_runs) DryRun(std::move(pending));
  }

  // False when the batch was rolled back and has to be run one by one.
  bool CommitTogether(std::vector<Pending>& batch) {
    auto transaction = Begin();
    if (!transaction.ok()) {
      for (Pending& pending : batch) pending.status = transaction.status();
      Finish({std::move(batch), std::nullopt, absl::OkStatus()});
      return true;
    }
    for (Pending& pending : batch) {
      pending.status = Run(pending.command, **transaction);
      if (!MayCommit(pending.status, **transaction)) return false;
    }
    if (options_.each_batch) options_.each_batch(**transaction);
    const auto commit = Commit(**transaction);
    if (!commit.ok()) return false;
    Finish({std::move(batch), *commit, absl::OkStatus()});
    return true;
  }

  void CommitAlone(Pending pending) {
    std::optional<CommitInfo> commit;
    auto transaction = Begin();
    pending.status = transaction.ok() ? Run(pending.command, **transaction) : transaction.status();
    if (transaction.ok() && MayCommit(pending.status, **transaction)) {
      auto committed = Commit(**transaction);
      if (committed.ok()) commit = *committed;
      if (!committed.ok()) pending.status = committed.status();
    }
    if (transaction.ok()) transaction->reset();  // rolled back before anybody is told
    if (!IsExpected(pending.status)) CheckHealth();
    std::vector<Pending> one;
    one.push_back(std::move(pending));
    Finish({std::move(one), commit, absl::OkStatus()});
  }

  void DryRun(Pending pending) {
    auto transaction = Begin();
    pending.status = transaction.ok() ? Run(pending.command, **transaction) : transaction.status();
    if (transaction.ok()) transaction->reset();
    if (!IsExpected(pending.status)) CheckHealth();
    std::vector<Pending> one;
    one.push_back(std::move(pending));
    Finish({std::move(one), std::nullopt, absl::OkStatus()});
  }

  // UNAVAILABLE when the writer is broken or the store gives no transaction.
  absl::StatusOr<std::unique_ptr<Transaction>> Begin() {
    CheckHealth();
    if (!broken_.ok()) return broken_;
    auto transaction = store_->Begin();
    if (transaction.ok()) return transaction;
    CheckHealth();
    return broken_.ok() ? absl::UnavailableError("The store is busy.") : broken_;
  }

  static absl::Status Run(const Command& command, Transaction& transaction) {
    transaction.ResetDirty();
    try {
      return command.run(transaction);
    } catch (...) {
      return absl::InternalError("The command failed.");
    }
  }

  static bool IsExpected(const absl::Status& status) { return status.ok() || IsExpectedError(status); }
  static bool MayCommit(const absl::Status& status, const Transaction& transaction) {
    return status.ok() || (IsExpectedError(status) && !transaction.dirty());
  }

  // The commit's info if the revision has grown. UNAVAILABLE or INTERNAL when nothing was made durable.
  absl::StatusOr<std::optional<CommitInfo>> Commit(Transaction& transaction) {
    const auto revision = transaction.Revision();
    const absl::Status committed = revision.ok() ? transaction.Commit() : revision.status();
    if (!committed.ok()) {
      CheckHealth();
      if (!broken_.ok()) return broken_;
      return absl::IsInternal(committed) ? committed : absl::UnavailableError("The store could not commit.");
    }
    if (*revision <= last_committed_revision()) return std::optional<CommitInfo>();
    last_committed_revision_.store(*revision, std::memory_order_release);
    return std::optional<CommitInfo>(CommitInfo{*revision});
  }

  // Breaks the writer when the store is not healthy any more. Writer thread only.
  void CheckHealth() {
    if (!broken_.ok()) return;
    const absl::Status health = store_->Healthy();
    if (health.ok()) return;
    {
      std::lock_guard lock(mutex_);
      broken_ = absl::UnavailableError("The store cannot make anything durable any more.");
    }
    Finish({{}, std::nullopt, health});
  }

  void Finish(Finished finished) {
    std::lock_guard lock(finish_mutex_);
    finished_.push_back(std::move(finished));
    finishable_.notify_one();
  }

  void FinishLoop() {
    std::unique_lock lock(finish_mutex_);
    while (true) {
      finishable_.wait(lock, [this] { return !finished_.empty() || written_all_; });
      if (finished_.empty()) return;
      Finished finished = std::move(finished_.front());
      finished_.pop_front();
      lock.unlock();
      Tell(finished);
      lock.lock();
    }
  }

  void Tell(Finished& finished) {
    if (!finished.broken.ok() && options_.on_broken) options_.on_broken(finished.broken);
    if (finished.commit.has_value() && options_.on_commit) options_.on_commit(*finished.commit);
    {
      std::lock_guard lock(mutex_);
      accepted_ -= static_cast<int>(finished.commands.size());
    }
    for (Pending& pending : finished.commands) {
      if (pending.command.done) pending.command.done(std::move(pending.status));
    }
  }

  Store* const store_;
  const Options options_;
  std::atomic<int64_t> last_committed_revision_{0};

  std::mutex mutex_;
  std::condition_variable queued_;
  std::deque<Pending> queue_;  // guarded by mutex_
  int accepted_ = 0;           // guarded by mutex_: queued, running or waiting for the finisher
  bool draining_ = false;      // guarded by mutex_
  absl::Status broken_;        // written by the writer thread under mutex_; read there without, elsewhere with

  std::mutex finish_mutex_;
  std::condition_variable finishable_;
  std::deque<Finished> finished_;  // guarded by finish_mutex_
  bool written_all_ = false;       // guarded by finish_mutex_

  std::mutex drain_mutex_;
  std::thread writer_;
  std::thread finisher_;
};

}  // namespace tendon::storage
