// Scores worked out by hand from measures.csv and promis_tscores.csv before the program was asked: every measure, its
// limits, missing and reversed items, wrong counts, bands.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "services/clinical/knowledge/csv.h"
#include "services/clinical/scoring/nearest.h"
#include "tests/testing/files.h"
#include "tests/unit/clinical/scoring/shared_tables.h"

namespace tendon::clinical::scoring {
namespace {

// "REFUSED", "NO_SCORE", or the score to within its last decimal.
void ExpectScore(const Reading& reading, const std::string& expected) {
  if (expected == "REFUSED") {
    EXPECT_FALSE(reading.faults.empty());
    return;
  }
  ASSERT_TRUE(reading.faults.empty()) << reading.faults[0].field << " " << reading.faults[0].rule;
  if (expected == "NO_SCORE") {
    EXPECT_FALSE(reading.score.value.has_value());
    EXPECT_FALSE(reading.score.no_score_reason.empty());
    return;
  }
  ASSERT_TRUE(reading.score.value.has_value()) << reading.score.no_score_reason;
  EXPECT_NEAR(*reading.score.value, std::stod(expected), 0.005);
}

TEST(MeasureWalkTest, EveryCaseScoresAsByHand) {
  const std::string path = std::string(TENDON_SOURCE_DIR) + "/tests/unit/clinical/scoring/measure_walk.csv";
  const auto rows = knowledge::ParseCsv("measure_walk.csv", testing::ReadFile(path),
                                        {"measure_id", "item_values", "expected", "standard_error", "band", "why"});
  ASSERT_TRUE(rows.ok()) << rows.status();
  std::set<std::string> measures;
  for (const knowledge::CsvRow& row : *rows) {
    const std::string id(row["measure_id"]);
    SCOPED_TRACE(absl::StrCat("measure_walk.csv:", row.line(), ": ", id, ", ", row["why"]));
    measures.insert(id);
    const Reading reading = Scored(id, std::string(row["item_values"]));
    ExpectScore(reading, std::string(row["expected"]));
    if (!row["standard_error"].empty()) {
      ASSERT_TRUE(reading.score.standard_error.has_value());
      EXPECT_DOUBLE_EQ(*reading.score.standard_error, std::stod(std::string(row["standard_error"])));
    }
    if (!row["band"].empty()) {
      EXPECT_EQ(reading.score.band, row["band"]);
    }
  }
  EXPECT_EQ(measures.size(), Catalogue::BuiltIn().measures().size());
  EXPECT_GE(rows->size(), 100U);
}

// Codes that were mistyped, and what may have been meant.
TEST(NearestMeasuresTest, AreThoseThatASlipOrTwoLiesBetween) {
  const auto nearest = [](const char* code) { return NearestMeasures(Catalogue::BuiltIn(), code); };
  using Codes = std::vector<std::string>;
  EXPECT_EQ(nearest("NRPS"), Codes{"NPRS"});
  EXPECT_EQ(nearest("nprs"), Codes{"NPRS"});
  EXPECT_EQ(nearest("PSS-10"), (Codes{"PSS10", "PSS4"}));
  EXPECT_EQ(nearest("VAS"), Codes{"VAS_PAIN"});
  EXPECT_EQ(nearest("QUICK_DASH"), Codes{"QUICKDASH"});
  EXPECT_EQ(nearest("STARTBACK"), Codes{"START_BACK"});
  EXPECT_EQ(nearest("PROMIS_PI").size(), 3U);
  EXPECT_TRUE(nearest("NOPE").empty());
  EXPECT_TRUE(nearest("").empty());
}

}  // namespace
}  // namespace tendon::clinical::scoring
