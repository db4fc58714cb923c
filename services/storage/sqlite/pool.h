// A few connections that are lent out, the one used last first (its page cache is warm). Whoever finds none waits.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "services/storage/sqlite/connection.h"

namespace tendon::storage::sqlite {

class Pool;

// A connection on loan. Goes back when destroyed; a transaction that is still open is rolled back.
class Lease {
 public:
  Lease(Pool* pool, std::unique_ptr<Connection> connection) : pool_(pool), connection_(std::move(connection)) {}
  ~Lease();
  Lease(Lease&&) = default;
  Lease& operator=(Lease&&) = delete;

  Connection& operator*() const { return *connection_; }
  Connection* operator->() const { return connection_.get(); }

 private:
  Pool* pool_;
  std::unique_ptr<Connection> connection_;
};

// Thread-safe. Outlives its leases.
class Pool {
 public:
  void Add(std::unique_ptr<Connection> connection);
  // Waits for a free one; for ever if there is none at all.
  Lease Take();
  // Closes those at home.
  void Clear();

 private:
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> free_;  // guarded by mutex_
};

}  // namespace tendon::storage::sqlite
