// The floor under CreateReferral: a loop that writes the same rows into the same tables and indexes as one create does,
// with the same settings, so many creates in a transaction, and nothing else: no network, no decisions, no reads. The
// rows are those of the last draft that a server wrote into the database given as template, with fresh keys.
//   bench-sqlite-loop --template referral.db --database FILE [--window-s 5] [--batch 64]
#include <sqlite3.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "absl/time/clock.h"
#include "services/runtime/uuid.h"
#include "tests/bench/copied_row.h"
#include "tests/bench/usage.h"

namespace tendon::bench {
namespace {

struct Options {
  std::string from;
  std::string database;
  double window_s = 5;
  int batch = 64;
  int round = 1;
};

sqlite3* Open(const std::string& path, int flags) {
  sqlite3* database = nullptr;
  Must(database, sqlite3_open_v2(path.c_str(), &database, flags | SQLITE_OPEN_NOMUTEX, nullptr));
  return database;
}

// The settings of the servers' stores.
sqlite3* OpenLikeServer(const std::string& path) {
  sqlite3* database = Open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  Run(database,
      "PRAGMA cache_size = -4096; PRAGMA foreign_keys = ON; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
      "PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 16000");
  return database;
}

// The rows of one create.
class Creates {
 public:
  Creates(sqlite3* from, sqlite3* to)
      : referral_(from, to, "referrals", "version = 1 ORDER BY ordinal DESC LIMIT 1", {}),
        work_(from, to, "work", "referral = " + kLast, {}),
        patient_(from, to, "patient_keys", "referral = " + kLast + " LIMIT 1", {}),
        change_(from, to, "changes", "revision = " + kLast, {}),
        feed_(from, to, "feed", "revision = " + kLast, {}),
        audit_(from, to, "audit", "1 ORDER BY ordinal DESC LIMIT 1", {"ordinal"}),
        idempotency_(from, to, "idempotency", "revision = " + kLast, {"ordinal"}) {}

  void Write(int64_t revision) {
    referral_.Set("ordinal", revision);
    referral_.SetText("id", runtime::NewUuidV7(absl::Now()));
    referral_.Insert();
    work_.Set("referral", revision);
    work_.Insert();
    patient_.Set("referral", revision);
    patient_.Insert();
    change_.Set("revision", revision);
    change_.Insert();
    feed_.Set("sequence", revision);
    feed_.Set("revision", revision);
    feed_.Insert();
    audit_.Insert();
    const runtime::UuidBytes id = *runtime::ParseUuid(runtime::NewUuidV4());
    idempotency_.SetBlob("request_id", std::string(id.begin(), id.end()));
    idempotency_.Set("revision", revision);
    idempotency_.Insert();
  }

  int64_t bytes() const {
    return referral_.bytes() + work_.bytes() + patient_.bytes() + change_.bytes() + feed_.bytes() + audit_.bytes() +
           idempotency_.bytes();
  }

 private:
  inline static const std::string kLast = "(SELECT max(ordinal) FROM referrals WHERE version = 1)";
  CopiedRow referral_, work_, patient_, change_, feed_, audit_, idempotency_;
};

nlohmann::json Loop(const Options& options) {
  using Clock = std::chrono::steady_clock;
  sqlite3* from = Open(options.from, SQLITE_OPEN_READWRITE);
  sqlite3* to = OpenLikeServer(options.database);
  CopySchema(from, to);
  Run(to, "INSERT INTO counter (id, revision) VALUES (1, 0)");
  nlohmann::json result;
  {
    Creates creates(from, to);
    const auto begin = Clock::now();
    const auto end = begin + std::chrono::duration<double>(options.window_s);
    const double cpu = OwnCpuMicros();
    int64_t revision = 0;
    while (Clock::now() < end) {
      Run(to, "BEGIN IMMEDIATE");
      for (int i = 0; i < options.batch; ++i) creates.Write(++revision);
      Run(to, "UPDATE counter SET revision = " + std::to_string(revision) + " WHERE id = 1");
      Run(to, "COMMIT");
    }
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    const auto count = static_cast<double>(revision);
    result = {{"name", "sqlite-loop"},
              {"round", options.round},
              {"batch", options.batch},
              {"operations", revision},
              {"rate", count / seconds},
              {"commits_per_s", count / options.batch / seconds},
              {"server_cpu_us", (OwnCpuMicros() - cpu) / count},
              {"row_bytes", creates.bytes()}};
  }
  Must(to, sqlite3_close(to));
  Must(from, sqlite3_close(from));
  return result;
}

}  // namespace
}  // namespace tendon::bench

int main(int argc, char** argv) {
  CLI::App app("Writes the rows of creates with nothing but SQLite: the floor of the bench.", "bench-sqlite-loop");
  tendon::bench::Options options;
  std::string format = "text";
  app.add_option("--template", options.from, "A referral server's database with a draft in it; the server is stopped")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--database", options.database, "The new database")->required()->check(CLI::NonexistentPath);
  app.add_option("--window-s", options.window_s, "How long to write")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--batch", options.batch, "Creates in a transaction")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--round", options.round, "For the result")->capture_default_str();
  app.add_option("-o,--output", format, "How to print")->check(CLI::IsMember({"text", "json"}))->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);  // as the servers' stores
  const nlohmann::json result = tendon::bench::Loop(options);
  std::cout << (format == "json" ? result.dump() : result.dump(2)) << "\n";
  return 0;
}
