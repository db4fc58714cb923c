#include "services/clinical/statistics/suppression.h"

#include <gtest/gtest.h>

#include <vector>

namespace tendon::clinical {
namespace {

using Cells = std::vector<int64_t>;
using Hidden = std::vector<bool>;

TEST(Suppression, CellsUnderElevenAreSmall) {
  EXPECT_TRUE(IsSmallCell(0));
  EXPECT_TRUE(IsSmallCell(10));
  EXPECT_FALSE(IsSmallCell(11));
}

TEST(Suppression, ATableWithoutSmallCellsIsShown) { EXPECT_EQ(HiddenCells(Cells{11, 40}), (Hidden{false, false})); }

TEST(Suppression, ASingleSmallCellTakesTheNextSmallestWithIt) {
  EXPECT_EQ(HiddenCells(Cells{90, 5, 60, 70}), (Hidden{false, true, true, false}));
  EXPECT_EQ(HiddenCells(Cells{100, 5}), (Hidden{true, true}));
}

TEST(Suppression, SmallCellsThatAreSmallTogetherTakeAnother) {
  EXPECT_EQ(HiddenCells(Cells{3, 2, 50, 60}), (Hidden{true, true, true, false}));
  EXPECT_EQ(HiddenCells(Cells{9, 2, 50, 60}), (Hidden{true, true, false, false}));
}

// Whatever the table, the hidden cells are none, or at least two with at least eleven patients, or all.
TEST(Suppression, HiddenCellsCannotBeFoundBySubtraction) {
  for (int64_t a = 0; a < 25; ++a) {
    for (int64_t b = 0; b < 25; ++b) {
      for (int64_t c = 0; c < 25; ++c) {
        const Cells cells = {a, b, c};
        const Hidden hidden = HiddenCells(cells);
        int64_t count = 0;
        int64_t patients = 0;
        for (size_t i = 0; i < cells.size(); ++i) {
          EXPECT_TRUE(hidden[i] || cells[i] >= 11);
          count += hidden[i] ? 1 : 0;
          patients += hidden[i] ? cells[i] : 0;
        }
        EXPECT_TRUE(count == 0 || count == 3 || (count == 2 && patients >= 11)) << a << " " << b << " " << c;
      }
    }
  }
}

TEST(Suppression, AShareIsHiddenFromBothSides) {
  EXPECT_TRUE(IsHiddenShare(10, 100));
  EXPECT_TRUE(IsHiddenShare(90, 100));
  EXPECT_FALSE(IsHiddenShare(11, 22));
}

}  // namespace
}  // namespace tendon::clinical
