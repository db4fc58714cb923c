#include "clients/cli/table.h"

#include <gtest/gtest.h>

#include <sstream>

namespace tendon::cli {
namespace {

class TableTest : public ::testing::Test {
 protected:
  std::string Print(const Table& table) {
    std::ostringstream out;
    table.Print(terminal_, out);
    return out.str();
  }
  std::istringstream in_;
  std::ostringstream out_, err_;
  Terminal terminal_{in_, out_, err_};
};

TEST_F(TableTest, AlignsColumns) {
  Table table({{"NAME"}, {"N", true}, {"NOTE"}});
  table.Add({"北京", "7", "x"});
  table.Add({"abcdef", "12", ""});
  EXPECT_EQ(Print(table), "NAME     N  NOTE\n北京     7  x\nabcdef  12\n");
}

TEST_F(TableTest, LeavesOutColumnsThatHoldNothing) {
  Table table({{"A"}, {"B"}, {"C"}});
  table.Add({"1", "", "3"});
  EXPECT_EQ(Print(table), "A  C\n1  3\n");
}

TEST_F(TableTest, NothingForNoRows) { EXPECT_EQ(Print(Table({{"NAME"}})), ""); }

TEST_F(TableTest, ElsewhereThanOnATerminalNothingIsCut) {
  Table table({{"A", false, true}});
  table.Add({std::string(500, 'x')});
  EXPECT_EQ(Print(table), "A\n" + std::string(500, 'x') + "\n");
}

TEST_F(TableTest, OnATerminalOnlyWhatMayShrinkIsCut) {
  terminal_.width = 30;
  Table table({{"ID"}, {"TEXT", false, true}});
  table.Add({"0190a5b4-0000-7000", std::string(50, 'x')});
  EXPECT_EQ(Print(table), "ID                  TEXT\n0190a5b4-0000-7000  xxxxxxxxx~\n");
}

TEST_F(TableTest, CellsCannotDriveTheTerminal) {
  terminal_.color = true;
  Table table({{"A"}});
  table.Add({Cell("\x1b[31mred\n", Style::kGood)});
  EXPECT_EQ(Print(table), "\x1b[1mA\x1b[0m\n\x1b[32m\\x1b[31mred\\n\x1b[0m\n");
}

TEST_F(TableTest, FieldsLeaveOutWhatIsEmptyAndIndentLines) {
  Fields fields;
  fields.Add("State", "SENT");
  fields.Add("Note", "");
  fields.Add("Techniques", "a\nb");
  std::ostringstream out;
  fields.Print(terminal_, out);
  EXPECT_EQ(out.str(), "State       SENT\nTechniques  a\n            b\n");
}

}  // namespace
}  // namespace tendon::cli
