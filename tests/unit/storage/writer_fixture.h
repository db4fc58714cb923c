// What the writer's tests stand on: a writer over a ScriptedStore, and a gate that keeps it busy so that commands queue
// up into one batch.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <latch>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/storage/writer.h"
#include "tests/testing/status_matchers.h"
#include "tests/unit/storage/scripted_store.h"

namespace tendon::storage {

class WriterTest : public ::testing::Test {
 protected:
  using Writer = GroupCommitWriter<ScriptedStore>;
  using Transaction = ScriptedStore::Transaction;
  using Run = std::function<absl::Status(Transaction&)>;

  ~WriterTest() override { Open(); }

  void Start(Writer::Options options = {}) { writer_ = std::make_unique<Writer>(&store_, std::move(options)); }

  // A command that writes a number and returns `status`.
  static Run Write(int number, absl::Status status = absl::OkStatus()) {
    return [=](Transaction& transaction) {
      transaction.Write(number);
      return status;
    };
  }
  static Run Refuse(absl::Status status) {
    return [=](Transaction&) { return status; };
  }

  std::future<absl::Status> Submit(Run run, bool dry_run = false) {
    auto result = std::make_shared<std::promise<absl::Status>>();
    std::future<absl::Status> future = result->get_future();
    const absl::Status accepted = writer_->Submit(
        {std::move(run), [result](absl::Status status) { result->set_value(std::move(status)); }, dry_run});
    EXPECT_THAT(accepted, tendon::testing::Succeeds());
    return future;
  }
  absl::Status TrySubmit(int number) {
    return writer_->Submit({Write(number), [](absl::Status) {}, false});
  }

  // Keeps the writer in a command that writes nothing until Open(). What is submitted in between is the next batch.
  void Close() {
    gate_ = std::make_shared<Gate>();
    Submit([gate = gate_](Transaction&) {
      if (!gate->entered_once.exchange(true)) gate->entered.count_down();
      gate->opened.wait();
      return absl::OkStatus();
    });
    gate_->entered.wait();
  }
  void Open() {
    if (gate_ != nullptr) gate_->opened.count_down();
    gate_.reset();
  }

  static bool IsReady(const std::future<absl::Status>& future) {
    return future.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  }

 private:
  struct Gate {
    std::latch entered{1};
    std::latch opened{1};
    std::atomic<bool> entered_once{false};
  };
  std::shared_ptr<Gate> gate_;

 protected:
  ScriptedStore store_;
  std::unique_ptr<Writer> writer_;  // goes before what it uses
};

}  // namespace tendon::storage
