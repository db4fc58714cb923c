// What the tests of the shared log stand on: a store, and a change in a word.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/conformance/engine.h"
#include "tests/conformance/scopes.h"
#include "tests/testing/status_matchers.h"

namespace tendon::storage {

class LogTest : public ::testing::TestWithParam<LogEngineFactory> {
 protected:
  // Takes a revision and appends a change of it. Returns the revision.
  static int64_t Append(LogTransaction& transaction, const std::string& body,
                        const std::vector<std::string>& organizations) {
    const int64_t revision = transaction.NextRevision().value();
    EXPECT_THAT(transaction.AppendChange({revision, body}, organizations), tendon::testing::Succeeds());
    return revision;
  }
  // The same in a transaction of its own.
  int64_t CommitChange(const std::string& body, const std::vector<std::string>& organizations) {
    auto transaction = log_->Begin();
    const int64_t revision = Append(*transaction, body, organizations);
    EXPECT_THAT(transaction->Commit(), tendon::testing::Succeeds());
    return revision;
  }
  // "sequence:body" of each entry.
  static std::vector<std::string> Feed(LogReader& reader, const TenantScope& scope, int64_t after = 0,
                                       int limit = 1000) {
    std::vector<std::string> feed;
    const auto rows = reader.ListFeed(scope, after, limit).value();
    for (const FeedEntry& entry : rows) {
      feed.push_back(std::to_string(entry.sequence) + ":" + entry.body);
    }
    return feed;
  }

  const std::unique_ptr<LogEngine> log_ = GetParam().make();
};

}  // namespace tendon::storage
