// The load of one import: sessions of many referrals over one stream, as fast as the server takes them.
#include <algorithm>
#include <atomic>
#include <thread>

#include "tendon/outcomes/v1/session_service.grpc.pb.h"
#include "tests/bench/commands.h"
#include "tests/bench/result.h"
#include "tests/bench/sample.h"
#include "tests/bench/usage.h"
#include "tests/bench/world.h"

namespace tendon::bench {
namespace {

using nlohmann::json;
using std::chrono::steady_clock;

constexpr std::chrono::minutes kImportTimeout{5};

struct Imported {
  int64_t accepted = 0;
  int64_t others = 0;
  std::string first_refusal;
  double seconds = 0;
  grpc::Status status;
};

// Every record with ids of its own, an hour apart, so that none is like another.
std::vector<outcomes::v1::ImportSessionsRequest> MakeRecords(const Caller& caller,
                                                             const std::vector<std::string>& referrals, int sessions) {
  std::vector<outcomes::v1::ImportSessionsRequest> records(static_cast<size_t>(sessions));
  for (size_t i = 0; i < records.size(); ++i) {
    records[i].set_record_number(static_cast<int64_t>(i) + 1);
    records[i].set_parent(referrals[i % referrals.size()]);
    records[i].set_request_id(NewRequestId());
    *records[i].mutable_session() = SampleSession(caller.clinician);
    auto* start = records[i].mutable_session()->mutable_start_time();
    start->set_seconds(start->seconds() - 3600 * (sessions - static_cast<int64_t>(i)));
  }
  return records;
}

Imported Import(Target& outcomes, const Caller& caller,
                const std::vector<outcomes::v1::ImportSessionsRequest>& records) {
  Imported imported;
  outcomes::v1::SessionService::Stub stub(outcomes.channel(0));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kImportTimeout);
  Prepare(caller, &context);
  const auto began = steady_clock::now();
  const auto stream = stub.ImportSessions(&context);
  std::thread writer([&] {
    for (const auto& record : records)
      if (!stream->Write(record, grpc::WriteOptions().set_buffer_hint())) return;
    stream->WritesDone();
  });
  outcomes::v1::ImportSessionsResponse response;
  while (stream->Read(&response)) {
    const bool accepted = response.outcome() == outcomes::v1::IMPORT_OUTCOME_ACCEPTED;
    ++(accepted ? imported.accepted : imported.others);
    if (!accepted && imported.first_refusal.empty()) imported.first_refusal = response.message();
  }
  writer.join();
  imported.status = stream->Finish();
  imported.seconds = std::chrono::duration<double>(steady_clock::now() - began).count();
  return imported;
}

}  // namespace

absl::StatusOr<json> RunImport(const CommandOptions& options) {
  Target referral(options.server, options.connections);
  Target outcomes(options.outcomes_server, 1);
  const auto world = MakeWorld(referral, 1);
  if (!world.ok()) return world.status();
  const auto referrals = MakeReferrals(referral, *world, options.referrals, Stage::kStarted);
  if (!referrals.ok()) return referrals.status();
  const Caller& caller = world->recipient_of(0);
  const auto records = MakeRecords(caller, *referrals, options.sessions);
  const double server_before = CpuMicros(options.load.server), own_before = OwnCpuMicros();
  const Imported imported = Import(outcomes, caller, records);
  const double sessions = static_cast<double>(std::max<int64_t>(imported.accepted, 1));
  json result = BaseJson(options);
  result["sessions"] = imported.accepted;
  result["rate"] = sessions / imported.seconds;
  result["own_cpu_us"] = (OwnCpuMicros() - own_before) / sessions;
  if (options.load.server > 0) {
    result["server_cpu_us"] = (CpuMicros(options.load.server) - server_before) / sessions;
    result["rss_mib"] = ResidentMib(options.load.server);
  }
  if (!imported.first_refusal.empty()) result["first_error"] = imported.first_refusal;
  if (!imported.status.ok()) result["first_error"] = imported.status.error_message();
  result["ok"] = imported.status.ok() && imported.others == 0 && imported.accepted == options.sessions;
  return result;
}

}  // namespace tendon::bench
