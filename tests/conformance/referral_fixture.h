// What the tests of the referral store stand on.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/conformance/engine.h"
#include "tests/conformance/scopes.h"
#include "tests/testing/status_matchers.h"

namespace tendon::storage {

// Version 1 of a referral from river, which alone may read it: a draft.
inline ReferralRow Draft(const std::string& id, int64_t ordinal) {
  ReferralRow row;
  row.id = id;
  row.ordinal = ordinal;
  row.version = 1;
  row.state = 1;
  row.referrer = "river";
  row.readers = {"river"};
  row.body = std::string("draft\0 ", 7) + id;
  return row;
}

// The next version: sent to `recipient`.
inline ReferralRow Sent(ReferralRow row, const std::string& recipient) {
  ++row.version;
  row.state = 2;
  row.recipient = recipient;
  row.readers = {row.referrer, recipient};
  row.body = "sent " + row.id;
  return row;
}

class ReferralStoreTest : public ::testing::TestWithParam<EngineFactory<ReferralStore>> {
 protected:
  ReferralStore& store() { return engine_->store(); }
  std::unique_ptr<ReferralReader> Read() { return store().Read().value(); }
  std::unique_ptr<ReferralTransaction> Begin() { return store().Begin().value(); }

  // Runs `write` in a transaction of its own and commits it. Returns what `write` did; an error is rolled back.
  absl::Status Commit(const std::function<absl::Status(ReferralTransaction&)>& write) {
    auto transaction = Begin();
    if (auto status = write(*transaction); !status.ok()) return status;
    return transaction->Commit();
  }
  absl::Status Insert(const ReferralRow& row) {
    return Commit([&](ReferralTransaction& transaction) { return transaction.InsertReferral(row); });
  }
  absl::Status Update(const ReferralRow& row) {
    return Commit([&](ReferralTransaction& transaction) { return transaction.UpdateReferral(row); });
  }

  const std::unique_ptr<Engine<ReferralStore>> engine_ = GetParam().make();
};

}  // namespace tendon::storage
