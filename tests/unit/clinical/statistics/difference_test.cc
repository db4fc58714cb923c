// Expected values: R's documentation of t.test on Student's sleep data; Borenstein et al. 2009, Introduction to
// Meta-Analysis, ch. 4.
#include "services/clinical/statistics/difference.h"

#include <gtest/gtest.h>

#include <vector>

namespace tendon::clinical {
namespace {

TEST(DifferenceOfMeans, WelchOnStudentsSleepData) {
  const Summary group = Summarize(std::vector<double>{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0});
  const Summary reference = Summarize(std::vector<double>{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4});
  const auto result = DifferenceOfMeans(group, reference);
  ASSERT_TRUE(result.has_value());
  EXPECT_NEAR(result->difference, -1.58, 1e-12);
  EXPECT_NEAR(result->df, 17.776, 5e-4);
  EXPECT_NEAR(result->ci.lower, -3.3654832, 1e-6);
  EXPECT_NEAR(result->ci.upper, 0.2054832, 1e-6);
  EXPECT_NEAR(result->p, 0.07939, 5e-6);
}

TEST(HedgesG, OfBorenstein) {
  const auto result = HedgesGOf({50, 103, 0, 5.5, {}}, {50, 100, 0, 4.5, {}});
  ASSERT_TRUE(result.has_value());
  EXPECT_NEAR(result->g, 0.5924, 5e-5);
  // SE 0.2030: 0.5924 -+ 1.96 * 0.2030.
  EXPECT_NEAR(result->ci.lower, 0.1945, 5e-4);
  EXPECT_NEAR(result->ci.upper, 0.9903, 5e-4);
}

TEST(HedgesG, MirrorsWhenTheGroupsChangePlaces) {
  const Summary a{12, 3, 0, 1.5, {}};
  const Summary b{20, 4, 0, 2.5, {}};
  EXPECT_DOUBLE_EQ(HedgesGOf(a, b)->g, -HedgesGOf(b, a)->g);
  EXPECT_DOUBLE_EQ(HedgesGOf(a, b)->ci.lower, -HedgesGOf(b, a)->ci.upper);
}

TEST(Difference, OfSinglePatientsOrOfEqualOnesIsNone) {
  const Summary one{1, 3, 3, {}, {}};
  const Summary same{9, 3, 3, 0, {}};
  EXPECT_FALSE(DifferenceOfMeans(one, same).has_value());
  EXPECT_FALSE(HedgesGOf(same, same).has_value());
}

}  // namespace
}  // namespace tendon::clinical
