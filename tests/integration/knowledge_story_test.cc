// An operator's own knowledge on a real server: files with a mistake stop the start and say where; a rule that is made
// stricter tells of the open referrals that it makes unsafe, once over restarts; made milder again it lets them go.
#include <filesystem>

#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "tests/integration/fixture.h"
#include "tests/testing/files.h"
#include "tests/testing/process.h"

namespace tendon::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// CI063, osteoporosis and deep pressure: a PRECAUTION in the program's own files.
constexpr char kMild[] = "SYSTEMIC,,PRECAUTION,NONE,Pressure <= 3; avoid rib cage compression";
constexpr char kStrict[] = "SYSTEMIC,,ABSOLUTE,NONE,Pressure <= 3; avoid rib cage compression";
constexpr char kRules[] = "/contraindications.csv";

class KnowledgeStory : public ExchangeTest {
 protected:
  void SetUp() override {
    namespace fs = std::filesystem;
    fs::copy(fs::path(TENDON_SOURCE_DIR) / "services/clinical/knowledge/data", folder_.path(),
             fs::copy_options::recursive);
    StartExchange({.referral_flags = {"--knowledge", folder_.path(), "--lame-duck-ms", "0", "--drain-ms", "100"}});
  }
  void Change(const std::string& from, const std::string& to) {
    std::string rules = ReadFile(folder_.path() + kRules);
    ASSERT_EQ(absl::StrReplaceAll({{from, to}}, &rules), 1) << from;
    WriteFile(folder_.path() + kRules, rules);
  }
  void Restart() {
    ASSERT_THAT(exchange->referral().Terminate(), IsOk());
    ASSERT_THAT(exchange->referral().StartAgain(), IsOk());
    ++starts_;
    for (int i = 0; i < 200 && Rescreenings() < starts_; ++i) absl::SleepFor(absl::Milliseconds(50));
    ASSERT_EQ(Rescreenings(), starts_);
  }
  std::string DeepTissueForOsteoporosis() {
    pb::Referral order = SmallReferral(kHandWork);
    order.add_conditions()->set_icd10cm("M81.0");
    auto* planned = order.add_planned_techniques();
    planned->set_technique("DEEP_TISSUE");
    planned->add_body_sites()->set_region("lumbar");
    return Must(river->Send(Must(river->Create(order)))).name();
  }
  int UrgentFor(Party& who) {
    int urgent = 0;
    const auto feed = who.Events();
    for (const pb::Event& event : feed->events()) urgent += event.type() == pb::EVENT_TYPE_URGENT ? 1 : 0;
    return urgent;
  }

  TempDir folder_;

 private:
  int Rescreenings() {
    const std::string log = exchange->referral().Log();
    int count = 0;
    for (size_t at = log.find("\"rescreened\""); at != std::string::npos; at = log.find("\"rescreened\"", at + 1))
      ++count;
    return count;
  }
  int starts_ = 1;
};

TEST_F(KnowledgeStory, AStricterRuleTellsOnceAndAMilderOneLetsGo) {
  const std::string name = DeepTissueForOsteoporosis();
  const pb::Referral before = Must(river->Get(name));
  ASSERT_FALSE(before.unsafe());

  Change(kMild, kStrict);
  WriteFile(folder_.path() + "/VERSION", "strict.2\n");
  Restart();
  const pb::Referral unsafe = Must(river->Get(name));
  EXPECT_TRUE(unsafe.unsafe());
  EXPECT_EQ(unsafe.turn().party(), pb::PARTY_ROLE_REFERRER);
  EXPECT_THAT(unsafe.screening().knowledge_version(), StartsWith("strict.2+sha256:"));
  EXPECT_EQ(UrgentFor(*river), 1);
  EXPECT_EQ(UrgentFor(*hand), 1);

  Restart();
  EXPECT_EQ(Must(river->Get(name)).version(), unsafe.version());
  EXPECT_EQ(UrgentFor(*river), 1);

  Change(kStrict, kMild);
  Restart();
  const pb::Referral released = Must(river->Get(name));
  EXPECT_FALSE(released.unsafe());
  EXPECT_EQ(released.turn().party(), before.turn().party());
  EXPECT_EQ(UrgentFor(*river), 1);
}

TEST_F(KnowledgeStory, FilesWithAMistakeStopTheStart) {
  Change(kMild, "SYSTEMIC,,PERHAPS,NONE,Pressure <= 3; avoid rib cage compression");
  const auto ended = RunToEnd({ProgramPath("tendon-referral"), "--insecure-development", "--listen", "127.0.0.1:0",
                               "--database", folder_.File("other.db"), "--knowledge", folder_.path()},
                              {});
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->exit_code, 1);
  EXPECT_THAT(ended->error, HasSubstr("contraindications.csv:64: severity: must be one of"));
}

}  // namespace
}  // namespace tendon::testing
