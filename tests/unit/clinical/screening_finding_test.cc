// Findings: units, what is known of a value in part, and which of several readings counts.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "tests/unit/clinical/screening_case.h"

namespace tendon::clinical::screening {
namespace {

Truth Says(const char* expression, FindingCode code, const Reading& reading, const Person& person = {}) {
  return FindPredicate(code, expression)->holds(reading, person);
}

Reading Values(std::optional<double> first, std::optional<double> second = {}) {
  Reading reading;
  reading.status = Truth::kTrue;
  reading.parts = {first, second};
  return reading;
}

Reading Status(Truth status) {
  Reading reading;
  reading.status = status;
  return reading;
}

Person Aged(int years) {
  Person person;
  person.least_age = person.most_age = years;
  return person;
}

constexpr char kCrisis[] = "SBP>=180 || DBP>=120";

TEST(Units, AreConvertedToThoseOfThePredicates) {
  EXPECT_DOUBLE_EQ(Convert(100.4, "[degF]", "Cel").value(), 38.0);
  EXPECT_DOUBLE_EQ(Convert(311.15, "K", "Cel").value(), 38.0);
  EXPECT_DOUBLE_EQ(Convert(80, "g/L", "g/dL").value(), 8.0);
  EXPECT_DOUBLE_EQ(Convert(80, "g/l", "g/dL").value(), 8.0);
  EXPECT_DOUBLE_EQ(Convert(20000, "/uL", "10*9/L").value(), 20.0);
  EXPECT_DOUBLE_EQ(Convert(91, "d", "wk").value(), 13.0);
  EXPECT_NEAR(Convert(24, "kPa", "mm[Hg]").value(), 180.01, 0.01);
}

TEST(Units, ThatDoNotFitGiveNothing) {
  EXPECT_FALSE(Convert(100, "mm[Hg]", "Cel").has_value());
  EXPECT_FALSE(Convert(100, "", "Cel").has_value());
  EXPECT_FALSE(Convert(NAN, "Cel", "Cel").has_value());
  EXPECT_FALSE(Convert(INFINITY, "Cel", "Cel").has_value());
}

TEST(FindingTable, IsInTheOrderOfTheCodesAndNamesEachOnce) {
  std::set<absl::string_view> ids;
  for (size_t i = 0; i < kFindingCount; ++i) {
    EXPECT_EQ(static_cast<size_t>(AllFindings()[i].code), i);
    EXPECT_TRUE(ids.insert(AllFindings()[i].id).second);
    EXPECT_EQ(ParseFindingCode(AllFindings()[i].id), AllFindings()[i].code);
  }
  EXPECT_FALSE(ParseFindingCode("BLOOD").has_value());
}

TEST(BloodPressure, OnePartDecidesWhenItIsHighEnough) {
  EXPECT_EQ(Says(kCrisis, FindingCode::kBp, Values({}, 120)), Truth::kTrue);
  EXPECT_EQ(Says(kCrisis, FindingCode::kBp, Values(179, {})), Truth::kUnknown);
  EXPECT_EQ(Says(kCrisis, FindingCode::kBp, Values(179, 119)), Truth::kFalse);
}

TEST(BloodPressure, PresentWithoutAValueTellsNothing) {
  EXPECT_EQ(Says(kCrisis, FindingCode::kBp, Status(Truth::kTrue)), Truth::kUnknown);
  EXPECT_EQ(Says(kCrisis, FindingCode::kBp, Status(Truth::kFalse)), Truth::kFalse);
}

TEST(Fever, PresentWithoutAValueIsFever) {
  EXPECT_EQ(Says("T>=38.0 Cel", FindingCode::kTemp, Status(Truth::kTrue)), Truth::kTrue);
  EXPECT_EQ(Says("T>=38.0 Cel", FindingCode::kTemp, Status(Truth::kUnknown)), Truth::kUnknown);
}

TEST(Age, ComesFromTheBirthDateBeforeAFinding) {
  EXPECT_EQ(Says("age>=60", FindingCode::kAge, Values(40), Aged(60)), Truth::kTrue);
  EXPECT_EQ(Says("age>=60", FindingCode::kAge, Values(61), Aged(59)), Truth::kFalse);
  Person born_in_that_year;
  born_in_that_year.least_age = 59;
  born_in_that_year.most_age = 60;
  EXPECT_EQ(Says("age>=60", FindingCode::kAge, Reading(), born_in_that_year), Truth::kUnknown);
}

TEST(AcuteInjury, GrowsOlderAfterItWasNoted) {
  Reading noted = Values(24);
  noted.hours_ago = 47.9;
  EXPECT_EQ(Says("age_of_injury<72h", FindingCode::kAcuteInjury, noted), Truth::kTrue);
  noted.hours_ago = 48;
  EXPECT_EQ(Says("age_of_injury<72h", FindingCode::kAcuteInjury, noted), Truth::kFalse);
}

TEST(InjectionSite, OfAnUnknownKindIsOpenUntilSevenDays) {
  constexpr char kFresh[] = "hours_since_injection<24 (steroid/PRP: <168)";
  EXPECT_EQ(Says(kFresh, FindingCode::kInjectionSite, Values(24)), Truth::kUnknown);
  EXPECT_EQ(Says(kFresh, FindingCode::kInjectionSite, Values(168)), Truth::kFalse);
}

TEST(SeventhCharacter, OfAShorterCodeOrAStrangeOneIsNotKnown) {
  EXPECT_EQ(SeventhCharacterIs("S72001", "A"), Truth::kUnknown);
  EXPECT_EQ(SeventhCharacterIs("S72001Z", "A"), Truth::kUnknown);
  EXPECT_EQ(SeventhCharacterIs("S129XXA", "A"), Truth::kTrue);
}

TEST(Route, ThroughTheSkinInWordsOrSnomed) {
  for (const char* route : {"transdermal", "Transdermal patch", "TD", "45890007", "TRNSDERMD"}) {
    EXPECT_EQ(IsTransdermal(route), Truth::kTrue) << route;
  }
  for (const char* route : {"oral", "PO", "by mouth", "subcutaneous", "26643006"}) {
    EXPECT_EQ(IsTransdermal(route), Truth::kFalse) << route;
  }
  for (const char* route : {"topical", "TP", "as told", "6064005"}) {
    EXPECT_EQ(IsTransdermal(route), Truth::kUnknown) << route;
  }
  EXPECT_EQ(IsTransdermal(" "), Truth::kUnknown);
}

// The reading of a later time counts, one without a time stands beside it.
class Readings : public ::testing::Test {
 protected:
  void Add(double systolic, std::optional<int> hours_ago) {
    FindingFact fact;
    fact.code = "BP";
    fact.status = Truth::kTrue;
    fact.values = {{systolic, "mm[Hg]"}, {70, "mm[Hg]"}};
    if (hours_ago.has_value()) fact.time = CaseTime() - absl::Hours(*hours_ago);
    question_.patient.findings.push_back(fact);
  }
  void AddStatus(Truth status, int hours_ago) { AddValues({}, hours_ago, status); }
  void AddSystolic(double systolic, int hours_ago, Truth status = Truth::kTrue) {
    AddValues({{systolic, "mm[Hg]"}}, hours_ago, status);
  }
  std::string Crisis() { return VerdictOf(EmbeddedEngine().Screen(question_), "CI025"); }

