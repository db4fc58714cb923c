// Cases whose whole answer was worked out by hand from the rules and their semantics before the engine was asked:
// boundaries, combinations, ages, pregnancy, sides, units, spellings of codes and names.
#include <gtest/gtest.h>

#include "services/clinical/knowledge/csv.h"
#include "tests/testing/files.h"
#include "tests/unit/clinical/screening_case.h"

namespace tendon::clinical::screening {
namespace {

TEST(ScreeningWalk, EveryCaseIsAnsweredAsByHand) {
  const std::string path = std::string(TENDON_SOURCE_DIR) + "/tests/unit/clinical/screening_walk.csv";
  const auto rows =
      knowledge::ParseCsv("screening_walk.csv", testing::ReadFile(path),
                          {"case", "diagnoses", "medications", "findings", "others", "technique", "place", "expected"});
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_GE(rows->size(), 180U);
  for (const knowledge::CsvRow& row : *rows) {
    ScreeningQuestion question = AskFor(std::string(row["technique"]), row["place"]);
    AddDiagnoses(row["diagnoses"], &question.patient);
    AddMedications(row["medications"], &question.patient);
    AddFindings(row["findings"], &question.patient);
    if (row["others"] == "absent") DenyOtherFindings(&question.patient);
    EXPECT_EQ(HitsText(EmbeddedEngine().Screen(question).techniques.front()), row["expected"])
        << "screening_walk.csv:" << row.line() << ": " << row["case"];
  }
}

}  // namespace
}  // namespace tendon::clinical::screening
