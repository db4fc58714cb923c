// Procedures into what was done in sessions.
#include "clients/interop/treatments.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "services/clinical/knowledge/csv.h"
#include "services/clinical/knowledge/file_set.h"
#include "tests/unit/interop/fixtures.h"

namespace tendon::interop {
namespace {

using nlohmann::json;
using testing::IsEmpty;
using testing::SizeIs;

ImportResult ImportAll(const std::vector<json>& resources) {
  std::vector<std::string> texts;
  for (const json& resource : resources) texts.push_back(resource.dump());
  return ImportTexts(texts);
}

json Treatment(const std::string& id, const std::string& system, const std::string& code) {
  json procedure =
      json::parse(R"({"resourceType": "Procedure", "status": "completed", "subject": {"reference": "Patient/p"},
      "bodySite": [{"text": "Left knee"}],
      "performedPeriod": {"start": "2026-01-02T10:00:00Z", "end": "2026-01-02T10:50:00Z"}})");
  procedure["id"] = id;
  procedure["code"]["coding"] = json::array({{{"system", system}, {"code", code}}});
  return procedure;
}

TEST(TreatmentTest, ATechniqueWithItsSiteAndMinutesIsASession) {
  const ImportResult result = ImportAll({Treatment("d", "urn:tendon:technique", "DEEP_TISSUE")});
  ASSERT_THAT(result.sessions, SizeIs(1)) << Show(result);
  const outcomes::v1::Session& session = result.sessions[0].session;
  EXPECT_EQ(session.status(), outcomes::v1::SESSION_STATUS_COMPLETED);
  EXPECT_EQ(session.start_time().seconds(), 1767348000);  // 2026-01-02T10:00:00Z
  EXPECT_EQ(session.duration_minutes(), 50);
  ASSERT_EQ(session.techniques_size(), 1);
  EXPECT_EQ(session.techniques(0).technique(), "DEEP_TISSUE");
  EXPECT_EQ(session.techniques(0).body_sites(0).region(), "knee");
  EXPECT_EQ(session.techniques(0).body_sites(0).laterality(), clinical::v1::LATERALITY_LEFT);
}

TEST(TreatmentTest, ABillingCodeOfSeveralTechniquesIsASessionThatDoesNotSayWhich) {
  const ImportResult result = ImportAll({Treatment("d", "http://www.ama-assn.org/go/cpt", "97124")});
  ASSERT_THAT(result.sessions, SizeIs(1)) << Show(result);
  EXPECT_EQ(result.sessions[0].session.techniques_size(), 0);
  EXPECT_TRUE(HasIssue(result, Severity::kWarning, "Procedure.code", "several techniques"));
}

TEST(TreatmentTest, WhatWasDoneAtOneTimeIsOneSession) {
  const ImportResult result = ImportAll(
      {Treatment("a", "urn:tendon:technique", "DEEP_TISSUE"), Treatment("b", "urn:tendon:technique", "TENS")});
  ASSERT_THAT(result.sessions, SizeIs(1)) << Show(result);
  EXPECT_EQ(result.sessions[0].session.techniques_size(), 2);
}

TEST(TreatmentTest, WhatIsReadAtTheVisitBelongsToTheSession) {
  json procedure = Treatment("d", "urn:tendon:technique", "DEEP_TISSUE");
  procedure["encounter"]["reference"] = "Encounter/e";
  json pain = json::parse(R"({"resourceType": "Observation", "id": "o", "status": "final",
      "code": {"coding": [{"system": "http://loinc.org", "code": "72514-3"}]}, "subject": {"reference": "Patient/p"},
      "encounter": {"reference": "Encounter/e"}, "effectiveDateTime": "2026-01-02T10:00:00Z", "valueInteger": 6})");
  json response = json::parse(R"({"resourceType": "QuestionnaireResponse", "id": "q", "status": "completed",
      "subject": {"reference": "Patient/p"}, "encounter": {"reference": "Encounter/e"}, "authored": "2026-01-02T10:50:00Z",
      "item": [{"linkId": "38214-3", "answer": [{"valueQuantity": {"value": 45, "code": "mm"}}]}]})");
  const ImportResult result = ImportAll({procedure, pain, response});
  ASSERT_THAT(result.sessions, SizeIs(1)) << Show(result);
  EXPECT_THAT(result.assessments, IsEmpty());
  EXPECT_EQ(result.sessions[0].session.observations_size(), 2);
  EXPECT_THAT(result.sessions[0].sources, SizeIs(3));
}

TEST(TreatmentTest, OnlyWhatWasDoneCounts) {
  for (const char* status :
       {"preparation", "in-progress", "not-done", "on-hold", "stopped", "entered-in-error", "unknown"}) {
    json procedure = Treatment("d", "urn:tendon:technique", "DEEP_TISSUE");
    procedure["status"] = status;
    EXPECT_THAT(ImportAll({procedure}).sessions, IsEmpty()) << status;
  }
}

TEST(TreatmentTest, AnOperationIsNoSession) {
  EXPECT_THAT(ImportAll({Treatment("d", "http://snomed.info/sct", "80146002")}).sessions, IsEmpty());
}

TEST(TreatmentTest, ReadingsWithoutATreatmentAreAssessments) {
  const ImportResult result = ImportAll({json::parse(R"({"resourceType": "Observation", "id": "o", "status": "final",
      "code": {"coding": [{"system": "http://loinc.org", "code": "72514-3"}]}, "subject": {"reference": "Patient/p"},
      "effectiveDateTime": "2026-01-02T10:00:00Z", "valueInteger": 6})")});
  ASSERT_THAT(result.assessments, SizeIs(1)) << Show(result);
  EXPECT_EQ(result.assessments[0].session.status(), outcomes::v1::SESSION_STATUS_ASSESSMENT);
}

// The billing codes are those of the knowledge base: each is known, and names a technique where it is only that one's.
TEST(TreatmentTest, BillingCodesAreThoseOfTheKnowledgeBase) {
  const auto files = clinical::knowledge::FileSet::Embedded();
  const auto text = files.Get("techniques.csv");
  ASSERT_TRUE(text.ok());
  const auto rows = clinical::knowledge::ParseCsv("techniques.csv", *text,
                                                  {"technique_id",
                                                   "name",
                                                   "synonyms",
                                                   "classes",
                                                   "pressure_level",
                                                   "mt",
                                                   "pt",
                                                   "physician",
                                                   "goals",
                                                   "evidence_for_goals",
                                                   "cpt",
                                                   "cpt_note",
                                                   "dose_minutes_min",
                                                   "dose_minutes_max",
                                                   "sessions_per_week",
                                                   "course_weeks",
                                                   "dose_text",
                                                   "invasive",
                                                   "high_velocity",
                                                   "thermal",
                                                   "electrical",
                                                   "sources",
                                                   "confidence"});
  ASSERT_TRUE(rows.ok()) << rows.status();
  std::map<std::string, std::vector<std::string>> techniques;
  for (const auto& row : *rows) {
    std::stringstream codes{std::string(row["cpt"])};
    for (std::string code; std::getline(codes, code, ';');) techniques[code].emplace_back(row["technique_id"]);
  }
  EXPECT_GT(techniques.size(), 20U);
  for (const auto& [code, ids] : techniques) {
    EXPECT_TRUE(IsSessionBillingCode(code)) << code;
    EXPECT_EQ(TechniqueOfCpt(code), ids.size() == 1 ? ids[0] : "") << code;
  }
}

}  // namespace
}  // namespace tendon::interop
