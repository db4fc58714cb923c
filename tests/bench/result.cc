#include "tests/bench/result.h"

#include <algorithm>

namespace tendon::bench {

using nlohmann::json;

json BaseJson(const CommandOptions& options) {
  return {{"name", options.name}, {"round", options.round}, {"connections", options.connections}};
}

void AddLatency(const Percentiles& latency, json* result) {
  (*result)["p50_us"] = latency.p50_us;
  (*result)["p90_us"] = latency.p90_us;
  (*result)["p99_us"] = latency.p99_us;
  (*result)["p99.9_us"] = latency.p999_us;
  (*result)["max_us"] = latency.max_us;
}

json ToJson(const CommandOptions& options, const LoadResult& load) {
  const double operations = static_cast<double>(std::max<int64_t>(load.operations, 1));
  json result = BaseJson(options);
  result["loop"] = options.load.rate > 0 ? "open" : "closed";
  if (options.load.rate > 0) result["asked_rate"] = options.load.rate;
  if (options.load.rate == 0) result["concurrency"] = options.load.concurrency;
  result["operations"] = load.operations;
  result["rate"] = operations / load.seconds;
  result["answer_bytes"] = static_cast<double>(load.answer_bytes) / operations;
  result["own_cpu_us"] = load.own_cpu_us / operations;
  if (options.load.server > 0) {
    result["server_cpu_us"] = load.server_cpu_us / operations;
    result["rss_mib"] = load.server_rss_mib;
  }
  AddLatency(load.latency, &result);
  result["errors"] = load.errors;
  if (!load.first_error.empty()) result["first_error"] = load.first_error;
  result["not_started"] = load.not_started;
  result["ok"] = load.ok();
  return result;
}

std::string ResultText(const json& result) {
  std::string text;
  for (const auto& [key, value] : result.items()) text += key + ": " + value.dump() + "\n";
  return text;
}

}  // namespace tendon::bench
