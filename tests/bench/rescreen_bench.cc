// What screening all open referrals again costs the calls beside it: the median latency of a read and of a durable
// write while it goes on, against a control run beside a spinner of the same priority that uses the same CPU time, and
// against rest. In one process, over SQLite. Prints one JSON object; the bar is a ratio to the control of about 1.
//   build/release/bin/bench-rescreen [--referrals 100000]
#include <stdlib.h>
#include <time.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <thread>

#include "services/clinical/screening/message.h"
#include "services/referral/record.h"
#include "services/referral/rescreen_open.h"
#include "services/referral/screening/current.h"
#include "services/referral/screening/question.h"
#include "services/referral/work_entry.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/uuid.h"
#include "services/storage/sqlite/sqlite_store.h"
#include "tendon/referral/v1/directory.pb.h"
#include "tests/bench/latency.h"

namespace tendon::referral {
namespace {

using Writer = storage::GroupCommitWriter<storage::ReferralStore>;
using WallClock = std::chrono::steady_clock;

constexpr int kInsertsAtOnce = 1000;
// One in so many is newly unsafe.
constexpr int kUnsafeEvery = 1000;
constexpr std::chrono::milliseconds kBetweenCalls(2);
constexpr double kRest_s = 5;

double ThreadCpu() {
  timespec spec{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spec);
  return static_cast<double>(spec.tv_sec) + static_cast<double>(spec.tv_nsec) / 1e9;
}

// A small open referral as other knowledge left it.
v1::Referral OpenReferral(int number) {
  v1::Referral referral;
  referral.set_name(runtime::ReferralName(runtime::NewUuidV7(absl::Now())));
  referral.set_version(1);
  referral.set_etag("v1");
  referral.set_state(v1::REFERRAL_STATE_SENT);
  referral.set_referrer("organizations/river");
  referral.set_recipient("organizations/hand");
  referral.set_discipline(clinical::v1::DISCIPLINE_PHYSICAL_THERAPIST);
  referral.mutable_patient()->set_birth_date("1961-02-03");
  for (const char* code : {"M54.50", "I10", "E11.40", "M17.11", "J45.909"})
    referral.add_conditions()->set_icd10cm(code);
  for (const char* name : {"metformin", "lisinopril", "atorvastatin"})
    referral.add_medications()->add_ingredients(name);
  const bool is_unsafe = number % kUnsafeEvery == 0;
  if (is_unsafe) referral.add_conditions()->set_icd10cm("M81.0");
  for (const char* technique : {"EFFLEURAGE", "MYOFASCIAL_RELEASE", is_unsafe ? "MANIPULATION" : "THER_EX"}) {
    auto* planned = referral.add_planned_techniques();
    planned->set_technique(technique);
    planned->add_body_sites()->set_region("lumbar");
  }
  referral.mutable_screening()->set_knowledge_version("the one before");
  referral.add_assignments()->set_recipient("organizations/hand");
  referral.mutable_authorization()->set_sessions(6);
  return referral;
}

absl::Status AddParties(storage::ReferralStore& store) {
  auto transaction = store.Begin();
  if (!transaction.ok()) return transaction.status();
  for (const char* id : {"river", "hand"}) {
    v1::Organization organization;
    organization.set_name(runtime::OrganizationName(id));
    const auto revision = (*transaction)->NextRevision();
    if (!revision.ok()) return revision.status();
    absl::Status status = (*transaction)->InsertOrganization({id, 1, organization.SerializeAsString()});
    if (status.ok()) status = (*transaction)->AppendChange({*revision, ""}, {});
    if (!status.ok()) return status;
  }
  return (*transaction)->Commit();
}

absl::Status Fill(storage::ReferralStore& store, int referrals, std::vector<std::string>* ids) {
  for (int i = 0; i < referrals;) {
    auto transaction = store.Begin();
    if (!transaction.ok()) return transaction.status();
    for (int n = 0; n < kInsertsAtOnce && i < referrals; ++n, ++i) {
      const auto revision = (*transaction)->NextRevision();
      if (!revision.ok()) return revision.status();
      const ReferralRecord record{OpenReferral(i), {}};
      const auto row = MakeRow(record, *revision);
      ids->push_back(row.id);
      absl::Status status = (*transaction)->InsertReferral(row);
      if (status.ok()) status = (*transaction)->PutWork(row.id, WorkOf(record));
      if (status.ok()) status = (*transaction)->AppendChange({*revision, ""}, {});
      if (!status.ok()) return status;
    }
    if (absl::Status status = (*transaction)->Commit(); !status.ok()) return status;
  }
  return absl::OkStatus();
}

struct Latencies {
  std::vector<int64_t> reads_ns, writes_ns;
};

// The other calls: a read of one referral, then a durable write of a row, and a pause; until `stop`.
void Serve(storage::ReferralStore& store, const CommitNow& commit, const std::vector<std::string>& ids,
           const std::atomic<bool>& stop, Latencies* latencies) {
  const auto since = [](WallClock::time_point begin) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(WallClock::now() - begin).count();
  };
  for (size_t i = 0; !stop; i += 7919) {
    const std::string& id = ids[i % ids.size()];
    auto begin = WallClock::now();
    {
      auto reader = store.Read();
      if (reader.ok()) {
        const auto row = (*reader)->GetReferral(storage::TenantScope::System(), id);
        if (row.ok()) (void)ReadRow(*row);
      }
    }
    latencies->reads_ns.push_back(since(begin));
    begin = WallClock::now();
    (void)commit([&](storage::ReferralTransaction& transaction) {
      return transaction.MarkRevision(static_cast<int64_t>(i) + 1, 1);
    });
    latencies->writes_ns.push_back(since(begin));
    std::this_thread::sleep_for(kBetweenCalls);
  }
}

struct Phase {
  double cpu_s = 0;
  double wall_s = 0;
  Latencies latencies;
};

// Serves while `beside` runs on a thread of the lowest priority.
Phase Measure(storage::ReferralStore& store, const CommitNow& commit, const std::vector<std::string>& ids,
              const std::function<void()>& beside) {
  Phase phase;
  std::atomic<bool> stop = false;
  std::thread serving([&] { Serve(store, commit, ids, stop, &phase.latencies); });
  std::thread working([&] {
    YieldToCalls();
    const double before = ThreadCpu();
    const auto begin = WallClock::now();
    beside();
    phase.cpu_s = ThreadCpu() - before;
    phase.wall_s = std::chrono::duration<double>(WallClock::now() - begin).count();
  });
  working.join();
  stop = true;
  serving.join();
  return phase;
}

void Spin(double cpu_s) {
  const double end = ThreadCpu() + cpu_s;
  while (ThreadCpu() < end) {
  }
}

nlohmann::json JsonOf(const Phase& phase) {
  return {{"calls", phase.latencies.reads_ns.size()},
          {"cpu_s", phase.cpu_s},
          {"wall_s", phase.wall_s},
          {"read_p50_us", bench::PercentilesOf(phase.latencies.reads_ns).p50_us},
          {"write_p50_us", bench::PercentilesOf(phase.latencies.writes_ns).p50_us}};
}

double Ratio(const nlohmann::json& a, const nlohmann::json& b, const char* what) {
  return a[what].get<double>() / b[what].get<double>();
}

absl::StatusOr<nlohmann::json> Run(int referrals, const std::string& folder) {
  storage::SqliteOptions options;
  options.path = folder + "/bench.db";
  auto store = storage::OpenSqliteReferralStore(options);
  if (!store.ok()) return store.status();
  std::vector<std::string> ids;
  if (absl::Status status = AddParties(**store); !status.ok()) return status;
  if (absl::Status status = Fill(**store, referrals, &ids); !status.ok()) return status;
  Writer writer(store->get(), {});
  const CommitNow commit = CommitBy(&writer);
  const runtime::SystemClock clock;
  const auto rest = JsonOf(
      Measure(**store, commit, ids, [] { std::this_thread::sleep_for(std::chrono::duration<double>(kRest_s)); }));
  Rescreened done;
  absl::Status failed;
  const Phase rescreening = Measure(**store, commit, ids, [&] {
    const auto result = RescreenOpen(
        **store, clock, commit, [](const std::vector<std::string>&) {}, [] { return false; });
    if (result.ok()) done = *result;
    failed = result.status();
  });
  if (!failed.ok()) return failed;
  const auto control = JsonOf(Measure(**store, commit, ids, [&] { Spin(rescreening.cpu_s); }));
  const auto measured = JsonOf(rescreening);
  return nlohmann::json{{"referrals", done.referrals},
                        {"newly_unsafe", done.newly_unsafe},
                        {"rest", rest},
                        {"rescreening", measured},
                        {"control", control},
                        {"read_ratio_to_control", Ratio(measured, control, "read_p50_us")},
                        {"write_ratio_to_control", Ratio(measured, control, "write_p50_us")}};
}

}  // namespace
}  // namespace tendon::referral

int main(int argc, char** argv) {
  CLI::App app("Measures what re-screening open referrals costs the calls beside it");
  int referrals = 100'000;
  app.add_option("--referrals", referrals, "How many open referrals");
  CLI11_PARSE(app, argc, argv);
  std::string folder = (std::filesystem::temp_directory_path() / "tendon-rescreen.XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) return 1;
  const auto result = tendon::referral::Run(referrals, folder);
  std::filesystem::remove_all(folder);
  if (!result.ok()) {
    std::cerr << result.status() << "\n";
    return 1;
  }
  std::cout << result->dump(2) << "\n";
  return 0;
}
