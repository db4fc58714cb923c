// A published series of trainings (Smart4Health, back pain) goes in through the command and comes out of GetEpisode:
// pain before each training 4, 6, 7, 3, 3, 4, and the training number that the sixth repeats as a conflict.
#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/integration/command.h"
#include "tests/integration/fixture.h"

namespace tendon::testing {
namespace {

using ::testing::AllOf;

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kBiggerExample[] =
    "/fixtures/smart4health-backpain/s4h-user-portal/s4h-fhir-xforms/test/api/fixtures/bigger-example";

class FhirImport : public ExchangeTest {
 protected:
  void SetUp() override {
    if (!std::filesystem::is_directory(Folder())) {
      if (std::getenv("CI") != nullptr) FAIL() << "the shared fixtures are missing";
      GTEST_SKIP() << "needs the shared fixtures";
    }
    ExchangeTest::SetUp();
    referral = InProgress();
  }
  static std::string Folder() { return std::string(TENDON_SHARED_DIR) + kBiggerExample; }

  static std::vector<std::string> Files() {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(Folder()))
      if (entry.path().extension() == ".json") files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    return files;
  }

  CommandResult Import(const std::string& arguments) {
    const std::string id = referral.name().substr(referral.name().find('/') + 1);
    return RunCommand(*exchange, kHandWork, "massage_therapist", absl::StrCat("import ", arguments, " --referral ", id),
                      kMassageTherapist);
  }

  // The pain before each training, in the order of time.
  std::vector<double> Trend() {
    std::vector<double> trend;
    const out::Episode episode = Must(river->Episode(referral.name()));
    for (const auto& measure : episode.measures()) {
      if (measure.measure() != "NPRS" || measure.recall() != "now") continue;
      for (const auto& point : measure.points())
        if (point.phase() == clinical::v1::OBSERVATION_PHASE_BEFORE) trend.push_back(point.value());
    }
    return trend;
  }

  void ExpectTheSeries() {
    EXPECT_THAT(Trend(), ElementsAre(4, 6, 7, 3, 3, 4));
    const auto sessions = Must(hand->Sessions(referral.name()));
    std::vector<int> conflicts;
    for (const out::Session& session : sessions.sessions())
      for (const int flag : session.flags())
        if (flag == out::SESSION_FLAG_NUMBER_CONFLICT) conflicts.push_back(session.session_number());
    EXPECT_THAT(conflicts, ElementsAre(1)) << "the sixth repeats the number of the first";
    const out::Episode episode = Must(river->Episode(referral.name()));
    EXPECT_EQ(episode.sessions_completed(), 5) << "a person must say which of the two number one is";
    EXPECT_EQ(episode.flagged_sessions(), 1);
  }

  pb::Referral referral;
};

TEST_F(FhirImport, OfResourcesKeepsTheTrendAndReportsTheRepeatedNumber) {
  std::string arguments = "fhir";
  for (const std::string& file : Files()) absl::StrAppend(&arguments, " ", file);
  const CommandResult first = Import(arguments);
  EXPECT_EQ(first.code, 0) << first.text;
  EXPECT_THAT(first.text, AllOf(HasSubstr("NUMBER_CONFLICT"), HasSubstr("repeats the session number")));
  ExpectTheSeries();
  EXPECT_THAT(Import(arguments).text, HasSubstr("DUPLICATE")) << "the same again";
  ExpectTheSeries();
}

TEST_F(FhirImport, OfNdjsonIsTheSame) {
  const std::string path = exchange->folder() + "/series.ndjson";
  std::ofstream lines(path);
  for (const std::string& file : Files()) lines << nlohmann::json::parse(std::ifstream(file)).dump() << '\n';
  lines.close();
  const CommandResult first =
      Import(absl::StrCat("ndjson ", path, " --checkpoint ", exchange->folder(), "/checkpoint"));
  EXPECT_EQ(first.code, 0) << first.text;
  EXPECT_THAT(first.text, HasSubstr("NUMBER_CONFLICT"));
  ExpectTheSeries();
  const CommandResult again = Import("ndjson " + path);
  EXPECT_THAT(again.text, HasSubstr(" 0 stored, "));
  ExpectTheSeries();
}

}  // namespace
}  // namespace tendon::testing
