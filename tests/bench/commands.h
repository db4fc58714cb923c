// The measurements that tendon-bench can make. Each prepares what it needs, runs, and gives one result: an object with
// `name`, `round`, `ok` and numbers. An error means that the preparation failed.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "absl/status/statusor.h"
#include "tests/bench/load.h"

namespace tendon::bench {

struct CommandOptions {
  std::string name;             // in the result
  int round = 1;                // in the result
  std::string server;           // address of the referral server, or of the echo server
  std::string outcomes_server;  // for `record`
  int connections = 4;
  LoadOptions load;
  int recipients = 20;
  int referrals = 1000;       // that there are to read, or to record sessions for
  bool as_recipient = false;  // read as the massage therapist, from whom some categories are withheld
  std::string save_answer;    // file that gets the bytes of one GetReferral answer
  int sessions = 50'000;      // of an import
  int watchers = 100;
  int events = 1000;
  double hold_s = 5;  // how long idle watches are held
};

absl::StatusOr<nlohmann::json> RunCreate(const CommandOptions& options);
absl::StatusOr<nlohmann::json> RunCreateSend(const CommandOptions& options);
absl::StatusOr<nlohmann::json> RunGet(const CommandOptions& options);
absl::StatusOr<nlohmann::json> RunEcho(const CommandOptions& options);
absl::StatusOr<nlohmann::json> RunInbox(const CommandOptions& options);
absl::StatusOr<nlohmann::json> RunRecord(const CommandOptions& options);
// Sessions of `referrals` referrals over one ImportSessions stream.
absl::StatusOr<nlohmann::json> RunImport(const CommandOptions& options);
// Watchers of one organisation's feed, while referrals are sent to it at load.rate.
absl::StatusOr<nlohmann::json> RunFanOut(const CommandOptions& options);
// Watches of feeds where nothing happens.
absl::StatusOr<nlohmann::json> RunIdleWatches(const CommandOptions& options);
// The memory of a process, and the CPU time that it uses while nothing is asked of it.
absl::StatusOr<nlohmann::json> RunIdle(const CommandOptions& options);

}  // namespace tendon::bench
