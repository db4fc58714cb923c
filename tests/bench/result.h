// Results as JSON objects, and for people.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "tests/bench/commands.h"
#include "tests/bench/load.h"

namespace tendon::bench {

// What every result has: name, round, connections.
nlohmann::json BaseJson(const CommandOptions& options);
void AddLatency(const Percentiles& latency, nlohmann::json* result);
nlohmann::json ToJson(const CommandOptions& options, const LoadResult& result);

// One number a line.
std::string ResultText(const nlohmann::json& result);

}  // namespace tendon::bench
