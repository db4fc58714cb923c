// Expected values: Montgomery, Design and Analysis of Experiments, the breaking strength of a monofilament fibre (three
// machines, the fibre's diameter as covariate): adjusted means 40.38, 41.42, 38.80, error mean square 2.54 with 11
// degrees of freedom. Standard errors from it by hand: sqrt(2.5442 (2/5 + d^2 / 195.6)), d the distance of the mean
// diameters.
#include "services/clinical/statistics/ancova.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tendon::clinical {
namespace {

AncovaData Fibres() {
  return {{36, 41, 39, 42, 49, 40, 48, 39, 45, 44, 35, 37, 42, 34, 32},
          {0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2},
          {{20, 25, 24, 25, 32, 22, 28, 22, 30, 28, 21, 23, 26, 21, 15}},
          {}};
}

TEST(Ancova, OfMontgomerysFibres) {
  const auto arms = AdjustedDifferences(Fibres());
  ASSERT_TRUE(arms.ok()) << arms.status();
  ASSERT_EQ(arms->size(), 2U);
  EXPECT_NEAR((*arms)[0].difference, 41.42 - 40.38, 0.01);
  EXPECT_NEAR((*arms)[1].difference, 38.80 - 40.38, 0.01);
  EXPECT_NEAR((*arms)[0].standard_error, 1.0129, 1e-3);
  EXPECT_NEAR((*arms)[1].standard_error, 1.1072, 1e-3);
  EXPECT_EQ((*arms)[0].df, 11);
  EXPECT_EQ((*arms)[0].n, 15);
  // t of 97.5 % with 11 degrees of freedom is 2.201.
  EXPECT_NEAR((*arms)[1].ci.lower, (*arms)[1].difference - 2.201 * 1.1072, 2e-3);
}

TEST(Ancova, WithoutCovariatesIsTheDifferenceOfMeansWithOneVariance) {
  // By hand: means 2 and 5, pooled variance 1 with 4 degrees of freedom, error sqrt(2/3).
  const auto arms = AdjustedDifferences({{1, 2, 3, 4, 5, 6}, {0, 0, 0, 1, 1, 1}, {}, {}});
  ASSERT_TRUE(arms.ok());
  EXPECT_NEAR((*arms)[0].difference, 3, 1e-12);
  EXPECT_NEAR((*arms)[0].standard_error, std::sqrt(2.0 / 3), 1e-12);
  EXPECT_EQ((*arms)[0].df, 4);
}

TEST(Ancova, ACovariateThatAnotherOneDeterminesChangesNothing) {
  AncovaData doubled = Fibres();
  doubled.numeric.push_back(doubled.numeric[0]);
  for (double& inches : doubled.numeric[1]) inches = inches / 25.4 + 2000;
  doubled.factors.push_back(std::vector<int>(15, 0));
  doubled.factors.push_back(std::vector<int>(15, 3));
  const auto plain = AdjustedDifferences(Fibres());
  const auto arms = AdjustedDifferences(doubled);
  ASSERT_TRUE(arms.ok()) << arms.status();
  EXPECT_NEAR((*arms)[1].difference, (*plain)[1].difference, 1e-7);
  EXPECT_NEAR((*arms)[1].standard_error, (*plain)[1].standard_error, 1e-7);
  EXPECT_EQ((*arms)[1].df, 11);
}

TEST(Ancova, ManyPatientsAreTakenInBlockByBlock) {
  // Each of three patients a hundred thousand times over: the same differences, and a residual of 0.
  AncovaData data{{}, {}, {{}}, {}};
  for (int i = 0; i < 100'000; ++i) {
    for (int arm = 0; arm < 3; ++arm) {
      data.outcome.push_back(10 * arm + 2.0 * (i % 7));
      data.arm.push_back(arm);
      data.numeric[0].push_back(i % 7);
    }
  }
  const auto arms = AdjustedDifferences(data);
  ASSERT_TRUE(arms.ok());
  EXPECT_NEAR((*arms)[0].difference, 10, 1e-9);
  EXPECT_NEAR((*arms)[1].difference, 20, 1e-9);
  EXPECT_NEAR((*arms)[1].standard_error, 0, 1e-9);
}

TEST(Ancova, RefusesWhatCannotBeJudged) {
  // The covariate is the arm.
  EXPECT_EQ(AdjustedDifferences({{1, 2, 3, 4}, {0, 0, 1, 1}, {{5, 5, 6, 6}}, {}}).status().code(),
            absl::StatusCode::kFailedPrecondition);
  // As many parameters as patients.
  EXPECT_EQ(AdjustedDifferences({{1, 2, 3}, {0, 1, 1}, {{5, 5, 6}}, {}}).status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(AdjustedDifferences({{1, 2, 3}, {0, 1}, {}, {}}).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(AdjustedDifferences({})->empty());
}

}  // namespace
}  // namespace tendon::clinical
