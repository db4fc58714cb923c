// The worked cases that came with the facts; findings that a case does not list are known to be negative.
#include <gtest/gtest.h>

#include <map>

#include "services/clinical/knowledge/csv.h"
#include "tests/testing/files.h"
#include "tests/unit/clinical/screening_case.h"

namespace tendon::clinical::screening {
namespace {

// What a case calls true by the rule's id, as the value that its name tells.
const std::map<absl::string_view, const char*>& ValuesByRule() {
  static const auto& values =
      *new std::map<absl::string_view, const char*>{{"CI026", "BP=168:mm[Hg],96:mm[Hg]"}, {"CI099", "TEMP=38.4:Cel"}};
  return values;
}

std::string FindingsOf(const knowledge::CsvRow& row) {
  std::string findings;
  for (const absl::string_view item : row.List("true_findings")) {
    const auto value = ValuesByRule().find(item);
    findings += value == ValuesByRule().end() ? std::string(item) + ";" : std::string(value->second) + ";";
  }
  return findings;
}

TEST(ScreeningExamples, AllAreAnsweredAsExpected) {
  const std::string path = std::string(TENDON_SHARED_DIR) + "/clinical/contraindication_examples.csv";
  const std::string text = testing::ReadFile(path);
  if (text.empty()) {
    ASSERT_EQ(std::getenv("CI"), nullptr) << path << " is missing";
    GTEST_SKIP() << path << " is not here";
  }
  const auto rows = knowledge::ParseCsv("contraindication_examples.csv", text,
                                        {"case", "icd10cm", "rxnorm_ingredients", "true_findings", "technique_id",
                                         "target_region", "expected_severity", "expected_rule_ids"});
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(rows->size(), 22U);
  for (const knowledge::CsvRow& row : *rows) {
    ScreeningQuestion question = AskFor(std::string(row["technique_id"]), row["target_region"]);
    AddDiagnoses(row["icd10cm"], &question.patient);
    AddMedications(row["rxnorm_ingredients"], &question.patient);
    AddFindings(FindingsOf(row), &question.patient);
    DenyOtherFindings(&question.patient);
    const Screening screening = EmbeddedEngine().Screen(question);
    const std::string verdict = VerdictName(screening.verdict);
    EXPECT_EQ(verdict == "NONE" ? "ALLOWED" : verdict, row["expected_severity"]) << row["case"];
    EXPECT_EQ(HitsText(screening.techniques.front()), row["expected_rule_ids"]) << row["case"];
  }
}

}  // namespace
}  // namespace tendon::clinical::screening
