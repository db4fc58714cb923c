// Properties over random patients: adding a diagnosis, a medication or a positive finding never lowers a verdict, nor
// does forgetting a date; the order of facts does not matter; the same question has one answer.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/clinical/screening/place.h"
#include "tests/unit/clinical/screening_case.h"

namespace tendon::clinical::screening {
namespace {

constexpr int kRounds = 400;
constexpr unsigned kSeed = 20260615;

class RandomPatients : public ::testing::Test {
 protected:
  size_t Pick(size_t count) { return std::uniform_int_distribution<size_t>(0, count - 1)(random_); }
  bool Chance(int percent) { return Pick(100) < static_cast<size_t>(percent); }
  const Rule& AnyRule() { return knowledge_.rules[Pick(knowledge_.rules.size())]; }

  BodyPlace AnyPlace() {
    const Side side = static_cast<Side>(Pick(3));
    return {knowledge_.regions.entries()[Pick(knowledge_.regions.entries().size())].id, side};
  }

  std::string AnyDate() {
    const absl::CivilDay today(2026, 6, 15);
    const std::string day = absl::FormatCivilTime(today - static_cast<int>(Pick(400)));
    return Chance(20) ? day.substr(0, 7) : day;
  }

  // A code under a prefix of some rule. The week of a pregnancy is left out: that is a negative finding in disguise.
  DiagnosisFact AnyDiagnosis() {
    DiagnosisFact fact;
    do {
      const Rule& rule = AnyRule();
      if (rule.prefixes.empty()) continue;
      fact.icd10cm = rule.prefixes[Pick(rule.prefixes.size())];
      while (fact.icd10cm.size() < 6 && Chance(60)) fact.icd10cm += static_cast<char>('0' + Pick(10));
      if (fact.icd10cm.size() == 6 && Chance(60)) fact.icd10cm += "ADGKPSQ"[Pick(7)];
    } while (fact.icd10cm.empty() || fact.icd10cm.rfind("Z3A", 0) == 0);
    if (Chance(60)) fact.onset_date = AnyDate();
    if (Chance(40)) fact.sites.push_back(AnyPlace());
    return fact;
  }

  MedicationFact AnyMedication() {
    MedicationFact fact;
    while (fact.ingredients.empty()) {
      const Rule& rule = AnyRule();
      if (!rule.ingredients.empty()) fact.ingredients = {rule.ingredients[Pick(rule.ingredients.size())].name};
    }
    if (Chance(50)) fact.start_date = AnyDate();
    return fact;
  }

  // Present, as a red flag or another finding without a value would be.
  FindingFact AnyPositiveFinding() {
    FindingFact fact;
    fact.code = std::string(AllFindings()[Pick(kFindingCount)].id);
    fact.status = Truth::kTrue;
    if (Chance(50)) fact.time = CaseTime() - absl::Hours(Pick(100));
    if (Chance(50)) fact.sites.push_back(AnyPlace());
    return fact;
  }

  ScreeningQuestion AnyQuestion() {
    ScreeningQuestion question;
    question.now = CaseTime();
    for (size_t i = Pick(5); i > 0; --i) question.patient.diagnoses.push_back(AnyDiagnosis());
    for (size_t i = Pick(3); i > 0; --i) question.patient.medications.push_back(AnyMedication());
    for (size_t i = Pick(4); i > 0; --i) {
      question.patient.findings.push_back(AnyPositiveFinding());
      if (Chance(50)) question.patient.findings.back().status = Chance(50) ? Truth::kFalse : Truth::kUnknown;
    }
    for (int i = 0; i < 4; ++i) {
      question.techniques.push_back({knowledge_.techniques[Pick(knowledge_.techniques.size())].id, {AnyPlace()}});
    }
    return question;
  }

  static std::vector<Verdict> Verdicts(const ScreeningQuestion& question) {
    std::vector<Verdict> verdicts;
    for (const TechniqueResult& result : EmbeddedEngine().Screen(question).techniques)
      verdicts.push_back(result.verdict);
    return verdicts;
  }

  static std::string Describe(const ScreeningQuestion& question) {
    std::string text;
    for (const auto& d : question.patient.diagnoses) absl::StrAppend(&text, d.icd10cm, "@", d.onset_date, " ");
    for (const auto& m : question.patient.medications) absl::StrAppend(&text, m.ingredients[0], " ");
    for (const auto& f : question.patient.findings) absl::StrAppend(&text, f.code, static_cast<int>(f.status), " ");
    for (const auto& t : question.techniques) absl::StrAppend(&text, t.technique, "/", t.places[0].region, " ");
    return text;
  }

  static void ExpectNotLower(const ScreeningQuestion& before, const ScreeningQuestion& after) {
    const std::vector<Verdict> old_verdicts = Verdicts(before);
    const std::vector<Verdict> new_verdicts = Verdicts(after);
    for (size_t i = 0; i < old_verdicts.size(); ++i) {
      EXPECT_LE(old_verdicts[i], new_verdicts[i]) << i << " of " << Describe(before) << " -> " << Describe(after);
    }
  }

