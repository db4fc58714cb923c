// Screening for people: symbols that need no colour, and rule, source, confidence and statement with every verdict.
#include "clients/cli/screening_view.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "clients/cli/screening_flags.h"

namespace tendon::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kScreening[] = R"(
  knowledge_version: "2026.11.1+sha256:ab" verdict: VERDICT_ABSOLUTE statement: "Decision support, not a decision."
  asked_findings: "RF_CHEST"
  techniques {
    technique: "EFFLEURAGE" body_site { region: "calf" laterality: LATERALITY_LEFT } verdict: VERDICT_ABSOLUTE
    hits {
      rule: "CI001" verdict: VERDICT_ABSOLUTE refer_urgency: REFER_URGENCY_URGENT_SAME_DAY
      label: "Acute deep vein thrombosis, leg" action: "Do not treat the limb" rationale: "May dislodge thrombus"
      sources: "ERNST2003" sources: "LTS150" confidence: "HIGH" agreement: "CONSENSUS" source_type: "MIXED"
    }
    unknown_findings: "BP" alternatives: "SELF_CARE"
  }
  techniques { technique: "SELF_CARE" verdict: VERDICT_NO_RULE_HIT }
)";

std::string Shown(bool utf8, bool color) {
  clinical::v1::ScreeningSnapshot screening;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(kScreening, &screening));
  std::istringstream in;
  std::ostringstream out;
  Terminal terminal{in, out, out};
  terminal.utf8 = utf8;
  terminal.color = color;
  PrintScreening(screening, terminal, out);
  return out.str();
}

TEST(ScreeningView, ShowsRuleSourceConfidenceAndStatement) {
  const std::string text = Shown(false, false);
  for (const char* part : {"X", "EFFLEURAGE", "calf LEFT", "DO NOT PERFORM", "CI001", "Acute deep vein thrombosis, leg",
                           "Do not treat the limb", "May dislodge thrombus", "ERNST2003, LTS150", "HIGH", "CONSENSUS",
                           "no override", "SELF_CARE", "anywhere", "no rule hit", "RF_CHEST", "2026.11.1+sha256:ab",
                           "Decision support, not a decision."}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(ScreeningView, SaysWhoSaysThatALicenceDoesNotCoverIt) {
  clinical::v1::ScreeningSnapshot screening;
  auto* verdict = screening.add_techniques();
  verdict->set_technique("DRY_NEEDLING");
  verdict->set_scope(clinical::v1::PERFORMER_SCOPE_OUT_OF_SCOPE);
  verdict->add_scope_sources("DN_STATES");
  verdict->set_scope_confidence("MODERATE");
  verdict->set_scope_note("prohibited by the practice act");
  std::istringstream in;
  std::ostringstream out;
  PrintScreening(screening, Terminal{in, out, out}, out);
  EXPECT_THAT(out.str(), HasSubstr("DRY_NEEDLING: not within the performer's licence, prohibited by the practice act; "
                                   "sources DN_STATES; confidence MODERATE"));
}

TEST(ScreeningView, ASuggestionSaysWhatItsRulesRestOn) {
  referral::v1::SuggestTechniquesResponse response;
  auto* suggestion = response.add_suggestions();
  suggestion->mutable_verdict()->set_verdict(clinical::v1::VERDICT_PRECAUTION);
  auto* hit = suggestion->mutable_verdict()->add_hits();
  hit->set_rule("CI063");
  hit->set_verdict(clinical::v1::VERDICT_PRECAUTION);
  hit->set_action("Pressure <= 3");
  hit->add_sources("STM_FLASH");
  hit->set_confidence("HIGH");
  std::istringstream in;
  std::ostringstream out;
  PrintSuggestions(response, Terminal{in, out, out}, out);
  for (const char* part : {"CI063", "Pressure <= 3", "STM_FLASH", "HIGH"}) EXPECT_THAT(out.str(), HasSubstr(part));
}

TEST(ScreeningView, SaysWhatNoRuleHasLookedAt) {
  clinical::v1::ScreeningSnapshot screening;
  screening.set_unscreened_conditions(2);
  screening.set_unscreened_medications(1);
  std::istringstream in;
  std::ostringstream out;
  PrintScreening(screening, Terminal{in, out, out}, out);
  EXPECT_THAT(out.str(), HasSubstr("2 condition(s) without an ICD-10-CM code, 1 medication(s) without an ingredient"));
}

TEST(ScreeningView, NeedsNoColourToBeRead) {
  EXPECT_THAT(Shown(false, false), Not(HasSubstr("\x1b")));
  EXPECT_THAT(Shown(false, true), HasSubstr("\x1b[31m"));
}

TEST(ScreeningView, HasAShapeOfItsOwnForEachVerdict) {
  for (const bool utf8 : {false, true}) {
    std::set<std::string> symbols;
    for (const auto verdict :
         {clinical::v1::VERDICT_ABSOLUTE, clinical::v1::VERDICT_CLEARANCE, clinical::v1::VERDICT_PRECAUTION,
          clinical::v1::VERDICT_NO_RULE_HIT, clinical::v1::VERDICT_OUT_OF_SCOPE, clinical::v1::VERDICT_UNSPECIFIED}) {
      EXPECT_TRUE(symbols.insert(VerdictSymbol(verdict, utf8)).second);
    }
  }
}

TEST(ScreeningFlags, ReadFactsAsTheyAreTyped) {
  const auto condition = ParseCondition("I82.412@2026-05-01/calf:left");
  ASSERT_TRUE(condition.ok());
  EXPECT_EQ(condition->icd10cm(), "I82.412");
  EXPECT_EQ(condition->onset_date(), "2026-05-01");
  EXPECT_EQ(condition->body_sites(0).laterality(), clinical::v1::LATERALITY_LEFT);
  const auto medication = ParseMedication("fentanyl:transdermal@2026-01-31");
  ASSERT_TRUE(medication.ok());
  EXPECT_EQ(medication->ingredients(0), "fentanyl");
  EXPECT_EQ(medication->route(), "transdermal");
  EXPECT_EQ(medication->start_date(), "2026-01-31");
  const auto pressure = ParseFinding("BP=168mm[Hg],96 mm[Hg]");
  ASSERT_TRUE(pressure.ok());
  ASSERT_EQ(pressure->values_size(), 2);
  EXPECT_EQ(pressure->values(0).value(), 168);
  EXPECT_EQ(pressure->values(1).unit(), "mm[Hg]");
  EXPECT_EQ(ParseFinding("RF_SADDLE")->status(), clinical::v1::FACT_STATUS_PRESENT);
  EXPECT_EQ(ParseFinding("RF_SADDLE=no")->status(), clinical::v1::FACT_STATUS_ABSENT);
  EXPECT_EQ(ParseFinding("RF_SADDLE=unknown")->status(), clinical::v1::FACT_STATUS_UNKNOWN);
}

TEST(ScreeningFlags, RefuseWhatIsNoFact) {
  EXPECT_FALSE(ParseCondition("@2026").ok());
  EXPECT_FALSE(ParseCondition("I82/calf:inside").ok());
  EXPECT_FALSE(ParseMedication("").ok());
  EXPECT_FALSE(ParseFinding("BP=high").ok());
  EXPECT_FALSE(ParseFinding("BP=168").ok());
  EXPECT_FALSE(ParseFinding("=1kg").ok());
}

}  // namespace
}  // namespace tendon::cli
