// From the results of single measurements, one JSON object each, to medians, ratios and the bars they are held against.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace tendon::bench {

// Every result has `name` and `round`, and numbers. The report has `medians` (name → number → median over the rounds)
// and `bars` (bar → median, lowest and highest over the rounds, limit, met); a ratio is taken within each round, so
// that a machine that is slower for a while slows both parts. What was not measured is left out.
nlohmann::json MakeReport(const std::vector<nlohmann::json>& results);

bool AllMet(const nlohmann::json& report);

// For people.
std::string ReportText(const nlohmann::json& report);

}  // namespace tendon::bench
