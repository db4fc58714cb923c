// What the tests of SQLite's own behaviour stand on: a folder, a store in it, and a plain connection to look behind it.
#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <memory>
#include <string>

#include "services/storage/sqlite/sqlite_store.h"
#include "tests/testing/files.h"
#include "tests/testing/status_matchers.h"

namespace tendon::storage {

// A connection of a foreign program. Runs SQL or fails the test.
class ForeignConnection {
 public:
  explicit ForeignConnection(const std::string& path) { EXPECT_EQ(sqlite3_open(path.c_str(), &handle_), SQLITE_OK); }
  ~ForeignConnection() { sqlite3_close(handle_); }
  ForeignConnection(const ForeignConnection&) = delete;
  ForeignConnection& operator=(const ForeignConnection&) = delete;

  void Run(const std::string& sql) {
    EXPECT_EQ(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle_);
  }
  // The first column of the first row.
  std::string Ask(const std::string& sql) {
    std::string answer;
    auto take = [](void* out, int, char** values, char**) {
      *static_cast<std::string*>(out) = values[0] == nullptr ? "" : values[0];
      return 0;
    };
    EXPECT_EQ(sqlite3_exec(handle_, sql.c_str(), take, &answer, nullptr), SQLITE_OK) << sqlite3_errmsg(handle_);
    return answer;
  }

 private:
  sqlite3* handle_ = nullptr;
};

class SqliteTest : public ::testing::Test {
 protected:
  SqliteOptions Options() const {
    SqliteOptions options;
    options.path = path_;
    return options;
  }
  absl::StatusOr<std::unique_ptr<ReferralStore>> Open() const { return OpenSqliteReferralStore(Options()); }

  // Commits a referral with this id. What Begin() or the transaction says when it cannot.
  static absl::Status Insert(ReferralStore& store, const std::string& id, const std::string& body = "body") {
    auto transaction = store.Begin();
    if (!transaction.ok()) return transaction.status();
    const auto revision = (*transaction)->NextRevision();
    if (!revision.ok()) return revision.status();
    ReferralRow row;
    row.id = id;
    row.ordinal = *revision;
    row.version = 1;
    row.referrer = "river";
    row.readers = {"river"};
    row.body = body;
    if (auto status = (*transaction)->InsertReferral(row); !status.ok()) return status;
    if (auto status = (*transaction)->AppendChange({*revision, "event"}, row.readers); !status.ok()) return status;
    return (*transaction)->Commit();
  }
  static bool Has(ReferralStore& store, const std::string& id) {
    return store.Read().value()->GetReferral(TenantScope::System(), id).ok();
  }

  const tendon::testing::TempDir folder_;
  const std::string path_ = folder_.File("store.db");
};

}  // namespace tendon::storage
