// Every rule of the knowledge base fires for cases made for it and not for their nearest misses. The table was written
// from the rules' text: each prefix and its neighbour, both ends of every window and value, the 7th characters, another
// region, a technique beside the selector, a finding that is not known.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "services/clinical/knowledge/csv.h"
#include "tests/testing/files.h"
#include "tests/unit/clinical/screening_case.h"

namespace tendon::clinical::screening {
namespace {

std::vector<knowledge::CsvRow> Cases() {
  const std::string path = std::string(TENDON_SOURCE_DIR) + "/tests/unit/clinical/rule_cases.csv";
  auto rows =
      knowledge::ParseCsv("rule_cases.csv", testing::ReadFile(path),
                          {"rule_id", "expected", "diagnoses", "medications", "findings", "technique", "place", "why"});
  EXPECT_TRUE(rows.ok()) << rows.status();
  return rows.ok() ? *std::move(rows) : std::vector<knowledge::CsvRow>();
}

TEST(RuleCases, EachIsAnsweredAsTheRuleSays) {
  for (const knowledge::CsvRow& row : Cases()) {
    ScreeningQuestion question = AskFor(std::string(row["technique"]), row["place"]);
    AddDiagnoses(row["diagnoses"], &question.patient);
    AddMedications(row["medications"], &question.patient);
    AddFindings(row["findings"], &question.patient);
    EXPECT_EQ(VerdictOf(EmbeddedEngine().Screen(question), row["rule_id"]), row["expected"])
        << "rule_cases.csv:" << row.line() << ": " << row["rule_id"] << ", " << row["why"];
  }
}

TEST(RuleCases, EveryRuleHasOneThatFiresAndOneThatMisses) {
  std::map<std::string, std::set<bool>> fires;
  for (const knowledge::CsvRow& row : Cases()) fires[std::string(row["rule_id"])].insert(row["expected"] != "NONE");
  EXPECT_EQ(EmbeddedEngine().knowledge().rules.size(), 166U);
  for (const Rule& rule : EmbeddedEngine().knowledge().rules) {
    EXPECT_EQ(fires[rule.id], (std::set<bool>{false, true})) << rule.id;
  }
}

}  // namespace
}  // namespace tendon::clinical::screening
