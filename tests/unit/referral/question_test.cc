// What of a referral becomes a question to screening: codes of which systems, co-treatments, what no rule can look at.
#include "services/referral/screening/question.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "absl/time/civil_time.h"

namespace tendon::referral {
namespace {

absl::Time Noon() { return absl::FromCivil(absl::CivilHour(2026, 6, 15, 12), absl::UTCTimeZone()); }

PatientFacts FactsOf(const char* text) {
  v1::Referral referral;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &referral));
  return QuestionOf(referral, Noon()).patient;
}

TEST(QuestionTest, ReadsIcd10ByEveryNameAndCountsWhatHasNone) {
  const PatientFacts facts = FactsOf(R"(
    conditions { icd10cm: "M54.50" other_codings { system: "http://hl7.org/fhir/sid/icd-10-cm" code: "M54.50" } }
    conditions { other_codings { system: "urn:oid:2.16.840.1.113883.6.90" code: "I82.412" } }
    conditions { other_codings { system: "http://hl7.org/fhir/sid/icd-10" code: "C50.9" } }
    conditions { text: "clot" other_codings { system: "http://snomed.info/sct" code: "128053003" } }
    conditions { text: "once" clinical_status: CONDITION_CLINICAL_STATUS_RESOLVED })");
  std::vector<std::string> codes;
  for (const auto& diagnosis : facts.diagnoses) codes.push_back(diagnosis.icd10cm);
  EXPECT_THAT(codes, ::testing::ElementsAre("M54.50", "I82.412", "C50.9"));
  EXPECT_EQ(facts.unscreened_conditions, 1) << "SNOMED CT and words only; what has resolved troubles nobody";
}

TEST(QuestionTest, AnInjectionThatWasGivenIsAnInjectionSite) {
  const PatientFacts facts = FactsOf(R"(
    co_treatments { kind: CO_TREATMENT_KIND_INJECTION start_date: "2026-06-14" body_sites { region: "knee" } }
    co_treatments { kind: CO_TREATMENT_KIND_INJECTION start_date: "2026-06-30" body_sites { region: "hip" } }
    co_treatments { kind: CO_TREATMENT_KIND_INJECTION body_sites { region: "elbow" } })");
  ASSERT_EQ(facts.findings.size(), 1U) << "not the one ahead, and not the one without a day";
  EXPECT_EQ(facts.findings[0].code, "INJECTION_SITE");
  EXPECT_EQ(facts.findings[0].sites[0].region, "knee");
  EXPECT_EQ(facts.findings[0].time, absl::FromCivil(absl::CivilDay(2026, 6, 15), absl::UTCTimeZone()))
      << "as late as it can have been";
}

TEST(QuestionTest, AnOperationIsRecentSurgery) {
  const PatientFacts facts = FactsOf(R"(
    co_treatments { kind: CO_TREATMENT_KIND_SURGERY start_date: "2026-06-01" body_sites { region: "knee" } })");
  ASSERT_EQ(facts.diagnoses.size(), 1U);
  EXPECT_EQ(facts.diagnoses[0].icd10cm, "Z98.89");
  EXPECT_EQ(facts.diagnoses[0].onset_date, "2026-06-01");
}

}  // namespace
}  // namespace tendon::referral
