#include "tests/bench/report.h"

#include <algorithm>
#include <cstdio>
#include <map>

#include "tests/bench/latency.h"

namespace tendon::bench {
namespace {

using nlohmann::json;

// A number that is held against a limit: `number` of `name`, divided by that of `floor` where there is one.
struct Bar {
  const char* id;
  const char* name;
  const char* number;
  const char* floor;
  bool at_most;  // else at least
  double limit;
  const char* text;
  int watchers = 0;  // that a result must have to be held against it
};

constexpr Bar kBars[] = {
    {"get_cpu_over_echo", "get", "server_cpu_us", "echo", true, 2.0, "server CPU: GetReferral / bare echo"},
    {"creates_over_sqlite_loop", "create", "rate", "sqlite-loop", false, 0.45,
     "durable creates/s: server / raw SQLite loop"},
    {"imported_sessions_per_s", "import", "rate", "", false, 5000, "sessions/s imported over one stream"},
    {"idle_referral_rss_mib", "idle-referral", "rss_mib", "", true, 64, "MiB resident, idle: tendon-referral"},
    {"idle_outcomes_rss_mib", "idle-outcomes", "rss_mib", "", true, 64, "MiB resident, idle: tendon-outcomes"},
    {"watches_rss_mib", "watches", "rss_mib", "", true, 256, "MiB resident, 1,000 idle watches, 10 connections", 1000},
    {"watches_1_connection_rss_mib", "watches-1-connection", "rss_mib", "", true, 256,
     "MiB resident, 1,000 idle watches, 1 connection", 1000},
    {"watches_1000_connections_rss_mib", "watches-1000-connections", "rss_mib", "", true, 256,
     "MiB resident, 1,000 idle watches, 1,000 connections", 1000},
};

using ByRound = std::map<int, const json*>;

std::map<std::string, ByRound> Sort(const std::vector<json>& results) {
  std::map<std::string, ByRound> sorted;
  for (const json& result : results) sorted[result.at("name")][result.value("round", 1)] = &result;
  return sorted;
}

// The bar's value in each round that has what it needs.
std::vector<double> ValuesOf(const Bar& bar, const std::map<std::string, ByRound>& sorted) {
  std::vector<double> values;
  const auto rounds = sorted.find(bar.name);
  const auto floors = sorted.find(bar.floor);
  if (rounds == sorted.end()) return values;
  for (const auto& [round, result] : rounds->second) {
    if (result->value("watchers", 0) < bar.watchers) continue;
    const double value = result->value(bar.number, 0.0);
    if (bar.floor[0] == '\0') {
      values.push_back(value);
    } else if (floors != sorted.end() && floors->second.contains(round)) {
      values.push_back(value / floors->second.at(round)->value(bar.number, 0.0));
    }
  }
  return values;
}

json MediansOf(const ByRound& rounds) {
  std::map<std::string, std::vector<double>> numbers;
  for (const auto& [round, result] : rounds) {
    for (const auto& [key, value] : result->items()) {
      if (value.is_number() && key != "round") numbers[key].push_back(value);
    }
  }
  json medians = json::object();
  for (const auto& [key, values] : numbers) medians[key] = Median(values);
  return medians;
}

json Judge(const Bar& bar, const std::vector<double>& values) {
  const double median = Median(values);
  const auto [lowest, highest] = std::minmax_element(values.begin(), values.end());
  return {{"text", bar.text},        {"median", median},
          {"lowest", *lowest},       {"highest", *highest},
          {"rounds", values.size()}, {"limit", bar.limit},
          {"at_most", bar.at_most},  {"met", bar.at_most ? median <= bar.limit : median >= bar.limit}};
}

// One measurement in a line, its numbers in the order of their names.
std::string MediansText(const std::string& name, const json& numbers) {
  std::string text = "  " + name + ":";
  char buffer[96];
  for (const auto& [key, value] : numbers.items()) {
    std::snprintf(buffer, sizeof buffer, " %s=%.6g", key.c_str(), value.get<double>());
    text += buffer;
  }
  return text + "\n";
}

std::string BarText(const json& bar) {
  char buffer[256];
  std::snprintf(buffer, sizeof buffer, "  %-58s %8.2f  (%.2f-%.2f in %d)  bar %s %.2f  %s\n",
                bar["text"].get<std::string>().c_str(), bar["median"].get<double>(), bar["lowest"].get<double>(),
                bar["highest"].get<double>(), bar["rounds"].get<int>(),
                bar["at_most"].get<bool>() ? "<=" : ">=", bar["limit"].get<double>(),
                bar["met"].get<bool>() ? "met" : "NOT MET");
  return buffer;
}

}  // namespace

json MakeReport(const std::vector<json>& results) {
  const auto sorted = Sort(results);
  json report = {{"medians", json::object()}, {"bars", json::object()}};
  for (const auto& [name, rounds] : sorted) report["medians"][name] = MediansOf(rounds);
  for (const Bar& bar : kBars) {
    const std::vector<double> values = ValuesOf(bar, sorted);
    if (!values.empty()) report["bars"][bar.id] = Judge(bar, values);
  }
  return report;
}

bool AllMet(const json& report) {
  const json& bars = report.at("bars");
  return std::all_of(bars.begin(), bars.end(), [](const json& bar) { return bar["met"].get<bool>(); });
}

std::string ReportText(const json& report) {
  std::string text = "Medians over the rounds\n";
  for (const auto& [name, numbers] : report["medians"].items()) text += MediansText(name, numbers);
  text += "Bars: median (lowest-highest in rounds)\n";
  for (const auto& [id, bar] : report["bars"].items()) text += BarText(bar);
  return text;
}

}  // namespace tendon::bench
