// The load of a crash run: one thread that sends referrals from River Clinic to those who treat, and has them accepted,
// treated and closed, a few at a time and in no fixed order, writing down every answer.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <utility>

#include "tests/robustness/ledger.h"
#include "tests/robustness/stubborn_call.h"
#include "tests/testing/exchange.h"
#include "tests/testing/party.h"

namespace tendon::testing {

// Shared by all clinics of a run.
struct LoadCounters {
  std::atomic<int64_t> acknowledged{0};  // writes
  std::atomic<int64_t> retries{0};
  std::atomic<bool> stop{false};
};

// Used by one thread.
class Clinic {
 public:
  // `id` makes its referrals' identifiers its own. The exchange and the counters outlive it.
  Clinic(Exchange* exchange, std::string id, uint64_t seed, LoadCounters* counters);

  // Works until it is told to stop; then every write but those given up has its answer.
  void Run();
  // Empty the second time.
  Ledger TakeLedger() { return std::exchange(ledger_, {}); }

 private:
  // One step of one referral; false when there is nothing more to do with it.
  bool Advance(Course* course);
  bool Create(Course* course);
  bool Treat(Course* course);
  bool Record(Course* course);
  // A step on an existing referral, by its referrer or its recipient.
  template <class Stub, class Request>
  bool Move(Course* course, Party* actor,
            grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, referral::v1::Referral*),
            Request request = {});
  // Makes the call, gives it up now and then, and writes the answer down. Null when there is none.
  template <class Stub, class Request, class Response>
  std::optional<Response> Do(Party* actor,
                             grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                             const Request& request, Course* course);

  Course NewCourse();
  Party* RecipientOf(const Course& course) { return course.recipient_id == kStep ? &step_ : &hand_; }
  bool Chance(int one_in) { return random_() % static_cast<uint64_t>(one_in) == 0; }

  const std::string id_;
  LoadCounters* const counters_;
  std::mt19937_64 random_;
  Party river_;
  Party hand_;
  Party step_;
  int courses_ = 0;
  int visits_ = 0;
  Ledger ledger_;
};

}  // namespace tendon::testing
