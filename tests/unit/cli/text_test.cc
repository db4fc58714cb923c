// Nothing that comes from data reaches the terminal as a command to it.
#include "clients/cli/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tendon::cli {
namespace {

using ::testing::ElementsAre;

TEST(Printable, LeavesTextAsItIs) { EXPECT_EQ(Printable("Zoë Müller, 北京 – ok"), "Zoë Müller, 北京 – ok"); }

TEST(Printable, EscapesWhatMovesTheCursorOrRings) {
  EXPECT_EQ(Printable("a\x1b[2Jb"), "a\\x1b[2Jb");
  EXPECT_EQ(Printable("\r\n\t\b\a"), "\\r\\n\\t\\x08\\x07");
  EXPECT_EQ(Printable(std::string(1, '\0')), "\\x00");
  EXPECT_EQ(Printable("\x7f"), "\\x7f");
}

TEST(Printable, EscapesTheControlsOfTheUpperHalf) {
  EXPECT_EQ(Printable("\xc2\x9b"
                      "31m"),
            "\\u009b31m");
}

TEST(Printable, EscapesWhatTurnsOrHidesText) {
  EXPECT_EQ(Printable("\u202eabc"), "\\u202eabc");
  EXPECT_EQ(Printable("\u200b\ufeff\u2066"), "\\u200b\\ufeff\\u2066");
  EXPECT_EQ(Printable("\U000e0041"), "\\U000e0041");
  EXPECT_EQ(Printable("\u2028"), "\\u2028");
}

TEST(Printable, ShowsBytesThatAreNotUtf8) {
  EXPECT_EQ(Printable("\xff\x41"), "\\xffA");
  EXPECT_EQ(Printable("\xc3"), "\\xc3");                             // cut
  EXPECT_EQ(Printable("\xc0\xaf"), "\\xc0\\xaf");                    // not the shortest form
  EXPECT_EQ(Printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");           // a surrogate
  EXPECT_EQ(Printable("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");  // over U+10FFFF
}

TEST(Printable, EveryByteAloneIsHarmless) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string printed = Printable(std::string(1, static_cast<char>(byte)));
    for (const char c : printed) EXPECT_TRUE(c >= 0x20 && c < 0x7f) << byte;
  }
}

TEST(PrintableLines, LineFeedsSeparate) { EXPECT_THAT(PrintableLines("a\nb\x1b\n"), ElementsAre("a", "b\\x1b", "")); }

TEST(DisplayWidth, CountsColumns) {
  EXPECT_EQ(DisplayWidth("abc"), 3);
  EXPECT_EQ(DisplayWidth("Zoë"), 3);
  EXPECT_EQ(DisplayWidth("北京"), 4);
  EXPECT_EQ(DisplayWidth("e\u0301"), 1);
}

TEST(Fit, CutsByColumnsAndSaysSo) {
  EXPECT_EQ(Fit("abcdef", 6, true), "abcdef");
  EXPECT_EQ(Fit("abcdef", 4, true), "abc…");
  EXPECT_EQ(Fit("abcdef", 4, false), "abc~");
  EXPECT_EQ(Fit("北京北京", 4, true), "北…");
}

}  // namespace
}  // namespace tendon::cli
