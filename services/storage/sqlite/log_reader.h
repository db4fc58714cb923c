// Reads the shared log on SQLite; the base of every reader and transaction, which have their connection from Leased.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "services/storage/log_store.h"
#include "services/storage/sqlite/database.h"

namespace tendon::storage::sqlite {

// The counter's value.
absl::StatusOr<int64_t> ReadRevision(Connection& connection);

// SQLite takes a negative LIMIT for none.
inline int AtLeastZero(int limit) { return limit < 0 ? 0 : limit; }

class SqliteLogReader : public virtual LogReader {
 public:
  absl::StatusOr<int64_t> Revision() override { return ReadRevision(connection()); }
  absl::StatusOr<std::string> Epoch() override { return database().epoch(); }
  absl::StatusOr<std::string> Secret() override { return database().secret(); }
  absl::StatusOr<std::vector<FeedEntry>> ListFeed(const TenantScope& scope, int64_t after, int limit) override;
  absl::StatusOr<int64_t> FeedHead(const TenantScope& scope) override;
  absl::StatusOr<int64_t> FeedTail(const TenantScope& scope) override;

 protected:
  virtual Connection& connection() = 0;
  virtual const Database& database() = 0;
};

// A reader or transaction with its connection. `Base` is a SqliteLogReader that lacks only the two functions below.
template <class Base>
class Leased final : public Base {
 public:
  // `lease` is in a transaction, which ends with this. `database` is not owned. `values` are for Base's constructor.
  template <class... Values>
  Leased(const Database* database, Lease lease, Values... values)
      : Base(values...), database_(database), lease_(std::move(lease)) {}

 protected:
  Connection& connection() override { return *lease_; }
  const Database& database() override { return *database_; }

 private:
  const Database* const database_;
  const Lease lease_;
};

}  // namespace tendon::storage::sqlite
