// The small tables: body sites, disciplines, measures, times. Expected values are from the knowledge base, the manifest
// of the fixtures and the standards.
#include <fstream>
#include <set>

#include "clients/interop/body_sites.h"
#include "clients/interop/disciplines.h"
#include "clients/interop/fhir_time.h"
#include "clients/interop/measures.h"
#include "tests/unit/interop/fixtures.h"

namespace tendon::interop {
namespace {

namespace pb = clinical::v1;

Concept Snomed(const std::string& code, const std::string& display = "", const std::string& text = "") {
  return {"", {{std::string(kSnomed), code, display}}, text};
}

std::string Said(const Concept& site) {
  const std::optional<pb::BodySite> found = ToBodySite(site);
  if (!found) return "nothing";
  constexpr const char* kSides[] = {"", " left", " right", " both", " midline"};
  return found->region() + kSides[found->laterality()];
}

TEST(BodySitesTest, ReadsCodesWithTheirSide) {
  EXPECT_EQ(Said(Snomed("36701003")), "knee both");
  EXPECT_EQ(Said(Snomed("82169009")), "knee left");
  EXPECT_EQ(Said(Snomed("6757004")), "knee right");
  EXPECT_EQ(Said(Snomed("122496007")), "lumbar");
  EXPECT_EQ(Said(Snomed("91774008")), "shoulder right");
  EXPECT_EQ(Said(Snomed("71341001:272741003=7771000")), "thigh left");
  EXPECT_EQ(Said(Snomed("72696002:272741003=51440002")), "knee both");
}

TEST(BodySitesTest, ReadsWords) {
  EXPECT_EQ(Said({"", {{"", "", "Right arm"}}, "Right arm"}), "upper_extremity right");
  EXPECT_EQ(Said(Snomed("0", "Entire Left Forearm")), "forearm left");
  EXPECT_EQ(Said({"", {}, "Both knees (body structure)"}), "knee both");
  EXPECT_EQ(Said({"", {}, "Structure of left shoulder region"}), "shoulder left");
  EXPECT_EQ(Said({"", {}, "feet, bilateral"}), "foot both");
  EXPECT_EQ(Said({"", {}, "Lower back"}), "lumbar");
}

TEST(BodySitesTest, TakesTheSideFromWordsWhereTheCodeHasNone) {
  EXPECT_EQ(Said(Snomed("72696002", "Knee", "left knee")), "knee left");
}

TEST(BodySitesTest, NamesNoSiteWhereItIsNotSure) {
  EXPECT_EQ(Said(Snomed("39607008", "Lung structure")), "nothing");
  EXPECT_EQ(Said({"", {}, "left and right knee"}), "nothing");
  EXPECT_EQ(Said({"", {}, ""}), "nothing");
  EXPECT_EQ(Said(Snomed("71341001:363698007=7771000")), "nothing");
  EXPECT_EQ(Said(Snomed("82169009", "", "right knee")), "nothing") << "code and words name different sides";
}

TEST(DisciplinesTest, ReadsRolesServicesAndCredentials) {
  EXPECT_EQ(DisciplineOfRole({"http://nucc.org/provider-taxonomy", "225100000X", ""}),
            pb::DISCIPLINE_PHYSICAL_THERAPIST);
  EXPECT_EQ(DisciplineOfRole({"http://nucc.org/provider-taxonomy", "2251X0800X", ""}),
            pb::DISCIPLINE_PHYSICAL_THERAPIST);
  EXPECT_EQ(DisciplineOfRole({"http://nucc.org/provider-taxonomy", "225700000X", ""}),
            pb::DISCIPLINE_MASSAGE_THERAPIST);
  EXPECT_EQ(DisciplineOfRole({"http://nucc.org/provider-taxonomy", "208100000X", ""}), pb::DISCIPLINE_PHYSICIAN);
  EXPECT_EQ(DisciplineOfRole({"http://nucc.org/provider-taxonomy", "225X00000X", ""}),
            pb::DISCIPLINE_UNSPECIFIED);  // occupational
  EXPECT_EQ(DisciplineOfRole({std::string(kSnomed), "36682004", ""}), pb::DISCIPLINE_PHYSICAL_THERAPIST);
  EXPECT_EQ(DisciplineOfRole({std::string(kSnomed), "1172950003", ""}), pb::DISCIPLINE_MASSAGE_THERAPIST);
  EXPECT_EQ(DisciplineOfService({std::string(kSnomed), "91251008", ""}), pb::DISCIPLINE_PHYSICAL_THERAPIST);
  EXPECT_EQ(DisciplineOfService({"http://example.org", "91251008", ""}), pb::DISCIPLINE_UNSPECIFIED);
  EXPECT_EQ(DisciplineOfCredentials("Paul Therapist, PT"), pb::DISCIPLINE_PHYSICAL_THERAPIST);
  EXPECT_EQ(DisciplineOfCredentials("Pamela Educator, RN"), pb::DISCIPLINE_UNSPECIFIED);
  EXPECT_EQ(DisciplineOfCredentials("PT"), pb::DISCIPLINE_UNSPECIFIED);
}

TEST(MeasuresTest, AnswerCodesAreThoseOfTheManifest) {
  constexpr const char* kCodes[] = {"LA6111-4",  "LA6112-2",  "LA6113-0",  "LA6114-8",  "LA6115-5", "LA10137-0",
                                    "LA10138-8", "LA10139-6", "LA10140-4", "LA10141-2", "LA13942-0"};
  for (int score = 0; score <= 10; ++score) {
    const ImportResult result = ImportTexts({R"({"resourceType": "Observation", "id": "o", "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "72514-3"}]}, "effectiveDateTime": "2026-01-01T10:00:00Z",
        "valueCodeableConcept": {"coding": [{"system": "http://loinc.org", "code": ")" +
                                             std::string(kCodes[score]) + R"("}]}})"});
    ASSERT_EQ(result.assessments.size(), 1u) << Show(result);
    EXPECT_EQ(result.assessments[0].session.observations(0).value(), score);
  }
}

