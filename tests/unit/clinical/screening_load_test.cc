// A knowledge base with a mistake is refused with file, line and reason.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/clinical/knowledge/file_set.h"
#include "services/clinical/screening/load.h"
#include "tests/testing/files.h"
#include "tests/unit/clinical/screening_case.h"

namespace tendon::clinical::screening {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// An operator's directory: the embedded files, to be changed.
class OperatorDirectory : public ::testing::Test {
 protected:
  void SetUp() override {
    const knowledge::FileSet embedded = knowledge::FileSet::Embedded();
    for (const absl::string_view name : KnowledgeFileNames()) Write(std::string(name), embedded.Get(name).value());
    Write("VERSION", "test.1\n");
  }
  void Write(const std::string& name, absl::string_view content) {
    testing::WriteFile(directory_.File(name), std::string(content));
  }
  // `from` must be there exactly once.
  void Replace(const std::string& name, absl::string_view from, absl::string_view to) {
    std::string text = testing::ReadFile(directory_.File(name));
    ASSERT_EQ(absl::StrReplaceAll({{from, to}}, &text), 1) << from;
    Write(name, text);
  }
  void Append(const std::string& name, absl::string_view row) {
    Write(name, absl::StrCat(testing::ReadFile(directory_.File(name)), row, "\n"));
  }
  std::string Refusal() {
    const auto knowledge = LoadKnowledge(directory_.path());
    return knowledge.ok() ? "accepted" : std::string(knowledge.status().message());
  }
  const std::string& path() const { return directory_.path(); }

