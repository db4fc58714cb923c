// Every JSON file of the shared FHIR collections goes through the importer, alone and with all of its collection:
// nothing crashes, every resource is accounted for once, what must not become a referral does not. Prints what happened
// to each kind.
#include <algorithm>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/unit/interop/fixtures.h"

namespace tendon::interop {
namespace {

struct Collection {
  std::string folder;
  std::size_t files;  // counted by hand with find(1)
};

class CorpusTest : public FixtureTest, public testing::WithParamInterface<Collection> {
 protected:
  std::vector<std::filesystem::path> Files() const { return JsonFilesUnder(Fixtures() / GetParam().folder); }
};

// Counts resources by walking the JSON with another reader than the importer's: any object with a resourceType.
std::size_t CountResources(const nlohmann::json& json) {
  std::size_t count = json.is_object() && json.contains("resourceType") ? 1 : 0;
  if (json.is_structured()) {
    for (const auto& child : json) count += CountResources(child);
  }
  return count;
}

void CheckInvariants(const ImportResult& result) {
  std::map<Fate, std::size_t> fates;
  for (const Disposition& disposition : result.dispositions) {
    ++fates[disposition.fate];
    EXPECT_NE(disposition.reason, "") << disposition.resource;
  }
  EXPECT_EQ(fates[Fate::kReferral], result.referrals.size());
  std::size_t sources = 0;
  for (const auto* list : {&result.sessions, &result.assessments}) {
    for (const SessionImport& session : *list) {
      sources += session.sources.size();
      EXPECT_TRUE(session.session.has_start_time()) << session.sources[0];
      EXPECT_LE(session.session.session_number(), 10'000);
    }
  }
  EXPECT_EQ(fates[Fate::kSession] + fates[Fate::kAssessment], sources);
  EXPECT_GE(result.outcomes.size(), fates[Fate::kOutcome]);
  for (const OutcomeImport& outcome : result.outcomes) EXPECT_NE(outcome.based_on, "");
  for (const ReferralImport& referral : result.referrals) {
    EXPECT_EQ(referral.referral.state(), referral::v1::REFERRAL_STATE_UNSPECIFIED) << referral.fhir_reference;
    EXPECT_EQ(referral.referral.name(), "");
  }
  for (const Issue& issue : result.issues) {
    EXPECT_NE(issue.text, "");
    EXPECT_NE(issue.path, "") << issue.text;
  }
}

void Print(const std::string& title, const ImportResult& result) {
  std::printf("\n%s: %zu referrals, %zu sessions, %zu assessments, %zu outcomes\n", title.c_str(),
              result.referrals.size(), result.sessions.size(), result.assessments.size(), result.outcomes.size());
  for (const auto& [type, count] : result.kinds()) {
    std::printf("| %s | %d | %d | %d |", type.c_str(), count.total, count.mapped, count.context);
    const char* separator = " ";
    for (const auto& [reason, times] : count.skipped) {
      std::printf("%s%d %s", separator, times, reason.c_str());
      separator = "; ";
    }
    std::printf(" |\n");
  }
}

TEST_P(CorpusTest, HasTheFilesThatTheManifestNames) { EXPECT_EQ(Files().size(), GetParam().files); }

TEST_P(CorpusTest, ReadsEachFileAlone) {
  for (const std::filesystem::path& file : Files()) {
    SCOPED_TRACE(file.string());
    const ImportResult result = ImportFiles({file});
    EXPECT_EQ(result.dispositions.size(), CountResources(nlohmann::json::parse(ReadFile(file))));
    CheckInvariants(result);
  }
}

TEST_P(CorpusTest, ReadsTheCollectionAsOneImport) {
  const std::vector<std::filesystem::path> files = Files();
  std::size_t resources = 0;
  for (const std::filesystem::path& file : files) resources += CountResources(nlohmann::json::parse(ReadFile(file)));
  const ImportResult result = ImportFiles(files);
  EXPECT_EQ(result.dispositions.size(), resources);
  CheckInvariants(result);
  Print(GetParam().folder, result);
}

// No request that forbids, or that was entered in error, is among the referrals, by the raw JSON of every file.
TEST_P(CorpusTest, LeavesOutWhatMustNotBecomeAReferral) {
  for (const std::filesystem::path& file : Files()) {
    const nlohmann::json json = nlohmann::json::parse(ReadFile(file));
    const bool forbids = json.is_object() && json.value("doNotPerform", false);
    const bool in_error = json.is_object() && json.contains("status") && json["status"] == "entered-in-error";
    if (forbids || in_error) {
      EXPECT_THAT(ImportFiles({file}).referrals, testing::IsEmpty()) << file;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, CorpusTest,
                         testing::Values(Collection{"hl7-fhir-r4-examples", 310},
                                         Collection{"smart4health-backpain", 98}, Collection{"medplum-task-demo", 7},
                                         Collection{"nhs-ers", 194}),
                         [](const auto& info) {
                           std::string name = info.param.folder;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace tendon::interop
