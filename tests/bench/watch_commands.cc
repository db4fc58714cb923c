// The measurements of watches, and of servers at rest.
#include <thread>

#include "tests/bench/commands.h"
#include "tests/bench/result.h"
#include "tests/bench/usage.h"
#include "tests/bench/watchers.h"
#include "tests/bench/world.h"

namespace tendon::bench {
namespace {

using nlohmann::json;

constexpr std::chrono::milliseconds kDeliveryTimeout{60'000};

void Rest(double seconds) { std::this_thread::sleep_for(std::chrono::duration<double>(seconds)); }

json WatchJson(const CommandOptions& options, const WatchTotals& totals, bool all_arrived) {
  json result = BaseJson(options);
  result["watchers"] = options.watchers;
  result["deliveries"] = totals.deliveries;
  result["duplicates"] = totals.duplicates;
  result["gaps"] = totals.gaps;
  if (!totals.first_error.empty()) result["first_error"] = totals.first_error;
  result["ok"] = all_arrived && totals.duplicates == 0 && totals.gaps == 0 && totals.first_error.empty();
  return result;
}

// Uses no more than a server at rest does, over `hold_s`.
void AddRest(const CommandOptions& options, json* result) {
  Rest(1);  // what the beginning has left behind
  const double cpu = CpuMicros(options.load.server);
  Rest(options.hold_s);
  (*result)["cpu_percent"] = (CpuMicros(options.load.server) - cpu) / options.hold_s / 1e4;
  (*result)["rss_mib"] = ResidentMib(options.load.server);
}

}  // namespace

absl::StatusOr<json> RunFanOut(const CommandOptions& options) {
  Target target(options.server, options.connections);
  const auto world = MakeWorld(target, 1);
  if (!world.ok()) return world.status();
  const Caller& recipient = world->recipients[0];
  // The events of the organisation itself are there; the last of them tells that a watch has begun.
  const auto first = FeedHead(target, recipient);
  if (!first.ok()) return first.status();
  WatchGroup watches;
  for (int i = 0; i < options.watchers; ++i) watches.Start(target, static_cast<size_t>(i), recipient, *first - 1);
  if (!watches.WaitFor(*first, kDeliveryTimeout)) return absl::UnavailableError("the watches do not begin");
  LoadOptions load = options.load;
  load.warm_up_s = 0;
  load.window_s = options.events / load.rate;
  const LoadResult sent = RunLoad(*MakeCreateSend(*world), target, load);
  const auto last = FeedHead(target, recipient);
  if (!last.ok()) return last.status();
  const bool all_arrived = watches.WaitFor(*last, kDeliveryTimeout);
  WatchTotals totals = watches.Stop();
  const int64_t due = (*last - *first + 1) * options.watchers;
  json result = WatchJson(options, totals, all_arrived && totals.deliveries == due && sent.ok());
  result["events"] = *last - *first;
  result["deliveries_due"] = due;
  result["asked_rate"] = load.rate;
  result["server_cpu_us"] = sent.server_cpu_us / static_cast<double>(*last - *first);
  result["rss_mib"] = sent.server_rss_mib;
  AddLatency(PercentilesOf(std::move(totals.latencies_ns)), &result);
  return result;
}

absl::StatusOr<json> RunIdleWatches(const CommandOptions& options) {
  Target target(options.server, options.connections);
  const auto world = MakeWorld(target, options.recipients);
  if (!world.ok()) return world.status();
  WatchGroup watches;
  for (int i = 0; i < options.watchers; ++i) {
    const auto number = static_cast<size_t>(i);
    watches.Start(target, number, world->recipient_of(number), 0);
  }
  // Each feed has the events of its organisation.
  const bool all_began = watches.WaitFor(1, kDeliveryTimeout);
  json rest;
  AddRest(options, &rest);
  json result = WatchJson(options, watches.Stop(), all_began);
  result.update(rest);
  return result;
}

absl::StatusOr<json> RunIdle(const CommandOptions& options) {
  json result = BaseJson(options);
  AddRest(options, &result);
  result["ok"] = result["rss_mib"] > 0;
  return result;
}

}  // namespace tendon::bench