 private:
  testing::TempDir directory_;
};

constexpr char kRules[] = "contraindications.csv";
constexpr char kTail[] = "do,why,K_WERNER,UNVERIFIED,CONSENSUS,,HIGH";

TEST_F(OperatorDirectory, IsLoadedWithItsOwnVersion) {
  const auto knowledge = LoadKnowledge(path());
  ASSERT_TRUE(knowledge.ok()) << knowledge.status();
  EXPECT_THAT(knowledge->version, StartsWith("test.1+sha256:"));
  EXPECT_EQ(knowledge->rules.size(), 166U);
  EXPECT_EQ(knowledge->techniques.size(), 51U);
}

TEST_F(OperatorDirectory, AChangedByteChangesTheVersion) {
  const std::string before = LoadKnowledge(path())->version;
  Replace("sources.csv", "Two clinic lists", "Two clinical lists");
  EXPECT_NE(LoadKnowledge(path())->version, before);
}

TEST_F(OperatorDirectory, RefusesAMissingFile) {
  std::remove((path() + "/sources.csv").c_str());
  EXPECT_THAT(Refusal(), HasSubstr("sources.csv"));
}

TEST_F(OperatorDirectory, RefusesAnUnknownTechnique) {
  Append(kRules, absl::StrCat("CI900,CONDITION,x,A00,,,ICD,,,,tech:ROLFING,SYSTEMIC,,ABSOLUTE,NONE,", kTail));
  EXPECT_EQ(Refusal(),
            "contraindications.csv:168: technique_selector: 'tech:ROLFING' selects no technique, class or group");
}

TEST_F(OperatorDirectory, RefusesAnEmptySelector) {
  Append(kRules, absl::StrCat("CI900,CONDITION,x,A00,,,ICD,,,,,SYSTEMIC,,ABSOLUTE,NONE,", kTail));
  EXPECT_EQ(Refusal(), "contraindications.csv:168: technique_selector: must select at least one technique");
}

TEST_F(OperatorDirectory, RefusesADanglingSource) {
  Append(kRules, "CI900,CONDITION,x,A00,,,ICD,,,,ALL,SYSTEMIC,,ABSOLUTE,NONE,do,why,NOBODY,MIXED,CONSENSUS,,HIGH");
  EXPECT_EQ(Refusal(), "contraindications.csv:168: sources: no source 'NOBODY' in sources.csv");
}

TEST_F(OperatorDirectory, RefusesARuleWithoutASource) {
  Append(kRules, "CI900,CONDITION,x,A00,,,ICD,,,,ALL,SYSTEMIC,,ABSOLUTE,NONE,do,why,,MIXED,CONSENSUS,,HIGH");
  EXPECT_EQ(Refusal(), "contraindications.csv:168: sources: must name at least one source");
}

TEST_F(OperatorDirectory, RefusesABadIcdPrefix) {
  for (const char* prefix : {"i82", "82", "I8.24", "I82.", "I82.12345", "IA2", "I82.4x", "I824"}) {
    SetUp();
    Append(kRules, absl::StrCat("CI900,CONDITION,x,", prefix, ",,,ICD,,,,ALL,SYSTEMIC,,ABSOLUTE,NONE,", kTail));
    EXPECT_EQ(Refusal(), absl::StrCat("contraindications.csv:168: icd10cm_prefixes: '", prefix,
                                      "' is no beginning of an ICD-10-CM code, like I82.4"));
  }
}

TEST_F(OperatorDirectory, TakesWhatSpreadsheetsWrite) {
  std::string rules = testing::ReadFile(path() + "/" + kRules);
  absl::StrReplaceAll({{"\r\n", "\n"}}, &rules);
  absl::StrReplaceAll({{"\n", "\r\n"}}, &rules);
  Write(kRules, "\xEF\xBB\xBF" + rules);
  EXPECT_EQ(Refusal(), "accepted");
}

TEST_F(OperatorDirectory, TellsWhichColumnsAreWrong) {
  Replace("sources.csv", "source_id,citation,address,status,note", "source_id,title,address,status,note");
  EXPECT_EQ(Refusal(),
            "sources.csv:1: missing: citation; not known: title; the columns must be "
            "source_id,citation,address,status,note");
}

TEST_F(OperatorDirectory, TellsOfAFileThatCannotBeReadAndNotOfAllThatRefersToIt) {
  Write("sources.csv", "");
  EXPECT_EQ(Refusal(), "sources.csv:1: the file is empty");
}

TEST_F(OperatorDirectory, TakesARuleOfAMedicationAlone) {
  Append(kRules, absl::StrCat("CI900,MEDICATION,x,,,lithium=6448,RX,,,,tech:MLD,SYSTEMIC,,CLEARANCE,NONE,", kTail));
  auto knowledge = LoadKnowledge(path());
  ASSERT_TRUE(knowledge.ok()) << knowledge.status();
  const Engine engine(std::make_shared<KnowledgeBase>(*std::move(knowledge)));
  ScreeningQuestion question = AskFor("MLD", "calf");
  EXPECT_EQ(VerdictOf(engine.Screen(question), "CI900"), "NONE");
  AddMedications("lithium carbonate", &question.patient);
  EXPECT_EQ(VerdictOf(engine.Screen(question), "CI900"), "CLEARANCE");
}

TEST_F(OperatorDirectory, RefusesADiagnosisInARuleOfAMedicationAlone) {
  Append(kRules, absl::StrCat("CI900,MEDICATION,x,F31,,lithium=6448,RX,,,,ALL,SYSTEMIC,,CLEARANCE,NONE,", kTail));
  EXPECT_EQ(Refusal(), "contraindications.csv:168: icd10cm_prefixes: must be empty where trigger_logic is RX");
}

TEST_F(OperatorDirectory, RefusesAnExclusionOfNothing) {
  Append(kRules, absl::StrCat("CI900,CONDITION,x,I83,I38.9,,ICD,,,,ALL,SYSTEMIC,,ABSOLUTE,NONE,", kTail));
  EXPECT_EQ(Refusal(), "contraindications.csv:168: icd10cm_exclude: 'I38.9' is under no icd10cm_prefixes");
}

TEST_F(OperatorDirectory, RefusesADuplicateId) {
  Append(kRules, absl::StrCat("CI001,CONDITION,x,A00,,,ICD,,,,ALL,SYSTEMIC,,ABSOLUTE,NONE,", kTail));
  EXPECT_EQ(Refusal(), "contraindications.csv:168: rule_id: is there twice");
}

TEST_F(OperatorDirectory, RefusesAnUnknownFinding) {
  Append(kRules, absl::StrCat("CI900,FINDING,x,,,,FINDING,MOON,full,,ALL,SYSTEMIC,,ABSOLUTE,NONE,", kTail));
  EXPECT_EQ(Refusal(), "contraindications.csv:168: finding_code: no finding 'MOON' is known");
}

TEST_F(OperatorDirectory, RefusesAThresholdThatNoPredicateKnows) {
  Replace(kRules, "T>=38.0 Cel", "T>=37.5 Cel");
  EXPECT_THAT(Refusal(), HasSubstr("finding_expr: no predicate says this; known for this finding: T>=38.0 Cel"));
}

TEST_F(OperatorDirectory, RefusesATriggerWithoutItsParts) {
  Append(kRules, absl::StrCat("CI900,CONDITION,x,,,,ICD,,,,ALL,SYSTEMIC,,ABSOLUTE,NONE,", kTail));
  Append(kRules, absl::StrCat("CI901,MEDICATION,x,A00,,,RX_OR_ICD,,,,ALL,SYSTEMIC,,ABSOLUTE,NONE,", kTail));
  Append(kRules, absl::StrCat("CI902,FINDING,x,,,,FINDING,,,,ALL,SYSTEMIC,,ABSOLUTE,NONE,", kTail));
  EXPECT_EQ(Refusal(),
            "contraindications.csv:168: icd10cm_prefixes: must not be empty\n"
            "contraindications.csv:169: rxnorm_ingredients: must not be empty\n"
            "contraindications.csv:170: finding_code: must not be empty for this trigger_logic");
}

TEST_F(OperatorDirectory, RefusesWordsOutsideTheirLists) {
  Append(kRules, absl::StrCat("CI900,CONDITION,x,A00,,,ICD,,,,ALL,SYSTEMIC,,FORBIDDEN,SOON,", kTail));
  EXPECT_EQ(Refusal(),
            "contraindications.csv:168: severity: must be one of ABSOLUTE, CLEARANCE, PRECAUTION\n"
            "contraindications.csv:168: refer_urgency: must be one of NONE, ROUTINE, URGENT_SAME_DAY, EMERGENCY");
}

TEST_F(OperatorDirectory, RefusesABadWindowOrIngredientOrRegion) {
  Append(kRules,
         absl::StrCat("CI900,MEDICATION,x,A00,,Warfarin,RX_OR_ICD,,,2w,ALL,REGIONAL,arm,ABSOLUTE,NONE,", kTail));
  EXPECT_EQ(Refusal(),
            "contraindications.csv:168: rxnorm_ingredients: must be items like warfarin=11289: a name in lower case, "
            "its RxCUI\n"
            "contraindications.csv:168: active_within: must be like 90d, 29-180d or >=90d use\n"
            "contraindications.csv:168: body_regions: no region 'arm' in body_regions.csv");
}

TEST_F(OperatorDirectory, RefusesARegionalRuleWithoutRegions) {
  Append(kRules, absl::StrCat("CI900,CONDITION,x,A00,,,ICD,,,,ALL,REGIONAL,,ABSOLUTE,NONE,", kTail));
  EXPECT_EQ(Refusal(), "contraindications.csv:168: body_regions: must not be empty where region_scope is REGIONAL");
}

TEST_F(OperatorDirectory, RefusesADisputeWithoutANote) {
  Append(kRules, "CI900,CONDITION,x,A00,,,ICD,,,,ALL,SYSTEMIC,,ABSOLUTE,NONE,do,why,VZ1999,MIXED,DISPUTED,,HIGH");
  EXPECT_EQ(Refusal(), "contraindications.csv:168: dispute_note: must not be empty");
}

TEST_F(OperatorDirectory, RefusesAGroupThatIsNotItsDefinition) {
  Replace("technique_groups.csv", "JOINT_MOB_3;JOINT_MOB_4;MANIPULATION;TRACTION_MANUAL;TRACTION_MECH",
          "JOINT_MOB_4;MANIPULATION;TRACTION_MANUAL;TRACTION_MECH");
  EXPECT_THAT(Refusal(), HasSubstr("members: are not those that definition_over_classes gives"));
}

TEST_F(OperatorDirectory, RefusesARegionThatIsPartOfItselfOrOfNone) {
  Append("body_regions.csv", "tail,rump");
  EXPECT_THAT(Refusal(), HasSubstr("body_regions.csv:49: part_of: 'rump' is no region of this file"));
  SetUp();
  Append("body_regions.csv", "ear,ear");
  EXPECT_THAT(Refusal(), HasSubstr("body_regions.csv:49: part_of: 'ear' is no region of this file, or part of itself"));
}

TEST_F(OperatorDirectory, RefusesAScopeOverrideOfNoStateOrTechnique) {
  Append("scope_overrides.csv", "ny,PHYSICAL_THERAPIST,ROLFING,MAYBE,,DN_STATES,HIGH");
  EXPECT_EQ(Refusal(),
            "scope_overrides.csv:6: state: must be the two capital letters of a US state or territory\n"
            "scope_overrides.csv:6: permission: must be one of YES, NO\n"
            "scope_overrides.csv:6: technique_id: no such technique in techniques.csv");
}

}  // namespace
}  // namespace tendon::clinical::screening
