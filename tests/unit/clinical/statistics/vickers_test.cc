// Every cell of Tables 1-3 of Vickers et al. 2004 (BMJ 328:744) from the trial's patients, as printed.
#include "tests/unit/clinical/statistics/vickers.h"

#include <gtest/gtest.h>

#include <set>

#include "absl/strings/str_format.h"
#include "services/clinical/statistics/ancova.h"
#include "services/clinical/statistics/responder.h"
#include "services/clinical/statistics/rounding.h"
#include "services/clinical/statistics/summary.h"

namespace tendon::clinical {
namespace {

using tendon::testing::Number;
using tendon::testing::Record;

std::string Tenth(double value) { return absl::StrFormat("%.1f", RoundHalfUp(value, 1)); }

class VickersTables {
 public:
  VickersTables() : patients_(tendon::testing::VickersCompleters()) {}

  // The cell as the paper prints it; empty for a kind of cell that is not known here.
  std::string Cell(const Record& cell) const {
    const std::string& row = cell.at("row");
    const std::string suffix = cell.at("visit") == "baseline" ? "1" : cell.at("visit") == "3 months" ? "2" : "5";
    if (cell.at("group") == "both") return Adjusted(row.ends_with("score") ? "pk" : "f", suffix);
    const std::vector<Record> arm = ArmOf(cell.at("group"));
    const auto covariate = kCovariates.find(row);
    if (row == "n") return absl::StrFormat("%d", Of(arm, "pk" + suffix).size());
    if (row == "fem" || row == "mig") return Count(arm, covariate->second);
    if (covariate != kCovariates.end()) return MeanAndSd(Of(arm, covariate->second));
    if (row.starts_with(">=35%")) return Responders(arm, "pk", suffix, 35);
    if (row.starts_with(">=50%")) return Responders(arm, "f", suffix, 50);
    if (row.starts_with("SF-36 ")) {
      const std::vector<double> values = Of(arm, row.substr(6) + suffix);
      return absl::StrFormat("%d: %s", values.size(), MeanAndSd(values));
    }
    const auto outcome = kOutcomes.find(row.substr(0, row.find(" =")));
    return outcome == kOutcomes.end() ? "" : MeanAndSd(Of(arm, outcome->second.column + suffix, outcome->second.scale));
  }

 private:
  struct Outcome {
    std::string column;
    double scale;
  };
  inline static const std::map<std::string, std::string> kCovariates = {
      {"age", "age"}, {"fem", "sex"}, {"mig", "migraine"}, {"chr", "chronicity"}};
  inline static const std::map<std::string, Outcome> kOutcomes = {
      {"weekly headache score", {"pk", 1}},
      {"days of headache in 28 days", {"f", 1}},
      {"scaled pain medication (weekly)", {"painmedspk", 4}},
      {"scaled prophylactic medication (weekly)", {"prophmqs", 4}}};

  std::vector<Record> ArmOf(const std::string& group) const {
    std::vector<Record> arm;
    for (const Record& patient : patients_)
      if ((patient.at("group") == "1") == (group == "acupuncture")) arm.push_back(patient);
    return arm;
  }

  static std::vector<double> Of(const std::vector<Record>& arm, const std::string& column, double scale = 1) {
    std::vector<double> values;
    for (const Record& patient : arm)
      if (const auto value = Number(patient, column)) values.push_back(*value / scale);
    return values;
  }

  static std::string MeanAndSd(const std::vector<double>& values) {
    const Summary summary = Summarize(values);
    return Tenth(summary.mean) + " (" + Tenth(summary.sd.value_or(0)) + ")";
  }

  static std::string Count(const std::vector<Record>& arm, const std::string& column) {
    const std::vector<double> values = Of(arm, column);
    return absl::StrFormat("%d", std::count(values.begin(), values.end(), 1.0));
  }

  static std::string Responders(const std::vector<Record>& arm, const std::string& column, const std::string& suffix,
                                double percent) {
    int responders = 0;
    int n = 0;
    for (const Record& patient : arm) {
      const auto baseline = Number(patient, column + "1");
      const auto follow_up = Number(patient, column + suffix);
      if (!baseline || !follow_up) continue;
      ++n;
      if (Responds(*baseline, *follow_up, {Threshold::kPercent, percent, true})) ++responders;
    }
    return absl::StrFormat("%d (%.0f%%)", responders, RoundHalfUp(100.0 * responders / n));
  }

  // Control minus acupuncture, with baseline, age, sex, migraine, chronicity, and the acupuncturist as a factor.
  std::string Adjusted(const std::string& column, const std::string& suffix) const {
    AncovaData data{{}, {}, std::vector<std::vector<double>>(5), std::vector<std::vector<int>>(1)};
    std::map<std::string, int> acupuncturists;
    for (const Record& patient : patients_) {
      const auto follow_up = Number(patient, column + suffix);
      if (!follow_up) continue;
      data.outcome.push_back(*follow_up);
      data.arm.push_back(patient.at("group") == "1" ? 0 : 1);
      const std::string columns[] = {column + "1", "age", "sex", "migraine", "chronicity"};
      for (size_t i = 0; i < 5; ++i) data.numeric[i].push_back(*Number(patient, columns[i]));
      const int level = static_cast<int>(acupuncturists.size());
      data.factors[0].push_back(acupuncturists.emplace(patient.at("acupuncturist"), level).first->second);
    }
    const auto result = AdjustedDifferences(data);
    if (!result.ok()) return result.status().ToString();
    const AdjustedDifference& difference = result->at(0);
    return Tenth(difference.difference) + " (" + Tenth(difference.ci.lower) + " to " + Tenth(difference.ci.upper) + ")";
  }

  const std::vector<Record> patients_;
};

TEST(Vickers2004, EveryCellAsPrinted) {
  const auto cells = tendon::testing::ReadSharedCsv("vickers2004_published_tables.csv");
  if (cells.empty()) {
    if (std::getenv("CI") != nullptr) FAIL() << "the shared clinical data are missing";
    GTEST_SKIP() << "needs the shared clinical data";
  }
  EXPECT_EQ(cells.size(), 93U);
  const VickersTables tables;
  for (const Record& cell : cells) {
    EXPECT_EQ(tables.Cell(cell), cell.at("published"))
        << cell.at("table") << ", " << cell.at("row") << ", " << cell.at("group") << ", " << cell.at("visit");
  }
}

}  // namespace
}  // namespace tendon::clinical
