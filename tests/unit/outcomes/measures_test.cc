// The catalogue of measures against the reviewed table.
#include "services/clinical/measures.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace tendon::clinical {
namespace {

// One line of CSV with quoted cells; no cell of this table has a line break.
std::vector<std::string> SplitCsv(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    if (c == ',' && !quoted) cells.emplace_back();
    if (c != '"' && (c != ',' || quoted)) cells.back().push_back(c);
  }
  return cells;
}

TEST(MeasuresTest, AgreesWithTheReviewedTableCellByCell) {
  const std::filesystem::path path = std::filesystem::path(TENDON_SHARED_DIR) / "clinical" / "measures.csv";
  if (!std::filesystem::exists(path)) {
    if (std::getenv("CI") != nullptr) FAIL() << "the fixture is missing: " << path;
    GTEST_SKIP() << "no fixtures at " << path;
  }
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  const std::vector<std::string> header = SplitCsv(line);
  size_t rows = 0;
  while (std::getline(file, line)) {
    const std::vector<std::string> cells = SplitCsv(line);
    std::map<std::string, std::string> row;
    for (size_t i = 0; i < header.size() && i < cells.size(); ++i) row[header[i]] = cells[i];
    SCOPED_TRACE(row["measure_id"]);
    const MeasureFacts* facts = FindMeasure(row["measure_id"]);
    ASSERT_NE(facts, nullptr);
    EXPECT_EQ(facts->unit, row["ucum"]);
    EXPECT_EQ(facts->minimum, std::stod(row["score_min"]));
    EXPECT_EQ(facts->maximum, std::stod(row["score_max"]));
    const auto direction = row["direction"] == "LOWER_BETTER"    ? outcomes::v1::DIRECTION_LOWER_BETTER
                           : row["direction"] == "HIGHER_BETTER" ? outcomes::v1::DIRECTION_HIGHER_BETTER
                                                                 : outcomes::v1::DIRECTION_UNSPECIFIED;
    EXPECT_EQ(facts->direction, direction);
    EXPECT_EQ(facts->true_zero, row["ucum"] != "{Tscore}");
    ++rows;
  }
  EXPECT_EQ(rows, kMeasures.size());
}

}  // namespace
}  // namespace tendon::clinical
