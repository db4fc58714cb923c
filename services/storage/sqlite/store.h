// Either store on SQLite: hands out readers and transactions over one database.
#pragma once

#include <memory>
#include <utility>

#include "services/storage/sqlite/database.h"
#include "services/storage/sqlite/log_reader.h"

namespace tendon::storage::sqlite {

// `Store` is the contract; `Reader` and `Transaction` its implementations, which lack only their connection (Leased).
template <class Store, class Reader, class Transaction>
class SqliteStore final : public Store {
 public:
  explicit SqliteStore(std::unique_ptr<Database> database) : database_(std::move(database)) {}

  absl::StatusOr<std::unique_ptr<typename Store::Reader>> Read() override {
    auto lease = database_->BeginRead();
    if (!lease.ok()) return lease.status();
    return std::make_unique<Leased<Reader>>(database_.get(), *std::move(lease));
  }

  absl::StatusOr<std::unique_ptr<typename Store::Transaction>> Begin() override {
    auto lease = database_->BeginWrite();
    if (!lease.ok()) return lease.status();
    const auto revision = ReadRevision(**lease);
    if (!revision.ok()) return revision.status();
    return std::make_unique<Leased<Transaction>>(database_.get(), *std::move(lease), *revision);
  }

  absl::Status Healthy() const override { return database_->Healthy(); }

 private:
  const std::unique_ptr<Database> database_;
};

}  // namespace tendon::storage::sqlite