 private:
  void AddValues(std::vector<FindingFact::Value> values, int hours_ago, Truth status) {
    FindingFact fact;
    fact.code = "BP";
    fact.status = status;
    fact.values = std::move(values);
    fact.time = CaseTime() - absl::Hours(hours_ago);
    question_.patient.findings.push_back(fact);
  }

  ScreeningQuestion question_ = AskFor("EFFLEURAGE", "back");
};

TEST_F(Readings, TheLatestCounts) {
  Add(190, 24);
  EXPECT_EQ(Crisis(), "ABSOLUTE");
  Add(130, 1);
  EXPECT_EQ(Crisis(), "NONE");
}

TEST_F(Readings, OneWithoutATimeIsNotOvertaken) {
  Add(190, std::nullopt);
  Add(130, 1);
  EXPECT_EQ(Crisis(), "ABSOLUTE");
}

TEST_F(Readings, ADateAheadOvertakesNothing) {
  Add(190, 1);
  Add(120, -24 * 365);
  EXPECT_EQ(Crisis(), "ABSOLUTE");
}

TEST_F(Readings, OneThatTellsLessOvertakesNothing) {
  Add(190, 24);
  AddStatus(Truth::kTrue, 1);  // "BP" without a value
  AddSystolic(120, 1);
  EXPECT_EQ(Crisis(), "ABSOLUTE");
}

TEST_F(Readings, ADenialIsOutweighedByItsOwnValue) {
  Add(190, 24);
  AddStatus(Truth::kFalse, 1);
  EXPECT_EQ(Crisis(), "NONE");
  AddSystolic(185, 0, Truth::kFalse);
  EXPECT_EQ(Crisis(), "ABSOLUTE");
}

// Heat on the foot: CI086, absent sensation, LOCAL.
class Places : public ::testing::Test {
 protected:
  void Add(Truth status, const char* region, Side side, int hours_ago) {
    FindingFact fact;
    fact.code = "SENSATION_ABSENT";
    fact.status = status;
    fact.time = CaseTime() - absl::Hours(hours_ago);
    if (*region != '\0') fact.sites = {{region, side}};
    question_.patient.findings.push_back(fact);
  }
  std::string OnTheFoot() { return VerdictOf(EmbeddedEngine().Screen(question_), "CI086"); }

