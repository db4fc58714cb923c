// Either store in memory: the present state behind a mutex, readers that hold one, and one transaction at a time that
// works on a copy.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/storage/memory/log_memory.h"

namespace tendon::storage::memory {

// The states of one store. Thread-safe. Shared with its readers and transactions.
template <class State>
class States {
 public:
  States() {
    State state;
    MakeHistory(&state);
    present_ = std::make_shared<const State>(std::move(state));
  }

  std::shared_ptr<const State> present() const {
    std::lock_guard lock(mutex_);
    return present_;
  }
  void Replace(State state) {
    std::lock_guard lock(mutex_);
    present_ = std::make_shared<const State>(std::move(state));
  }
  // Waits until nobody writes.
  void Lock() {
    std::unique_lock lock(mutex_);
    unlocked_.wait(lock, [this] { return !locked_; });
    locked_ = true;
  }
  void Unlock() {
    std::lock_guard lock(mutex_);
    locked_ = false;
    unlocked_.notify_one();
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable unlocked_;
  bool locked_ = false;                   // guarded by mutex_
  std::shared_ptr<const State> present_;  // guarded by mutex_
};

// `Base` implements the contract's reader over state().
template <class Base, class State>
class Snapshot final : public Base {
 public:
  explicit Snapshot(std::shared_ptr<const State> state) : state_(std::move(state)) {}

 protected:
  const LogState& log() const override { return *state_; }
  const State& state() const override { return *state_; }

 private:
  const std::shared_ptr<const State> state_;
};

// `Base` implements the contract's transaction over mutable_state().
template <class Base, class State>
class WorkingCopy final : public Base {
 public:
  // `states` is locked, and unlocked when this is destroyed.
  explicit WorkingCopy(States<State>* states) : states_(states), state_(*states->present()) {}
  ~WorkingCopy() override { states_->Unlock(); }

 protected:
  const LogState& log() const override { return state_; }
  LogState& mutable_log() override { return state_; }
  const State& state() const override { return state_; }
  State& mutable_state() override { return state_; }
  void Publish() override { states_->Replace(state_); }

 private:
  States<State>* const states_;
  State state_;
};

// `Store` is the contract; `Reader` and `Transaction` its implementations over `State`.
template <class Store, class State, class Reader, class Transaction>
class MemoryStore final : public Store {
 public:
  absl::StatusOr<std::unique_ptr<typename Store::Reader>> Read() override {
    return std::make_unique<Snapshot<Reader, State>>(states_.present());
  }
  absl::StatusOr<std::unique_ptr<typename Store::Transaction>> Begin() override {
    states_.Lock();
    return std::make_unique<WorkingCopy<Transaction, State>>(&states_);
  }
  absl::Status Healthy() const override { return absl::OkStatus(); }

 private:
  States<State> states_;
};

}  // namespace tendon::storage::memory
