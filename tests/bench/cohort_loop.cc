// bench-cohort: how long a cohort over many readings takes on SQLite, and what that does to writes beside it. Fills a
// new database, then counts the cohort a few times while another thread goes on committing sessions.
#include <algorithm>
#include <atomic>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/outcomes/cohort/query.h"
#include "services/storage/sqlite/sqlite_store.h"
#include "tendon/outcomes/v1/session_service.pb.h"

namespace {

using tendon::outcomes::v1::Session;
using tendon::storage::OutcomesStore;
using tendon::storage::SessionRow;

constexpr int kSessionsOfEpisode = 10;
constexpr int kReadingsOfSession = 2;
constexpr int64_t kWeekUs = 7 * 86'400'000'000;

// Session `ordinal` of the world: ten a patient, a week apart, pain before and after.
SessionRow MakeSession(int64_t ordinal) {
  const int64_t episode = ordinal / kSessionsOfEpisode;
  const int number = static_cast<int>(ordinal % kSessionsOfEpisode) + 1;
  Session session;
  session.set_status(tendon::outcomes::v1::SESSION_STATUS_COMPLETED);
  session.set_duration_minutes(45);
  session.add_techniques()->set_technique(episode % 2 == 0 ? "DEEP_TISSUE" : "MANUAL_LYMPH_DRAINAGE");
  for (int i = 0; i < kReadingsOfSession; ++i) {
    auto* observation = session.add_observations();
    observation->set_measure("NPRS");
    observation->set_value(static_cast<double>((episode * 7 + ordinal * 3 + i) % 11));
    observation->set_phase(i == 0 ? tendon::clinical::v1::OBSERVATION_PHASE_BEFORE
                                  : tendon::clinical::v1::OBSERVATION_PHASE_AFTER);
  }
  SessionRow row;
  row.ordinal = ordinal + 1;
  row.id = "s" + std::to_string(ordinal);
  row.referral_id = "r" + std::to_string(episode);
  row.organization = "elm";
  row.episode = 1;
  row.session_number = number;
  row.start_us = number * kWeekUs;
  row.version = 1;
  row.counts = true;
  row.readers = {"elm"};
  row.body = session.SerializeAsString();
  return row;
}

bool Insert(OutcomesStore& store, int64_t from, int64_t to) {
  auto transaction = store.Begin();
  if (!transaction.ok()) return false;
  for (int64_t ordinal = from; ordinal < to; ++ordinal)
    if (!(*transaction)->InsertSession(MakeSession(ordinal)).ok()) return false;
  return (*transaction)->Commit().ok();
}

double Percentile(std::vector<double> values, double part) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[static_cast<size_t>(part * static_cast<double>(values.size() - 1))];
}

// Commits one session after the other for as long as `running`; the milliseconds that each took.
std::vector<double> Write(OutcomesStore& store, int64_t first, const std::atomic<bool>& running) {
  std::vector<double> took;
  for (int64_t ordinal = first; running; ++ordinal) {
    const absl::Time began = absl::Now();
    if (!Insert(store, ordinal, ordinal + 1)) break;
    took.push_back(absl::ToDoubleMilliseconds(absl::Now() - began));
  }
  return took;
}

double CountOnce(OutcomesStore& store) {
  tendon::outcomes::v1::QueryCohortRequest request;
  request.set_parent("organizations/elm");
  request.set_measure("NPRS");
  for (const char* technique : {"DEEP_TISSUE", "MANUAL_LYMPH_DRAINAGE"}) {
    auto* arm = request.add_arms();
    arm->set_label(technique);
    arm->mutable_filter()->add_techniques(technique);
  }
  tendon::outcomes::v1::Cohort cohort;
  const absl::Time began = absl::Now();
  auto reader = store.Read();
  const auto status = reader.ok() ? tendon::outcomes::CountCohort(**reader, "elm", request, &cohort) : reader.status();
  const double took = absl::ToDoubleMilliseconds(absl::Now() - began);
  if (!status.ok() || cohort.total().completers() == 0) {
    std::cerr << "bench-cohort: " << status << '\n';
    return -1;
  }
  return took;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("How long a cohort takes, and what it does to writes");
  std::string database;
  int64_t readings = 1'000'000;
  int rounds = 5;
  app.add_option("--database", database, "A new file")->required();
  app.add_option("--readings", readings, "How many readings")->capture_default_str();
  app.add_option("--rounds", rounds, "How often it is counted")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  tendon::storage::SqliteOptions options;
  options.path = database;
  auto opened = tendon::storage::OpenSqliteOutcomesStore(options);
  if (!opened.ok()) {
    std::cerr << "bench-cohort: " << opened.status() << '\n';
    return 1;
  }
  OutcomesStore& store = **opened;
  const int64_t sessions = readings / kReadingsOfSession;
  const absl::Time began = absl::Now();
  for (int64_t from = 0; from < sessions; from += 1000)
    if (!Insert(store, from, std::min(sessions, from + 1000))) return 1;
  std::cout << "filled: " << sessions << " sessions, " << readings << " readings, "
            << static_cast<double>(sessions) / absl::ToDoubleSeconds(absl::Now() - began) << " sessions/s\n";
  std::atomic<bool> running = true;
  std::vector<double> alone;
  std::thread before([&] { alone = Write(store, sessions, running); });
  absl::SleepFor(absl::Seconds(3));
  running = false;
  before.join();
  running = true;
  std::vector<double> beside;
  std::thread writer([&] { beside = Write(store, sessions + static_cast<int64_t>(alone.size()) + 10, running); });
  std::vector<double> counted;
  for (int i = 0; i < rounds; ++i) counted.push_back(CountOnce(store));
  running = false;
  writer.join();
  if (*std::min_element(counted.begin(), counted.end()) < 0) return 1;
  std::cout << "cohort: median " << Percentile(counted, 0.5) << " ms, worst " << Percentile(counted, 1) << " ms\n"
            << "a commit alone: median " << Percentile(alone, 0.5) << " ms, p99 " << Percentile(alone, 0.99) << " ms\n"
            << "a commit beside it: median " << Percentile(beside, 0.5) << " ms, p99 " << Percentile(beside, 0.99)
            << " ms\n";
  return 0;
}
