// What the tests of the outcomes store stand on.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/conformance/engine.h"
#include "tests/conformance/scopes.h"
#include "tests/testing/status_matchers.h"

namespace tendon::storage {

// Version 1 of session `number` of referral r1, given by elm, read by river and elm.
inline SessionRow Session(const std::string& id, int32_t number, int64_t ordinal) {
  SessionRow row;
  row.id = id;
  row.referral_id = "r1";
  row.organization = "elm";
  row.episode = 1;
  row.session_number = number;
  row.start_us = 1000 * number;
  row.ordinal = ordinal;
  row.version = 1;
  row.counts = true;
  row.readers = {"elm", "river"};
  row.body = std::string("session\0 ", 9) + id;
  return row;
}

class OutcomesStoreTest : public ::testing::TestWithParam<EngineFactory<OutcomesStore>> {
 protected:
  OutcomesStore& store() { return engine_->store(); }
  std::unique_ptr<OutcomesReader> Read() { return store().Read().value(); }
  std::unique_ptr<OutcomesTransaction> Begin() { return store().Begin().value(); }

  // Runs `write` in a transaction of its own and commits it. Returns what `write` did; an error is rolled back.
  absl::Status Commit(const std::function<absl::Status(OutcomesTransaction&)>& write) {
    auto transaction = Begin();
    if (auto status = write(*transaction); !status.ok()) return status;
    return transaction->Commit();
  }
  absl::Status Insert(const SessionRow& row) {
    return Commit([&](OutcomesTransaction& transaction) { return transaction.InsertSession(row); });
  }

  const std::unique_ptr<Engine<OutcomesStore>> engine_ = GetParam().make();
};

}  // namespace tendon::storage
