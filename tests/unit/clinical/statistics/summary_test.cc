// Expected values: Student's sleep data as R's documentation of t.test prints them; Altman et al. 2000, Statistics with
// Confidence, for Wilson's interval; the rest by hand.
#include "services/clinical/statistics/summary.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "services/clinical/statistics/quantile.h"
#include "services/clinical/statistics/responder.h"
#include "services/clinical/statistics/rounding.h"
#include "services/clinical/statistics/share.h"

namespace tendon::clinical {
namespace {

TEST(Summary, OfStudentsSleepData) {
  const std::vector<double> extra = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};
  const Summary summary = Summarize(extra);
  EXPECT_EQ(summary.n, 10);
  EXPECT_NEAR(summary.mean, 2.33, 1e-12);
  EXPECT_NEAR(*summary.sd, 2.002249, 1e-6);
  EXPECT_NEAR(summary.median, 1.75, 1e-12);
  // 2.33 -+ 2.262157 * 2.002249 / sqrt(10), t from the printed table for 9 degrees of freedom.
  EXPECT_NEAR(summary.mean_ci->lower, 0.897677, 1e-5);
  EXPECT_NEAR(summary.mean_ci->upper, 3.762323, 1e-5);
}

TEST(Summary, TheMedianOfAnOddNumberIsTheMiddleOne) { EXPECT_EQ(Summarize(std::vector<double>{9, 1, 5}).median, 5); }

TEST(Summary, OfNoneAndOfOneHasNoSpread) {
  EXPECT_EQ(Summarize({}).n, 0);
  const Summary one = Summarize(std::vector<double>{4});
  EXPECT_EQ(one.mean, 4);
  EXPECT_FALSE(one.sd.has_value());
  EXPECT_FALSE(one.mean_ci.has_value());
}

TEST(Summary, ValuesFarFromZeroKeepTheirSpread) {
  // NIST StRD NumAcc4: mean 10000000.2, SD 0.1.
  std::vector<double> values = {10000000.2};
  for (int i = 0; i < 500; ++i) {
    values.push_back(10000000.1);
    values.push_back(10000000.3);
  }
  const Summary summary = Summarize(values);
  EXPECT_NEAR(summary.mean, 10000000.2, 1e-8);
  EXPECT_NEAR(*summary.sd, 0.1, 1e-8);
}

TEST(Quantile, StudentsTableAtFivePercent) {
  EXPECT_NEAR(StudentReach(1, 0.95), 12.706, 5e-4);
  EXPECT_NEAR(StudentReach(10, 0.95), 2.228, 5e-4);
  EXPECT_NEAR(StudentReach(120, 0.95), 1.980, 5e-4);
  EXPECT_NEAR(NormalReach(0.95), 1.959964, 1e-6);
  EXPECT_NEAR(StudentP(2.228139, 10), 0.05, 1e-6);
}

TEST(Share, WilsonsIntervalOfAltman) {
  // 81 of 263: 30.8 %, 25.5 % to 36.6 % (Newcombe 1998, method 3); 0 of 20: 0 to 16.11 %.
  const Share share = ShareOf(81, 263);
  EXPECT_NEAR(share.share, 0.308, 5e-4);
  EXPECT_NEAR(share.ci.lower, 0.2553, 5e-5);
  EXPECT_NEAR(share.ci.upper, 0.3662, 5e-5);
  EXPECT_EQ(ShareOf(0, 20).ci.lower, 0);
  EXPECT_NEAR(ShareOf(0, 20).ci.upper, 0.1611, 5e-5);
}

TEST(Rounding, HalvesGoUp) {
  EXPECT_EQ(RoundHalfUp(12.5), 13);
  EXPECT_EQ(RoundHalfUp(12.49), 12);
  EXPECT_DOUBLE_EQ(RoundHalfUp(18.05, 1), 18.1);
  EXPECT_DOUBLE_EQ(RoundHalfUp(1.005, 2), 1.01);
  EXPECT_DOUBLE_EQ(RoundHalfUp(-0.45, 1), -0.4);
}

TEST(Responder, AThresholdThatIsMetExactlyIsMet) {
  const ResponderRule third{Threshold::kPercent, 35, true};
  EXPECT_TRUE(Responds(20, 13, third));
  EXPECT_FALSE(Responds(20, 13.01, third));
  EXPECT_TRUE(Responds(0.3, 0.195, third));
  EXPECT_FALSE(Responds(0, 0, third)) << "nothing can be 35 % better than no pain";
  EXPECT_TRUE(Responds(40, 46, {Threshold::kPoints, 6, false}));
  EXPECT_FALSE(Responds(46, 40, {Threshold::kPoints, 6, false}));
}

}  // namespace
}  // namespace tendon::clinical
