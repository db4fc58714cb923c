// Where knowledge comes from, and what it is called.
#include "services/clinical/knowledge/file_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "services/clinical/knowledge/embedded.h"
#include "tests/testing/files.h"

namespace tendon::clinical::knowledge {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

class KnowledgeDirectory : public ::testing::Test {
 protected:
  void Write(const std::string& name, const std::string& content) {
    testing::WriteFile(directory_.File(name), content);
  }
  const std::string& path() const { return directory_.path(); }

 private:
  testing::TempDir directory_;
};

TEST(Sha256, IsThatOfFips180) {
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(EmbeddedFiles, AreTheFilesOfTheSourceByteByByte) {
  const std::filesystem::path data = std::filesystem::path(TENDON_SOURCE_DIR) / "services/clinical/knowledge/data";
  const FileSet files = FileSet::Embedded();
  size_t found = 0;
  for (const auto& entry : std::filesystem::directory_iterator(data)) {
    const auto embedded = files.Get(entry.path().filename().string());
    ASSERT_TRUE(embedded.ok()) << entry.path();
    EXPECT_EQ(*embedded, testing::ReadFile(entry.path())) << entry.path();
    ++found;
  }
  EXPECT_EQ(found, KnowledgeFiles().size());
}

TEST(EmbeddedFiles, HaveAVersionWithAHash) {
  EXPECT_THAT(FileSet::Embedded().Version({"techniques.csv", "sources.csv"}).value(),
              MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+\\+sha256:[0-9a-f]{64}"));
}

TEST_F(KnowledgeDirectory, VersionHashesNamesAndBytesInOneOrder) {
  Write("VERSION", "1.0\n");
  Write("a.csv", "x\n");
  Write("b.csv", "");
  const auto set = FileSet::FromDirectory(path(), {"a.csv", "b.csv"});
  ASSERT_TRUE(set.ok()) << set.status();
  // printf 'a.csv\n2\nx\nb.csv\n0\n' | sha256sum
  EXPECT_EQ(set->Version({"b.csv", "a.csv"}).value(),
            "1.0+sha256:"
            "f4ce3ddc547de134f0c6c59b6e7fa1957311d4aff6509cc089c22a06d7eda817");
}

TEST_F(KnowledgeDirectory, AFileThatIsNotThereIsNamed) {
  Write("VERSION", "1.0\n");
  EXPECT_THAT(FileSet::FromDirectory(path(), {"a.csv"}).status().message(), HasSubstr("a.csv"));
}

TEST_F(KnowledgeDirectory, RefusesAVersionThatIsNoName) {
  for (const char* version : {"", "1 0", "1/0", "012345678901234567890123456789012"}) {
    Write("VERSION", version);
    const auto set = FileSet::FromDirectory(path(), {});
    ASSERT_TRUE(set.ok()) << set.status();
    EXPECT_THAT(set->Version({}).status().message(), HasSubstr("VERSION:1:")) << version;
  }
}

}  // namespace
}  // namespace tendon::clinical::knowledge
