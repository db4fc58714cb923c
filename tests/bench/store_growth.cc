// What a clinic's lists cost when the store has grown: the same reads over a small and a large number of referrals in
// one SQLite file, and the ratio of their medians.
//   bench-store-growth --folder build/growth [--small 10000] [--large 1000000] [--check 3]
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <iostream>
#include <nlohmann/json.hpp>
#include <random>

#include "services/storage/sqlite/sqlite_store.h"

namespace tendon::bench {
namespace {

using storage::ReferralReader;
using storage::TenantScope;

constexpr int kOrganizations = 100;
constexpr int kReferralsAtOnce = 2000;
constexpr int kPage = 50;
constexpr size_t kBodyBytes = 1100;
constexpr int kRepetitions = 400;
// Half of all turns are late at this time.
constexpr int64_t kNowUs = 1'000'000'000;

struct GrowthOptions {
  std::string folder;
  int64_t small = 10'000;
  int64_t large = 1'000'000;
  double check = 0;
};

[[noreturn]] void Fail(const absl::Status& status) {
  std::cerr << "bench-store-growth: " << status.ToString() << "\n";
  std::exit(2);
}
template <class Value>
Value Need(absl::StatusOr<Value> value) {
  if (!value.ok()) Fail(value.status());
  return *std::move(value);
}
void Need(const absl::Status& status) {
  if (!status.ok()) Fail(status);
}

std::string Organization(int64_t number) { return "organization-" + std::to_string(number % kOrganizations); }
std::string Id(int64_t ordinal) { return "00000000-0000-7000-8000-" + std::to_string(100'000'000'000 + ordinal); }

void Put(storage::ReferralTransaction& transaction, int64_t ordinal, std::mt19937_64& random) {
  storage::ReferralRow row;
  row.id = Id(ordinal);
  row.ordinal = ordinal;
  row.version = 1;
  row.state = 2 + static_cast<int32_t>(ordinal % 10);
  row.referrer = Organization(ordinal * 7 + 3);
  row.recipient = Organization(ordinal);
  row.readers = {row.referrer, row.recipient};
  row.body.assign(kBodyBytes, static_cast<char>('a' + ordinal % 26));
  Need(transaction.InsertReferral(row));
  storage::WorkEntry entry;
  entry.referrer = row.referrer;
  entry.recipient = row.recipient;
  // By rounds through the organisations, so that each has as many turns as the others.
  entry.turn = ordinal / kOrganizations % 2 == 0 ? row.referrer : row.recipient;
  if (row.state == 11) entry.unread = row.referrer;
  entry.due_us = static_cast<int64_t>(random() % (2 * static_cast<uint64_t>(kNowUs)));
  entry.timer_us = entry.due_us;
  entry.patient_keys = {"urn:mrn\n" + std::to_string(ordinal / 4)};
  Need(transaction.PutWork(row.id, entry));
}

std::unique_ptr<storage::ReferralStore> Fill(const std::string& folder, int64_t referrals) {
  storage::SqliteOptions options;
  options.path = folder + "/growth-" + std::to_string(referrals) + ".db";
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) std::filesystem::remove(options.path + suffix);
  auto store = Need(storage::OpenSqliteReferralStore(options));
  std::mt19937_64 random(20261125);
  for (int64_t ordinal = 1; ordinal <= referrals;) {
    auto transaction = Need(store->Begin());
    for (int i = 0; i < kReferralsAtOnce && ordinal <= referrals; ++i) Put(*transaction, ordinal++, random);
    Need(transaction->Commit());
  }
  return store;
}

// The median of many runs, in microseconds. Each run gets a number of its own.
double MedianUs(storage::ReferralStore& store, const std::function<void(ReferralReader&, uint64_t)>& read) {
  std::mt19937_64 random(7);
  std::vector<double> times_us;
  for (int i = 0; i < kRepetitions; ++i) {
    auto reader = Need(store.Read());
    const uint64_t number = random();
    const auto begin = std::chrono::steady_clock::now();
    read(*reader, number);
    times_us.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin).count());
  }
  std::nth_element(times_us.begin(), times_us.begin() + kRepetitions / 2, times_us.end());
  return times_us[kRepetitions / 2];
}

// A page has to be full: an empty one costs nothing.
void NeedFull(size_t rows) {
  if (rows != kPage) Fail(absl::InternalError("a page is not full"));
}

nlohmann::json Measure(storage::ReferralStore& store, int64_t referrals) {
  const auto inbox = [&](double depth) {
    return MedianUs(store, [&, depth](ReferralReader& reader, uint64_t number) {
      // Every organisation has one in a hundred; the last page begins a page before the end.
      const auto after = static_cast<int64_t>(depth * static_cast<double>(referrals - kPage * kOrganizations));
      const auto scope = TenantScope::Organization(Organization(static_cast<int64_t>(number % kOrganizations)));
      NeedFull(Need(reader.ListWork(scope, {storage::WorkList::kInbox, 0, {0, after}, kPage})).size());
    });
  };
  nlohmann::json result;
  result["inbox_first_page"] = inbox(0);
  result["inbox_middle_page"] = inbox(0.5);
  result["inbox_last_page"] = inbox(1);
  result["get_referral"] = MedianUs(store, [&](ReferralReader& reader, uint64_t number) {
    const auto ordinal = static_cast<int64_t>(number % static_cast<uint64_t>(referrals)) + 1;
    Need(reader.GetReferral(TenantScope::Organization(Organization(ordinal)), Id(ordinal)));
  });
  result["my_turn"] = MedianUs(store, [&](ReferralReader& reader, uint64_t number) {
    const auto scope = TenantScope::Organization(Organization(static_cast<int64_t>(number % kOrganizations)));
    NeedFull(Need(reader.ListWork(scope, {storage::WorkList::kTurn, 0, {}, kPage})).size());
  });
  result["list_overdue"] = MedianUs(store, [&](ReferralReader& reader, uint64_t number) {
    const auto scope = TenantScope::Organization(Organization(static_cast<int64_t>(number % kOrganizations)));
    NeedFull(Need(reader.ListOverdue(scope, kNowUs, {}, kPage)).size());
  });
  result["due_timers"] = MedianUs(
      store, [&](ReferralReader& reader, uint64_t) { NeedFull(Need(reader.ListDueTimers(kNowUs, kPage)).size()); });
  return result;
}

int Run(const GrowthOptions& options) {
  std::filesystem::create_directories(options.folder);
  nlohmann::json small, large;
  {
    const auto store = Fill(options.folder, options.small);
    small = Measure(*store, options.small);
  }
  {
    const auto store = Fill(options.folder, options.large);
    large = Measure(*store, options.large);
  }
  nlohmann::json ratios;
  double worst = 0;
  for (const auto& [name, value] : small.items()) {
    ratios[name] = large[name].get<double>() / value.get<double>();
    worst = std::max(worst, ratios[name].get<double>());
  }
  std::cout << nlohmann::json{{"referrals", {options.small, options.large}},
                              {"median_us_small", small},
                              {"median_us_large", large},
                              {"ratio", ratios},
                              {"worst_ratio", worst}}
                   .dump(2)
            << "\n";
  return options.check > 0 && worst > options.check ? 1 : 0;
}

}  // namespace
}  // namespace tendon::bench

int main(int argc, char** argv) {
  CLI::App app("What the lists cost when the store has grown.");
  tendon::bench::GrowthOptions options;
  app.add_option("--folder", options.folder, "Where the databases go; 2 GB for a million")->required();
  app.add_option("--small", options.small)->check(CLI::Range(10'000, 100'000'000));
  app.add_option("--large", options.large)->check(CLI::Range(10'000, 100'000'000));
  app.add_option("--check", options.check, "Fail when a ratio is above this");
  CLI11_PARSE(app, argc, argv);
  return tendon::bench::Run(options);
}
