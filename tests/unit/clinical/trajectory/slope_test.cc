// Theil-Sen slopes, worked out by hand.
#include "services/clinical/trajectory/slope.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace tendon::clinical::trajectory {
namespace {

TEST(TheilSenTest, IsTheMedianOfTheSlopesOfAllPairs) {
  // Slopes: 1, 2, 4/3, 3, 1.5, 0; median (4/3 + 1.5) / 2.
  const auto slope = TheilSen({0, 1, 2, 3}, {0, 1, 4, 4});
  ASSERT_TRUE(slope.has_value());
  EXPECT_NEAR(slope->slope, (4.0 / 3 + 1.5) / 2, 1e-12);
}

TEST(TheilSenTest, OneReadingThatIsFarOffHardlyMovesIt) {
  EXPECT_DOUBLE_EQ(TheilSen({0, 1, 2, 3, 4}, {0, -1, -2, -3, 96})->slope, -1);
}

TEST(TheilSenTest, WithoutTwoMomentsThereIsNone) {
  EXPECT_FALSE(TheilSen({1}, {5}).has_value());
  EXPECT_FALSE(TheilSen({1, 1}, {5, 6}).has_value());
  EXPECT_FALSE(TheilSen({0, 1}, {5, 6})->lower.has_value()) << "two points have no interval";
}

// Sen's interval for n = 10 without ties: variance 10 * 9 * 25 / 18 = 125, half width 21.9; of 45 slopes the ranks
// (45 - 21.91) / 2 - 1 = 10.54 and (45 + 21.91) / 2 = 33.46, rounded as in the paper: the 11th and the 33rd, from 0.
TEST(TheilSenTest, TheIntervalIsSens) {
  std::vector<double> x, y, slopes;
  for (int i = 0; i < 10; ++i) {
    x.push_back(i);
    y.push_back(i * i);
  }
  for (int i = 0; i < 10; ++i)
    for (int j = i + 1; j < 10; ++j) slopes.push_back(i + j);  // (j² - i²) / (j - i)
  std::sort(slopes.begin(), slopes.end());
  const auto slope = TheilSen(x, y);
  EXPECT_EQ(slope->slope, slopes[22]);
  EXPECT_EQ(slope->lower, slopes[11]);
  EXPECT_EQ(slope->upper, slopes[33]);
}

TEST(TheilSenTest, AStraightLineHasItsOwnSlope) {
  std::vector<double> x, y;
  for (int i = 0; i < 50; ++i) {
    x.push_back(i / 7.0);
    y.push_back(8 - 0.5 * i / 7.0);
  }
  const auto slope = TheilSen(x, y);
  EXPECT_NEAR(slope->slope, -0.5, 1e-9);
  EXPECT_NEAR(*slope->lower, -0.5, 1e-9);
  EXPECT_NEAR(*slope->upper, -0.5, 1e-9);
}

}  // namespace
}  // namespace tendon::clinical::trajectory
