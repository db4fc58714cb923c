// `tendon knowledge` without a server.
#include <gmock/gmock.h>

#include "services/clinical/knowledge/file_set.h"
#include "services/clinical/screening/load.h"
#include "tests/unit/cli/cli_fixture.h"

namespace tendon::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class KnowledgeCommand : public CliTest {
 protected:
  // A folder with the program's own files.
  std::string Copy() {
    const auto embedded = clinical::knowledge::FileSet::Embedded();
    for (const auto name : clinical::screening::KnowledgeFileNames()) {
      File(std::string(name), std::string(embedded.Get(name).value()));
    }
    File("VERSION", "mine.1\n");
    return folder_;
  }
  std::string Read(const std::string& name) {
    std::ifstream file(folder_ + "/" + name);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }
};

TEST_F(KnowledgeCommand, ShowsARuleWithItsSources) {
  const CliResult result = Run({"knowledge", "show", "CI062"});
  EXPECT_EQ(result.code, 0);
  for (const char* part : {"DO NOT PERFORM", "M81", "class:MANIPULATION", "VZ1999: Vickers A", "DISPUTED", "HIGH",
                           "Decision support, not a decision."}) {
    EXPECT_THAT(result.out, HasSubstr(part));
  }
}

TEST_F(KnowledgeCommand, FindsByCodeAndWord) {
  EXPECT_THAT(Run({"knowledge", "search", "I82.412"}).out, HasSubstr("CI001"));
  EXPECT_THAT(Run({"knowledge", "search", "Vodder"}).out, HasSubstr("MLD"));
  EXPECT_NE(Run({"knowledge", "search", "gibberish"}).code, 0);
}

TEST_F(KnowledgeCommand, ChecksAFolderAndTellsFileLineAndReason) {
  const std::string folder = Copy();
  EXPECT_EQ(Run({"knowledge", "check", folder}).code, 0);
  File("contraindications.csv", Read("contraindications.csv") + "CI001\n");
  const CliResult result = Run({"knowledge", "check", folder});
  EXPECT_NE(result.code, 0);
  EXPECT_THAT(result.err, HasSubstr("contraindications.csv:168: 1 cells, and the header has 22"));
}

TEST_F(KnowledgeCommand, ExportsFilesThatCanBeLoadedAndOverwritesNone) {
  const std::string folder = folder_ + "/own";
  ASSERT_EQ(Run({"knowledge", "export", folder}).code, 0);
  EXPECT_EQ(Run({"knowledge", "check", folder}).code, 0);
  EXPECT_THAT(Run({"knowledge", "diff", folder}).out, HasSubstr("No difference."));
  const CliResult again = Run({"knowledge", "export", folder});
  EXPECT_EQ(again.code, 3);
  EXPECT_THAT(again.err, HasSubstr("is in the folder already"));
}

TEST_F(KnowledgeCommand, AFolderThatIsNotThereIsBadInput) {
  const CliResult result = Run({"knowledge", "diff", folder_ + "/nowhere"});
  EXPECT_EQ(result.code, 3);
  EXPECT_THAT(result.err, Not(HasSubstr("not yours to see")));
}

TEST_F(KnowledgeCommand, DiffTellsTheCellsThatChanged) {
  const std::string folder = Copy();
  EXPECT_THAT(Run({"knowledge", "diff", folder}).out, HasSubstr("No difference."));
  std::string rules = Read("contraindications.csv");
  const std::string row = "CI146,CONDITION,Posterior";
  rules.replace(rules.find(row), row.size(), "CI146,CONDITION,Anterior");
  File("contraindications.csv", rules);
  const CliResult result = Run({"knowledge", "diff", folder});
  EXPECT_THAT(result.out, HasSubstr("CI146"));
  EXPECT_THAT(result.out, HasSubstr("label: Posterior interosseous"));
  EXPECT_THAT(result.out, Not(HasSubstr("CI145")));
}

}  // namespace
}  // namespace tendon::testing
