// The reader of reviewed data: RFC 4180, and nothing that is not.
#include "services/clinical/knowledge/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tendon::clinical::knowledge {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::vector<absl::string_view> kHeader = {"id", "text"};

absl::StatusOr<std::vector<CsvRow>> Parse(absl::string_view text) { return ParseCsv("facts.csv", text, kHeader); }

std::string Refusal(absl::string_view text) {
  const auto rows = Parse(text);
  return rows.ok() ? "accepted" : std::string(rows.status().message());
}

TEST(Csv, ReadsRowsByColumn) {
  const auto rows = Parse("id,text\nA,one\nB,two\n");
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_THAT(*rows, SizeIs(2));
  EXPECT_EQ((*rows)[1]["id"], "B");
  EXPECT_EQ((*rows)[1]["text"], "two");
  EXPECT_EQ((*rows)[1]["other"], "");
  EXPECT_EQ((*rows)[1].line(), 3);
}

TEST(Csv, ReadsQuotedCommasQuotesAndLineEnds) {
  const auto rows = Parse("id,text\r\nA,\"a, \"\"b\"\"\r\nc\"\r\nB,\"\"\r\n");
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ((*rows)[0]["text"], "a, \"b\"\r\nc");
  EXPECT_EQ((*rows)[1]["text"], "");
  EXPECT_EQ((*rows)[1].line(), 4);
}

TEST(Csv, TheLastLineNeedsNoEnd) {
  const auto rows = Parse("id,text\nA,");
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_THAT(*rows, SizeIs(1));
  EXPECT_EQ((*rows)[0]["text"], "");
}

TEST(Csv, AHeaderAloneHasNoRows) {
  const auto rows = Parse("id,text\n");
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_THAT(*rows, IsEmpty());
}

TEST(Csv, RefusesWhatIsNotCsvWithFileLineAndReason) {
  EXPECT_EQ(Refusal("id,words\nA,one\n"), "facts.csv:1: missing: text; not known: words; the columns must be id,text");
  EXPECT_EQ(Refusal("text,id\n"), "facts.csv:1: the columns must be id,text");
  EXPECT_EQ(Refusal(""), "facts.csv:1: the file is empty");
  EXPECT_EQ(Refusal("id,text\nA,one\nB\n"), "facts.csv:3: 1 cells, and the header has 2");
  EXPECT_EQ(Refusal("id,text\nA,one,two\n"), "facts.csv:2: 3 cells, and the header has 2");
  EXPECT_EQ(Refusal("id,text\n\nA,one\n"), "facts.csv:2: 1 cells, and the header has 2");
  EXPECT_EQ(Refusal("id,text\nA,b\"c\n"), "facts.csv:2: a quote inside a cell that does not begin with one");
  EXPECT_EQ(Refusal("id,text\nA,\"b\"c\n"), "facts.csv:2: text after the closing quote of a cell");
  EXPECT_EQ(Refusal("id,text\nA,\"b\nc\n"), "facts.csv:2: a quoted cell is not closed");
}

TEST(Csv, RefusesBytesThatNoMessageCouldCarry) {
  EXPECT_THAT(Refusal("id,text\nA,\xC3\x28\n"), HasSubstr("facts.csv:2: not UTF-8"));  // a broken sequence
  EXPECT_THAT(Refusal("id,text\nA,\xC0\xAF\n"), HasSubstr("not UTF-8"));               // overlong
  EXPECT_THAT(Refusal("id,text\nA,\xED\xA0\x80\n"), HasSubstr("not UTF-8"));           // a surrogate
  EXPECT_THAT(Refusal("id,text\nA,\xF4\x90\x80\x80\n"), HasSubstr("not UTF-8"));       // beyond U+10FFFF
  EXPECT_THAT(Refusal("id,text\nA,\xE2\x82"), HasSubstr("not UTF-8"));                 // cut off
  EXPECT_THAT(Refusal(absl::string_view("id,text\nA,b\0c\n", 14)), HasSubstr("not UTF-8"));
  EXPECT_EQ(Refusal("id,text\nA,\xC3\xA9 \xE2\x82\xAC \xF0\x9F\xA6\xB4\n"), "accepted");
}

TEST(Csv, SplitsListsAndDropsWhatIsEmpty) {
  EXPECT_THAT(SplitList("a; b ;;c"), ElementsAre("a", "b", "c"));
  EXPECT_THAT(SplitList(""), IsEmpty());
}

}  // namespace
}  // namespace tendon::clinical::knowledge