TEST(TimesTest, ReadsDatesOfTheCalendarOnly) {
  for (const char* good : {"2026", "2026-02", "2024-02-29", "0001-01-01"}) EXPECT_TRUE(IsFhirDate(good)) << good;
  for (const char* bad : {"", "26", "2026-13", "2026-00", "2026-02-29", "2026-2-1", "2026-01-01T", "2026/01/01", "0000",
                          "20260101", "2026-01-001"}) {
    EXPECT_FALSE(IsFhirDate(bad)) << bad;
  }
}

TEST(TimesTest, ReadsMomentsWithTheirOffset) {
  const auto seconds = [](const char* text) { return absl::ToUnixSeconds(ParseFhirTime(text)->time); };
  EXPECT_EQ(seconds("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(seconds("1970-01-01T02:00:00+01:00"), 3600);
  EXPECT_EQ(seconds("1969-12-31T19:00:00-05:00"), 0);
  EXPECT_EQ(seconds("2016-09-27"), 1474934400);
  EXPECT_EQ(absl::ToUnixMillis(ParseFhirTime("1970-01-01T00:00:00.125Z")->time), 125);
  for (const char* bad : {"2026-01-01T10:00:00", "2026-01-01T10:00Z", "2026-01-01T25:00:00Z", "2026-01-01T10:00:00.Z",
                          "2026-01T10:00:00Z", "2026-01-01T10:00:00+1:00", "2026-01-01 10:00:00Z", "yesterday",
                          "2026-01-01T10:61:00Z", "2026-01-01T10:00:00z"}) {
    EXPECT_FALSE(ParseFhirTime(bad).has_value()) << bad;
  }
}

// The tables name only what the knowledge base holds.
class KnowledgeTest : public FixtureTest {
 protected:
  std::set<std::string> FirstColumn(const std::string& file) const {
    std::ifstream in(Fixtures().parent_path() / "clinical" / file);
    std::set<std::string> values;
    for (std::string line; std::getline(in, line);) values.insert(line.substr(0, line.find(',')));
    return values;
  }
};

TEST_F(KnowledgeTest, EveryRegionOfTheTableIsInTheKnowledgeBase) {
  const std::set<std::string> regions = FirstColumn("body_regions.csv");
  ASSERT_THAT(regions, testing::Contains("knee"));
  for (const std::string_view region : RegionsOfTheTable())
    EXPECT_THAT(regions, testing::Contains(std::string(region)));
}

TEST_F(KnowledgeTest, EveryMeasureIsInTheKnowledgeBase) {
  const std::set<std::string> measures = FirstColumn("measures.csv");
  ASSERT_THAT(measures, testing::Contains("NPRS"));
  for (const char* loinc : {"72514-3", "38208-5", "38214-3", "75261-8", "97909-6", "82237-9", "77218-6"}) {
    const Measure* measure = MeasureOfLoinc(loinc);
    ASSERT_NE(measure, nullptr) << loinc;
    EXPECT_THAT(measures, testing::Contains(std::string(measure->code)));
  }
  EXPECT_EQ(MeasureOfLoinc("72514-3")->code, "NPRS");
  EXPECT_EQ(MeasureOfLoinc("38214-3")->code, "VAS_PAIN");
  EXPECT_EQ(MeasureOfLoinc("77865-4"), nullptr) << "a bank-level code of PROMIS does not say which form was used";
  EXPECT_FALSE(QuestionOfLinkId("well_being")->measure->in_knowledge_base);
  EXPECT_THAT(measures, testing::Not(testing::Contains("WELL_BEING")));
}

}  // namespace
}  // namespace tendon::interop