  static std::string AnswerText(const ScreeningQuestion& question) {
    const Screening screening = EmbeddedEngine().Screen(question);
    std::string text = absl::StrCat(static_cast<int>(screening.verdict), static_cast<int>(screening.urgency));
    for (const TechniqueResult& result : screening.techniques) {
      absl::StrAppend(&text, "|", result.technique_id, " ", HitsText(result), " ", result.unknown.to_string());
    }
    return text;
  }

  const KnowledgeBase& knowledge_ = EmbeddedEngine().knowledge();
  std::mt19937 random_{kSeed};
};

TEST_F(RandomPatients, ADiagnosisMoreNeverLowersAVerdict) {
  for (int i = 0; i < kRounds && !HasFailure(); ++i) {
    const ScreeningQuestion before = AnyQuestion();
    ScreeningQuestion after = before;
    after.patient.diagnoses.push_back(AnyDiagnosis());
    ExpectNotLower(before, after);
  }
}

TEST_F(RandomPatients, AMedicationMoreNeverLowersAVerdict) {
  for (int i = 0; i < kRounds && !HasFailure(); ++i) {
    const ScreeningQuestion before = AnyQuestion();
    ScreeningQuestion after = before;
    after.patient.medications.push_back(AnyMedication());
    ExpectNotLower(before, after);
  }
}

TEST_F(RandomPatients, APositiveFindingMoreNeverLowersAVerdict) {
  for (int i = 0; i < kRounds && !HasFailure(); ++i) {
    const ScreeningQuestion before = AnyQuestion();
    ScreeningQuestion after = before;
    after.patient.findings.push_back(AnyPositiveFinding());
    if (Chance(50)) after.patient.findings.back().sites.push_back(AnyPlace());
    ExpectNotLower(before, after);
  }
}

TEST_F(RandomPatients, ForgettingADateNeverLowersAVerdict) {
  for (int i = 0; i < kRounds && !HasFailure(); ++i) {
    const ScreeningQuestion before = AnyQuestion();
    ScreeningQuestion after = before;
    for (DiagnosisFact& fact : after.patient.diagnoses) fact.onset_date.clear();
    for (MedicationFact& fact : after.patient.medications) fact.start_date.clear();
    ExpectNotLower(before, after);
  }
}

TEST_F(RandomPatients, ForgettingThatAFindingIsAbsentNeverLowersAVerdict) {
  for (int i = 0; i < kRounds && !HasFailure(); ++i) {
    const ScreeningQuestion before = AnyQuestion();
    ScreeningQuestion after = before;
    for (FindingFact& fact : after.patient.findings) {
      if (fact.status == Truth::kFalse) fact.status = Truth::kUnknown;
    }
    ExpectNotLower(before, after);
  }
}

TEST_F(RandomPatients, ForgettingASiteNeverAllowsWhatWasNot) {
  for (int i = 0; i < kRounds && !HasFailure(); ++i) {
    const ScreeningQuestion before = AnyQuestion();
    ScreeningQuestion after = before;
    for (DiagnosisFact& fact : after.patient.diagnoses) fact.sites.clear();
    const auto weaken = [](Verdict verdict) { return std::min(verdict, Verdict::kClearance); };
    const std::vector<Verdict> old_verdicts = Verdicts(before);
    const std::vector<Verdict> new_verdicts = Verdicts(after);
    // Where the code has a place of its own, the place that was said may have added to it.
    const auto& diagnoses = before.patient.diagnoses;
    const bool placed_by_code = std::any_of(diagnoses.begin(), diagnoses.end(), [&](const DiagnosisFact& fact) {
      return PlaceOfCode(knowledge_, NormalCode(fact.icd10cm)).regions.any();
    });
    if (placed_by_code) continue;
    for (size_t j = 0; j < old_verdicts.size(); ++j) EXPECT_LE(weaken(old_verdicts[j]), new_verdicts[j]);
  }
}

TEST_F(RandomPatients, TheOrderOfFactsDoesNotMatter) {
  for (int i = 0; i < kRounds && !HasFailure(); ++i) {
    const ScreeningQuestion before = AnyQuestion();
    ScreeningQuestion after = before;
    std::shuffle(after.patient.diagnoses.begin(), after.patient.diagnoses.end(), random_);
    std::shuffle(after.patient.medications.begin(), after.patient.medications.end(), random_);
    std::shuffle(after.patient.findings.begin(), after.patient.findings.end(), random_);
    EXPECT_EQ(AnswerText(before), AnswerText(after)) << Describe(before);
  }
}

TEST_F(RandomPatients, TheSameQuestionHasOneAnswer) {
  for (int i = 0; i < kRounds && !HasFailure(); ++i) {
    const ScreeningQuestion question = AnyQuestion();
    EXPECT_EQ(AnswerText(question), AnswerText(question));
  }
}

TEST_F(RandomPatients, ManyAreNotAllowedEverything) {
  int blocked = 0;
  for (int i = 0; i < kRounds; ++i) {
    for (const Verdict verdict : Verdicts(AnyQuestion())) blocked += verdict >= Verdict::kClearance ? 1 : 0;
  }
  EXPECT_GT(blocked, kRounds / 4);  // else the properties above would say little
  EXPECT_LT(blocked, kRounds * 4 * 9 / 10);
}

}  // namespace
}  // namespace tendon::clinical::screening
