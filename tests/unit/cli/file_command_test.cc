// Files that people give: a clear message, the code 3, and nothing sent.
#include <gmock/gmock.h>

#include "tests/unit/cli/cli_fixture.h"

namespace tendon::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class FileCommandTest : public CliTest {
 protected:
  // No server is asked: every method answers UNIMPLEMENTED, which would be code 1.
  void ExpectRefused(const std::string& path, const std::string& words) {
    const auto result = Run({"referral", "create", "-f", path});
    EXPECT_EQ(result.code, 3) << result.err;
    EXPECT_THAT(result.err, HasSubstr(words));
    EXPECT_EQ(result.out, "");
  }
};

TEST_F(FileCommandTest, MalformedJson) { ExpectRefused(File("a.json", "{\"reason\": }"), "line 1, column 12"); }
TEST_F(FileCommandTest, XmlInsteadOfJson) {
  ExpectRefused(File("a.json", "<ServiceRequest xmlns=\"http://hl7.org/fhir\"/>"), "XML");
}
TEST_F(FileCommandTest, ANameWithSpaces) {
  ExpectRefused(File("a file with spaces.json", "{"), "a file with spaces.json");
}
TEST_F(FileCommandTest, NoSuchFile) { ExpectRefused(folder_ + "/none.json", "No such file"); }
TEST_F(FileCommandTest, AFolder) { ExpectRefused(folder_, "folder"); }
TEST_F(FileCommandTest, AnEmptyFile) { ExpectRefused(File("a.json", " \n"), "empty"); }
TEST_F(FileCommandTest, AListInsteadOfAnObject) { ExpectRefused(File("a.json", "[]"), "object"); }
TEST_F(FileCommandTest, AWrongField) {
  ExpectRefused(File("a.yaml", "authorization:\n  session: 6\n"), "authorization.session: there is no such field");
}

TEST_F(FileCommandTest, ALargeFileIsNotRead) {
  const std::string path = folder_ + "/large.json";
  File("large.json", "");
  std::filesystem::resize_file(path, std::uintmax_t{200} << 20);  // a hole: nothing is written
  ExpectRefused(path, "200.0 MiB");
}

TEST_F(FileCommandTest, ALargeStreamIsNotReadToItsEnd) {
  const auto result = Run({"referral", "create", "-f", "-"}, std::string((16 << 20) + 1, ' '));
  EXPECT_EQ(result.code, 3);
  EXPECT_THAT(result.err, HasSubstr("more than 16 MiB"));
}

TEST_F(FileCommandTest, NoValueIsShown) {
  const auto result =
      Run({"referral", "create", "-f",
           File("a.yaml", "priority: SECRET\npatient: {gender: SECRET}\nauthorization: {sessions: SECRET}\n")});
  EXPECT_EQ(result.code, 3);
  EXPECT_THAT(result.err, Not(HasSubstr("SECRET")));
  EXPECT_THAT(result.err, HasSubstr("patient.gender"));
}

TEST_F(FileCommandTest, ANameCannotDriveTheTerminal) {
  EXPECT_THAT(Run({"referral", "create", "-f", "\x1b[2J"}).err, Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace tendon::testing
