#include "tests/robustness/crash_run.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace tendon::testing {
namespace {

// Answers between two crashes: none at all now and then, so that a server dies while it recovers the last death.
constexpr uint64_t kMostAnswers = 60;
constexpr uint64_t kMostMicroseconds = 20'000;
constexpr absl::Duration kAnswersLimit = absl::Seconds(30);
constexpr absl::Duration kAloneLimit = absl::Milliseconds(300);
// Crashes that are orderly ends instead.
constexpr uint64_t kOneTerminationIn = 6;

}  // namespace

std::ostream& operator<<(std::ostream& out, const CrashFigures& figures) {
  return out << figures.kills << " kills, " << figures.terminations << " terminations, " << figures.acknowledged
             << " acknowledged writes, " << figures.retries << " retries, " << figures.referrals << " referrals, "
             << figures.sessions << " sessions";
}

absl::Status CrashRun::Start() {
  Exchange::Options options;
  options.referral_program = plan_.referral_program;
  options.outcomes_program = plan_.outcomes_program;
  options.environment = plan_.environment;
  auto exchange = Exchange::Start(options);
  if (!exchange.ok()) return exchange.status();
  exchange_ = *std::move(exchange);
  for (int i = 0; i < plan_.clients; ++i) {
    const uint64_t seed = plan_.seed * 1000 + static_cast<uint64_t>(i);
    clinics_.push_back(std::make_unique<Clinic>(exchange_.get(), absl::StrCat("clinic-", i), seed, &counters_));
    threads_.emplace_back([clinic = clinics_.back().get()] { clinic->Run(); });
  }
  return absl::OkStatus();
}

void CrashRun::StopLoad() {
  counters_.stop = true;
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  for (const auto& clinic : clinics_) ledger_.Take(clinic->TakeLedger());
}

absl::Status CrashRun::Crash() {
  for (int round = 0; round < plan_.rounds; ++round) {
    if (absl::Status status = Round(); !status.ok()) return status;
  }
  AwaitAnswers(kMostAnswers, kAnswersLimit);
  return absl::OkStatus();
}

absl::Status CrashRun::Round() {
  AwaitAnswers(static_cast<int64_t>(random_() % kMostAnswers), kAnswersLimit);
  // Not a wait for anything: the moment itself is to be a random one.
  absl::SleepFor(absl::Microseconds(static_cast<int64_t>(random_() % kMostMicroseconds)));
  ServerProcess* const referral = &exchange_->referral();
  ServerProcess* const outcomes = &exchange_->outcomes();
  const uint64_t choice = random_() % 4;
  std::vector<ServerProcess*> victims;
  if (choice != 0) victims.push_back(referral);
  if (choice != 1 && choice != 2) victims.push_back(outcomes);
  for (ServerProcess* server : victims) {
    if (absl::Status status = End(server); !status.ok()) return status;
  }
  // One server alone for a while: the other must cope.
  if (random_() % 2 == 0) AwaitAnswers(static_cast<int64_t>(random_() % kMostAnswers), kAloneLimit);
  for (ServerProcess* server : victims) {
    if (absl::Status status = server->StartAgain(); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CrashRun::End(ServerProcess* server) {
  if (random_() % kOneTerminationIn == 0) {
    ++figures_.terminations;
    return server->Terminate();
  }
  ++figures_.kills;
  server->Kill();
  return absl::OkStatus();
}

void CrashRun::AwaitAnswers(int64_t count, absl::Duration limit) {
  const int64_t goal = counters_.acknowledged + count;
  Eventually([&] { return counters_.acknowledged >= goal; }, limit);
}

CrashFigures CrashRun::figures() const {
  CrashFigures figures = figures_;
  figures.acknowledged = counters_.acknowledged;
  figures.retries = counters_.retries;
  for (const Course& course : ledger_.courses) {
    figures.referrals += course.created() ? 1 : 0;
    figures.sessions += course.visits.size();
  }
  return figures;
}

}  // namespace tendon::testing
