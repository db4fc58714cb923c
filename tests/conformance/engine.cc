#include "tests/conformance/engine.h"

#include <cstdlib>
#include <iostream>
#include <utility>

#include "services/storage/memory/memory_store.h"
#include "services/storage/sqlite/sqlite_store.h"
#include "tests/testing/files.h"

namespace tendon::storage {
namespace {

// The value, or the end of the program: a suite without a store proves nothing.
template <class T>
T Need(absl::StatusOr<T> value) {
  if (value.ok()) return *std::move(value);
  std::cerr << value.status().ToString() << "\n";
  std::abort();
}

template <class Store, absl::StatusOr<std::unique_ptr<Store>> (*Open)(const SqliteOptions&)>
class SqliteEngine : public Engine<Store> {
 public:
  SqliteEngine() { Reopen(); }
  Store& store() override { return *store_; }
  void Reopen() override {
    store_.reset();
    SqliteOptions options;
    options.path = folder_.File("store.db");
    store_ = Need(Open(options));
  }

 private:
  tendon::testing::TempDir folder_;
  std::unique_ptr<Store> store_;
};

template <class Store, std::unique_ptr<Store> (*Make)()>
class MemoryEngine : public Engine<Store> {
 public:
  Store& store() override { return *store_; }
  void Reopen() override {}

 private:
  std::unique_ptr<Store> store_ = Make();
};

using SqliteReferrals = SqliteEngine<ReferralStore, OpenSqliteReferralStore>;
using SqliteOutcomes = SqliteEngine<OutcomesStore, OpenSqliteOutcomesStore>;
using MemoryReferrals = MemoryEngine<ReferralStore, MakeMemoryReferralStore>;
using MemoryOutcomes = MemoryEngine<OutcomesStore, MakeMemoryOutcomesStore>;

template <class Base, class Derived>
std::unique_ptr<Base> MakeEngine() {
  return std::make_unique<Derived>();
}

template <class StoreEngine>
class LogOf : public LogEngine {
 public:
  std::unique_ptr<LogReader> Read() override { return Need(engine_.store().Read()); }
  std::unique_ptr<LogTransaction> Begin() override { return Need(engine_.store().Begin()); }
  void Reopen() override { engine_.Reopen(); }

 private:
  StoreEngine engine_;
};

}  // namespace

std::vector<EngineFactory<ReferralStore>> ReferralEngines() {
  return {{"Sqlite", MakeEngine<Engine<ReferralStore>, SqliteReferrals>},
          {"Memory", MakeEngine<Engine<ReferralStore>, MemoryReferrals>}};
}

std::vector<EngineFactory<OutcomesStore>> OutcomesEngines() {
  return {{"Sqlite", MakeEngine<Engine<OutcomesStore>, SqliteOutcomes>},
          {"Memory", MakeEngine<Engine<OutcomesStore>, MemoryOutcomes>}};
}

std::vector<LogEngineFactory> LogEngines() {
  return {{"SqliteReferral", MakeEngine<LogEngine, LogOf<SqliteReferrals>>},
          {"SqliteOutcomes", MakeEngine<LogEngine, LogOf<SqliteOutcomes>>},
          {"MemoryReferral", MakeEngine<LogEngine, LogOf<MemoryReferrals>>},
          {"MemoryOutcomes", MakeEngine<LogEngine, LogOf<MemoryOutcomes>>}};
}

}  // namespace tendon::storage
