#include "clients/interop/csv_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace tendon::interop {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Records = std::vector<std::vector<std::string>>;

// All records; empty when one of them is refused.
Records ReadAll(const std::string& text) {
  std::istringstream in(text);
  CsvReader reader(in);
  Records records;
  std::vector<std::string> cells;
  while (true) {
    const auto more = reader.Next(&cells);
    if (!more.ok()) return {};
    if (!*more) return records;
    records.push_back(cells);
  }
}

std::string ErrorIn(const std::string& text) {
  std::istringstream in(text);
  CsvReader reader(in);
  std::vector<std::string> cells;
  absl::StatusOr<bool> more = true;
  while (more.ok() && *more) more = reader.Next(&cells);
  return std::string(more.status().message());
}

TEST(CsvReader, ReadsQuotedCellsWithQuotesSeparatorsAndLineEnds) {
  EXPECT_THAT(ReadAll("a,\"b,\"\"c\"\"\",\"d\ne\"\n"), ElementsAre(ElementsAre("a", "b,\"c\"", "d\ne")));
}

TEST(CsvReader, TakesAnyLineEndAndPassesOverEmptyLines) {
  EXPECT_THAT(ReadAll("a,b\r\n\r\nc,d\re,f"),
              ElementsAre(ElementsAre("a", "b"), ElementsAre("c", "d"), ElementsAre("e", "f")));
}

TEST(CsvReader, FindsTheSeparatorAndPassesOverTheByteOrderMark) {
  EXPECT_THAT(ReadAll("\xef\xbb\xbf"
                      "id;score;note, if any\n1;2,5;\n"),
              ElementsAre(ElementsAre("id", "score", "note, if any"), ElementsAre("1", "2,5", "")));
  EXPECT_THAT(ReadAll("id\tscore\n"), ElementsAre(ElementsAre("id", "score")));
}

TEST(CsvReader, KeepsEmptyCells) { EXPECT_THAT(ReadAll(",,\n"), ElementsAre(ElementsAre("", "", ""))); }

TEST(CsvReader, TellsTheLineOnWhichARecordBegins) {
  std::istringstream in("a\n\"b\nb\"\n\nc\n");
  CsvReader reader(in);
  std::vector<std::string> cells;
  for (const int line : {1, 2, 5}) {
    ASSERT_TRUE(*reader.Next(&cells));
    EXPECT_EQ(reader.line(), line);
  }
}

TEST(CsvReader, RefusesWhatIsNoCsvWithItsLineAndWithoutItsContent) {
  EXPECT_THAT(ErrorIn("a\nse\"cret\n"), HasSubstr("line 2: a quote inside a cell"));
  EXPECT_THAT(ErrorIn("\"secret"), HasSubstr("line 1: a quoted cell is not closed"));
  EXPECT_THAT(ErrorIn("\"a\"secret\n"), HasSubstr("text after the closing quote"));
  EXPECT_THAT(ErrorIn(std::string("a\0b", 3)), HasSubstr("NUL"));
  EXPECT_THAT(ErrorIn(std::string((1 << 20) + 2, 'x')), HasSubstr("1 MiB"));
  EXPECT_THAT(ErrorIn(std::string(5000, ',')), HasSubstr("more than 4096 cells"));
}

}  // namespace
}  // namespace tendon::interop
