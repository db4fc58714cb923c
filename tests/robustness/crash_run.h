// A crash run: many clients work with both servers while these are killed and started again on the same files.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <ostream>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "tests/robustness/clinic.h"
#include "tests/robustness/ledger.h"
#include "tests/testing/exchange.h"

namespace tendon::testing {

struct CrashPlan {
  std::string referral_program = "tendon-referral";
  std::string outcomes_program = "tendon-outcomes";
  std::map<std::string, std::string> environment;
  int rounds = 6;   // of killing one server or both
  int clients = 8;  // threads of load
  uint64_t seed = 1;
};

struct CrashFigures {
  int kills = 0;
  int terminations = 0;  // by SIGTERM
  int64_t acknowledged = 0;
  int64_t retries = 0;
  size_t referrals = 0;
  size_t sessions = 0;
};
std::ostream& operator<<(std::ostream& out, const CrashFigures& figures);

// Used by one thread, which stays until the end: the servers are its children.
class CrashRun {
 public:
  explicit CrashRun(CrashPlan plan) : plan_(std::move(plan)), random_(plan_.seed) {}
  ~CrashRun() { StopLoad(); }
  CrashRun(const CrashRun&) = delete;
  CrashRun& operator=(const CrashRun&) = delete;

  // Starts the servers, with their directory, and then the load.
  absl::Status Start();
  // All rounds of the plan.
  absl::Status Crash();
  // Waits until the clients have had so many more answers, or the time is up: then all of them wait for a server that
  // is down, or nothing is acknowledged any more, and the checks will say why.
  void AwaitAnswers(int64_t count, absl::Duration limit);
  // Ends the load: every write but those given up has its answer then. The servers run on. Idempotent.
  void StopLoad();

  Exchange* exchange() { return exchange_.get(); }
  int64_t acknowledged() const { return counters_.acknowledged; }
  // After StopLoad.
  const Ledger& ledger() const { return ledger_; }
  CrashFigures figures() const;

 private:
  absl::Status Round();
  absl::Status End(ServerProcess* server);

  const CrashPlan plan_;
  std::mt19937_64 random_;
  std::unique_ptr<Exchange> exchange_;
  LoadCounters counters_;
  std::vector<std::unique_ptr<Clinic>> clinics_;  // outlive their deeds in the ledger
  std::vector<std::thread> threads_;
  Ledger ledger_;
  CrashFigures figures_;
};

}  // namespace tendon::testing
