// The engines that the suite runs on: every test of a contract gets each of them as its parameter.
#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "services/storage/outcomes_store.h"
#include "services/storage/referral_store.h"

namespace tendon::storage {

// A new, empty store.
template <class Store>
class Engine {
 public:
  virtual ~Engine() = default;
  virtual Store& store() = 0;
  // What a restart of the server does to the store. Whatever was committed must be there.
  virtual void Reopen() = 0;
};

template <class Store>
struct EngineFactory {
  std::string name;
  std::unique_ptr<Engine<Store>> (*make)();
};
template <class Store>
void PrintTo(const EngineFactory<Store>& factory, std::ostream* out) {
  *out << factory.name;
}

std::vector<EngineFactory<ReferralStore>> ReferralEngines();
std::vector<EngineFactory<OutcomesStore>> OutcomesEngines();

// The shared log of either kind of store.
class LogEngine {
 public:
  virtual ~LogEngine() = default;
  virtual std::unique_ptr<LogReader> Read() = 0;
  virtual std::unique_ptr<LogTransaction> Begin() = 0;
  virtual void Reopen() = 0;
};
struct LogEngineFactory {
  std::string name;
  std::unique_ptr<LogEngine> (*make)();
};
std::vector<LogEngineFactory> LogEngines();

// For INSTANTIATE_TEST_SUITE_P.
inline constexpr auto EngineName = [](const auto& info) { return info.param.name; };

}  // namespace tendon::storage