 private:
  ScreeningQuestion question_ = AskFor("HOT_PACK", "foot:left");
};

TEST_F(Places, WhatIsFoundElsewhereTakesNothingBack) {
  Add(Truth::kTrue, "foot", Side::kLeft, 48);
  Add(Truth::kTrue, "hand", Side::kLeft, 1);
  Add(Truth::kFalse, "foot", Side::kRight, 1);
  EXPECT_EQ(OnTheFoot(), "ABSOLUTE");
}

TEST_F(Places, TheSamePlaceOrNoneDoes) {
  Add(Truth::kTrue, "foot", Side::kLeft, 48);
  Add(Truth::kFalse, "foot", Side::kEither, 1);
  EXPECT_EQ(OnTheFoot(), "NONE");
  Add(Truth::kTrue, "foot", Side::kLeft, 0);
  EXPECT_EQ(OnTheFoot(), "ABSOLUTE");
}

TEST(InjectionSite, ALaterOneDoesNotEndAnEarlierOne) {
  ScreeningQuestion question = AskFor("EFFLEURAGE", "knee");
  for (const int days : {3, 2}) {
    FindingFact fact;
    fact.code = "INJECTION_SITE";
    fact.status = Truth::kTrue;
    fact.values = {{0, "h"}, {days == 3 ? 1.0 : 0.0, "1"}};  // a steroid, and two days ago something else
    fact.time = CaseTime() - absl::Hours(24 * days);
    fact.sites = {{"knee", Side::kEither}};
    question.patient.findings.push_back(fact);
  }
  EXPECT_EQ(VerdictOf(EmbeddedEngine().Screen(question), "CI098"), "ABSOLUTE");
}

TEST(Gestation, OfAPregnancyThatHasEndedSaysNothingOfThisOne) {
  ScreeningQuestion question = AskFor("DEEP_TISSUE", "neck");
  AddDiagnoses("Z33.1;Z3A.24", &question.patient);
  DiagnosisFact& week = question.patient.diagnoses[1];
  week.recorded_date = "2026-02-01";  // week 43 today
  EXPECT_EQ(VerdictOf(EmbeddedEngine().Screen(question), "CI122"), "NONE");
  week.recorded_date = "2025-12-01";
  EXPECT_EQ(VerdictOf(EmbeddedEngine().Screen(question), "CI122"), "CLEARANCE");
}

TEST(Gestation, IsReadFromTheDiagnosisOfItsWeek) {
  const auto first_trimester = [](const char* diagnoses) {
    ScreeningQuestion question = AskFor("DEEP_TISSUE", "neck");
    AddDiagnoses(diagnoses, &question.patient);
    return VerdictOf(EmbeddedEngine().Screen(question), "CI122");
  };
  EXPECT_EQ(first_trimester("Z33.1;Z3A.24"), "NONE");
  EXPECT_EQ(first_trimester("Z33.1;Z3A.13"), "NONE");
  EXPECT_EQ(first_trimester("Z33.1;Z3A.12"), "CLEARANCE");
  EXPECT_EQ(first_trimester("Z33.1;Z3A.01"), "CLEARANCE");
  EXPECT_EQ(first_trimester("Z33.1;Z3A.00"), "CLEARANCE");  // weeks not said
  EXPECT_EQ(first_trimester("Z33.1"), "CLEARANCE");
}

}  // namespace
}  // namespace tendon::clinical::screening
