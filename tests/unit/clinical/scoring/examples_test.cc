// Scores that stand in reviewed tables: the worked examples, and every cell of the T-score tables.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "services/clinical/knowledge/csv.h"
#include "tests/unit/clinical/scoring/shared_tables.h"

namespace tendon::clinical::scoring {
namespace {

// Half of the last decimal that is written: "35.5556" within 0.00005.
double Tolerance(const std::string& written) {
  const size_t point = written.find('.');
  const double decimals = point == std::string::npos ? 0 : static_cast<double>(written.size() - point - 1);
  return 0.5 * std::pow(10, -decimals) + 1e-9;
}

// "6.1" the standard error; "2;MEDIUM" psychosocial subscale and risk.
void ExpectExtra(const std::string& id, const std::string& extra, const Score& score) {
  if (id == "START_BACK") {
    EXPECT_EQ(absl::StrCat(score.parts.at(0).value, ";", score.band), extra);
    return;
  }
  ASSERT_TRUE(score.standard_error.has_value());
  EXPECT_NEAR(*score.standard_error, std::stod(extra), 1e-9);
}

TEST(ScoringExamplesTest, EveryWorkedExampleScoresAsWritten) {
  const std::string text = SharedTable("measure_examples.csv");
  if (text.empty()) GTEST_SKIP() << "no fixtures";
  const auto rows = knowledge::ParseCsv("measure_examples.csv", text,
                                        {"measure_id", "item_values", "expected", "expected_extra", "note"});
  ASSERT_TRUE(rows.ok()) << rows.status();
  for (const auto& row : *rows) {
    const std::string id(row["measure_id"]), items(row["item_values"]), expected(row["expected"]);
    SCOPED_TRACE(absl::StrCat(id, " ", items));
    const Reading reading = Scored(id, items);
    ASSERT_TRUE(reading.faults.empty()) << reading.faults[0].field << " " << reading.faults[0].rule;
    if (expected == "NO_SCORE") {
      EXPECT_FALSE(reading.score.value.has_value());
      EXPECT_FALSE(reading.score.no_score_reason.empty());
      continue;
    }
    ASSERT_TRUE(reading.score.value.has_value()) << reading.score.no_score_reason;
    EXPECT_NEAR(*reading.score.value, std::stod(expected), Tolerance(expected));
    if (!row["expected_extra"].empty()) ExpectExtra(id, std::string(row["expected_extra"]), reading.score);
  }
  EXPECT_EQ(rows->size(), 86U);
}

// Answers of 1 to 5 with this sum.
Answers WithSum(int items, int sum) {
  Answers answers(static_cast<size_t>(items), 1.0);
  int left = sum - items;
  for (auto& answer : answers) {
    const int more = std::min(left, 4);
    answer = 1 + more;
    left -= more;
  }
  return answers;
}

TEST(ScoringExamplesTest, EveryCellOfTheTScoreTables) {
  const std::string text = SharedTable("promis_tscores.csv");
  if (text.empty()) GTEST_SKIP() << "no fixtures";
  const auto rows = knowledge::ParseCsv("promis_tscores.csv", text,
                                        {"form_id", "instrument_version", "n_items", "raw_sum", "t_score", "se",
                                         "rederived_t", "rederived_se", "status", "source"});
  ASSERT_TRUE(rows.ok()) << rows.status();
  for (const auto& row : *rows) {
    const std::string id(row["form_id"]);
    SCOPED_TRACE(absl::StrCat(id, " ", std::string(row["raw_sum"])));
    const Answers answers = WithSum(std::stoi(std::string(row["n_items"])), std::stoi(std::string(row["raw_sum"])));
    const Reading reading = ReadBuiltIn(FromItems(id, answers), true);
    ASSERT_TRUE(reading.faults.empty());
    ASSERT_TRUE(reading.score.value.has_value());
    EXPECT_DOUBLE_EQ(*reading.score.value, std::stod(std::string(row["t_score"])));
    EXPECT_DOUBLE_EQ(reading.score.standard_error.value_or(-1), std::stod(std::string(row["se"])));
  }
  EXPECT_EQ(rows->size(), 344U);
}

// What the program carries is what was reviewed, byte for byte but for the ends of lines.
TEST(CatalogueTest, TheTablesOfTheProgramAreTheReviewedOnes) {
  const auto files = knowledge::FileSet::Embedded();
  for (const char* name : {"measures.csv", "promis_tscores.csv", "rom_norms.csv", "trajectory_rules.csv"}) {
    const std::string reviewed = SharedTable(name);
    if (reviewed.empty()) GTEST_SKIP() << "no fixtures";
    EXPECT_TRUE(*files.Get(name) == reviewed) << name;
  }
}

TEST(CatalogueTest, HoldsEveryMeasureAndNorm) {
  const Catalogue& catalogue = Catalogue::BuiltIn();
  EXPECT_EQ(catalogue.measures().size(), 44U);
  EXPECT_EQ(catalogue.norms().size(), 199U);
  EXPECT_EQ(catalogue.Find("nprs"), nullptr);
  const Measure& odi = MeasureOf("ODI");
  EXPECT_EQ(odi.unit, "%");
  EXPECT_EQ(odi.mic_abs, 10);
  EXPECT_EQ(odi.mic_pct, 30);
  EXPECT_EQ(odi.mdc, 10.5);
  EXPECT_EQ(odi.direction, outcomes::v1::DIRECTION_LOWER_BETTER);
  EXPECT_TRUE(odi.true_zero);
  EXPECT_FALSE(MeasureOf("PROMIS_PI_4A").true_zero);
  EXPECT_FALSE(MeasureOf("TSK11").true_zero) << "it begins at 11";
  EXPECT_EQ(MeasureOf("HR").direction, outcomes::v1::DIRECTION_NEUTRAL);
}

TEST(CatalogueTest, OtherTScoreTablesAreRefused) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::path(::testing::TempDir()) / "other_tables";
  fs::create_directories(folder);
  const auto files = knowledge::FileSet::Embedded();
  std::vector<absl::string_view> names = CatalogueFiles();
  for (const absl::string_view name : names) {
    std::string text(*files.Get(name));
    if (name == "promis_tscores.csv") text.replace(text.find("41.6"), 4, "41.7");
    std::ofstream(folder / std::string(name), std::ios::binary) << text;
  }
  std::ofstream(folder / "VERSION") << "2026.1\n";
  const auto changed = knowledge::FileSet::FromDirectory(folder.string(), names);
  ASSERT_TRUE(changed.ok()) << changed.status();
  const auto loaded = Catalogue::Load(*changed);
  EXPECT_EQ(loaded.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(loaded.status().message().find("promis_tscores.csv"), absl::string_view::npos);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace tendon::clinical::scoring
