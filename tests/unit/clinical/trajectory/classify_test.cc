// Classification by the rules of trajectory_rules.csv; each expectation follows from the rule that it names.
#include "services/clinical/trajectory/classify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/clinical/trajectory/courses.h"

namespace tendon::clinical::trajectory {
namespace {

using outcomes::v1::RELIABILITY_BASIS_JACOBSON_TRUAX;
using outcomes::v1::RELIABILITY_BASIS_MDC;
using outcomes::v1::RELIABILITY_BASIS_MDC90;
using outcomes::v1::RELIABILITY_BASIS_SCORE_SE;
using ::testing::Contains;
using ::testing::HasSubstr;

TEST(PainTest, RecoveredIsOneOrLess) {
  EXPECT_EQ(Verdict("NPRS", 7, {1}), "RECOVERED TR07");
  EXPECT_EQ(Verdict("VAS_PAIN", 70, {10}), "RECOVERED TR07");
  EXPECT_EQ(Verdict("VAS_PAIN", 70, {11}), "MAJOR_RESPONDER TR09");
}

TEST(PainTest, HalfOfItAndTwoPointsIsAMajorResponse) {
  EXPECT_EQ(Verdict("NPRS", 8, {4}), "MAJOR_RESPONDER TR09");
  EXPECT_EQ(Verdict("NPRS", 3.5, {1.7}), "RESPONDER TR10") << "51 %, but 1.8 points";
}

TEST(PainTest, ThirtyPercentAndTwoPointsIsAResponse) {
  EXPECT_EQ(Verdict("NPRS", 10, {7}), "RESPONDER TR10") << "30 %, 3 points";
  EXPECT_EQ(Verdict("NPRS", 6, {4}), "RESPONDER TR10") << "33 %, 2 points";
  EXPECT_EQ(Verdict("NPRS", 6, {4.2}), "PARTIAL TR13") << "30 %, 1.8 points, baseline above 5";
  EXPECT_EQ(Verdict("NPRS", 5, {3.5}), "RESPONDER TR10") << "30 %, 1.5 points, baseline 3 to 5";
  EXPECT_EQ(Verdict("NPRS", 3, {2}), "RESPONDER TR10") << "33 %, 1 point, baseline 3 to 5";
  EXPECT_EQ(Verdict("VAS_PAIN", 60, {42}), "PARTIAL TR13") << "30 %, 18 mm";
  EXPECT_EQ(Verdict("VAS_PAIN", 60, {40}), "RESPONDER TR10") << "33 %, 20 mm";
}

TEST(PainTest, TenPercentIsPartialAndLessIsNothing) {
  EXPECT_EQ(Verdict("NPRS", 10, {9}), "PARTIAL TR13");
  EXPECT_EQ(Verdict("VAS_PAIN", 70, {64}), "NON_RESPONDER TR16") << "8.6 %";
}

TEST(PainTest, NoResponseIsCalledOneOnlyAfterAnAdequateDose) {
  Situation situation;
  situation.dose_rule = "TR19";
  const Series series = Weekly(Named("NPRS"), 7, {7});
  EXPECT_EQ(Verdict(ClassifySeries(series, situation)), "INSUFFICIENT_DATA TR16");
  EXPECT_THAT(ClassifySeries(series, situation).explanation(), HasSubstr("not yet adequate (TR19)"));
  EXPECT_EQ(Verdict(ClassifySeries(series)), "NON_RESPONDER TR16");
}

TEST(PainTest, WorseningTakesTwoAssessmentsOrAnEight) {
  EXPECT_EQ(Verdict("NPRS", 5, {7}), "NON_RESPONDER TR16") << "one assessment";
  EXPECT_EQ(Verdict("NPRS", 5, {7, 7}), "WORSENING TR17");
  EXPECT_EQ(Verdict("NPRS", 5, {7, 5, 7}), "NON_RESPONDER TR16") << "not two running";
  EXPECT_EQ(Verdict("NPRS", 6, {8}), "WORSENING TR17") << "8 or more: one is enough";
  EXPECT_EQ(Verdict("NPRS", 5, {6.5, 6.5}), "WORSENING TR17") << "30 %";
}

// 2 of 10 at the start: neither a percentage nor 2 points can tell.
TEST(PainTest, ALowBaselineIsSaidToBeOne) {
  EXPECT_EQ(Verdict("NPRS", 2, {2}), "LOW_BASELINE TR03");
  EXPECT_EQ(Verdict("NPRS", 2, {1}), "RECOVERED TR07");
  EXPECT_EQ(Verdict("NPRS", 2, {3, 3}), "LOW_BASELINE TR03") << "50 % worse, but one point";
  EXPECT_EQ(Verdict("NPRS", 2, {4, 4}), "WORSENING TR17") << "two points";
  EXPECT_EQ(Verdict("VAS_PAIN", 29, {20}), "LOW_BASELINE TR03");
  EXPECT_EQ(Verdict("NPRS", 3, {3}), "NON_RESPONDER TR16") << "3 is not below 3";
}

TEST(PainTest, OneReadingIsNotEnough) {
  EXPECT_EQ(Verdict("NPRS", 7, {}), "INSUFFICIENT_DATA TR01");
  Series series;
  series.measure = &Named("NPRS");
  series.assessments = {At(3, 7)};
  EXPECT_EQ(Verdict(ClassifySeries(series)), "INSUFFICIENT_DATA TR01");
}

// TR01: the mean of both readings before treatment, 7.
TEST(PainTest, TheBaselineIsTheMeanOfWhatWasReadBeforeTreatment) {
  Series series = Weekly(Named("NPRS"), 8, {5});
  series.baseline.push_back(At(0, 6));
  EXPECT_EQ(Course(series).baseline(), 7);
  EXPECT_EQ(ClassifySeries(series).baseline_readings(), 2);
  EXPECT_EQ(Course(series).ChangeAt(0).better, 2);
  EXPECT_EQ(Verdict(ClassifySeries(series)), "PARTIAL TR13") << "2 of 7 is 28.6 %";
}

TEST(PainTest, WithoutSuchAReadingTheFirstOneStandsIn) {
  Series series;
  series.measure = &Named("NPRS");
  series.assessments = {At(7, 6), At(14, 4)};
  EXPECT_EQ(Verdict(ClassifySeries(series)), "RESPONDER TR10");
  EXPECT_EQ(ClassifySeries(series).baseline_readings(), 0);
  EXPECT_THAT(ClassifySeries(series).explanation(), HasSubstr("no reading before the first treatment"));
}

// The published example of the Smart4Health training, a week apart: 4, then 6, 7, 3, 3, 4.
TEST(PainTest, ThePublishedCourseComesToAPlateau) {
  EXPECT_EQ(Verdict("NPRS", 4, {6, 7}), "WORSENING TR17");
  EXPECT_EQ(Verdict("NPRS", 4, {6, 7, 3}), "PARTIAL TR13");
  EXPECT_EQ(Verdict("NPRS", 4, {6, 7, 3, 3, 4}), "PLATEAU TR15") << "partial before; 3, 3, 4 over 14 days";
}

TEST(PlateauTest, NeedsAResponseBeforeAndThreeReadingsOverFourteenDays) {
  EXPECT_EQ(Verdict("NPRS", 8, {6, 6, 6, 6}), "PLATEAU TR15") << "25 % throughout";
  EXPECT_EQ(Verdict("NPRS", 8, {8, 8, 8, 8}), "NON_RESPONDER TR16") << "never responded";
  EXPECT_EQ(Verdict("NPRS", 8, {6, 6}), "PARTIAL TR13") << "two readings";
  EXPECT_EQ(Verdict("NPRS", 8, {8, 6, 8, 6}), "PARTIAL TR13") << "they differ by the MDC, 2";
  Series fast = Weekly(Named("NPRS"), 8, {});
  for (const double day : {1.0, 2.0, 3.0, 4.0}) fast.assessments.push_back(At(day, 6));
  EXPECT_EQ(Verdict(ClassifySeries(fast)), "PARTIAL TR13") << "four days";
}

TEST(PlateauTest, AResponderIsOneAlsoWhenLevel) {
  const auto trajectory = ClassifySeries(Weekly(Named("NPRS"), 8, {4, 4, 4, 4}));
  EXPECT_EQ(Verdict(trajectory), "MAJOR_RESPONDER TR09");
  EXPECT_TRUE(trajectory.level());
  EXPECT_THAT(trajectory.rules(), Contains("TR15"));
  EXPECT_TRUE(trajectory.working_rule() == false && trajectory.confidence() == "HIGH");
}

TEST(FunctionTest, ThirtyPercentOrTheMic) {
  EXPECT_EQ(Verdict("ODI", 40, {30}), "RESPONDER TR11") << "the MIC of 10";
  EXPECT_EQ(Verdict("ODI", 20, {14}), "RESPONDER TR11") << "30 %";
  EXPECT_EQ(Verdict("ODI", 50, {41}), "PARTIAL TN03") << "9 points, 18 %";
  EXPECT_EQ(Verdict("ODI", 50, {46}), "NON_RESPONDER TN04");
  EXPECT_EQ(Verdict("RMDQ", 20, {15}), "RESPONDER TR11");
  EXPECT_EQ(Verdict("RMDQ", 10, {2}), "RECOVERED TR08");
  EXPECT_EQ(Verdict("NDI", 36, {26}), "RESPONDER TR11");
  EXPECT_EQ(Verdict("QUICKDASH", 60, {44.1}), "RESPONDER TR11");
  EXPECT_EQ(Verdict("LEFS", 40, {49}), "RESPONDER TR11");
  EXPECT_EQ(Verdict("LEFS", 10, {14}), "NON_RESPONDER TN04")
      << "40 % of little: of function gained percentages do not count";
  EXPECT_EQ(Verdict("PSFS", 4, {6}), "RESPONDER TR11");
}

TEST(FunctionTest, WorseByTheMicTwiceIsWorsening) {
  EXPECT_EQ(Verdict("ODI", 30, {40}), "NON_RESPONDER TN04");
  EXPECT_EQ(Verdict("ODI", 30, {40, 41}), "WORSENING TN02");
  EXPECT_EQ(Verdict("LEFS", 60, {50, 50}), "WORSENING TN02");
}

TEST(FunctionTest, AFunctionOfZeroIsNoLowBaseline) {
  EXPECT_EQ(Verdict("PSFS", 0, {2}), "RESPONDER TR11");
  EXPECT_EQ(Verdict("ODI", 0, {0}), "LOW_BASELINE TR03");
}

// Activities 1 and 2 were rated both times: 3 and 5, then 6 and 6; the third was dropped at both.
TEST(FunctionTest, PsfsComparesTheActivitiesThatWereRatedBothTimes) {
  Series series = Weekly(Named("PSFS"), 6, {6});
  series.baseline[0].items = {3, 5, 10};
  series.assessments[0].items = {6, 6, std::nullopt};
  const Change change = Course(series).ChangeAt(0);
  EXPECT_EQ(change.baseline, 4);
  EXPECT_EQ(change.value, 6);
  EXPECT_EQ(Verdict(ClassifySeries(series)), "RESPONDER TR11");
}

Series TScores(double first, double first_se, double second, double second_se) {
  Series series = Weekly(Named("PROMIS_PI_4A"), first, {second});
  series.baseline[0].standard_error = first_se;
  series.assessments[0].standard_error = second_se;
  return series;
}

// 65.6 to 58.5 with 1.9 and 1.8: 7.1 / 2.617 = 2.71.
TEST(TScoreTest, ThreePointsBeyondTheStandardErrorsIsAResponse) {
  const auto trajectory = ClassifySeries(TScores(65.6, 1.9, 58.5, 1.8));
  EXPECT_EQ(Verdict(trajectory), "RESPONDER TR12");
  EXPECT_EQ(trajectory.reliability_basis(), RELIABILITY_BASIS_SCORE_SE);
  EXPECT_TRUE(trajectory.reliable());
  EXPECT_NEAR(trajectory.reliable_change_index(), -2.713, 0.001);
  EXPECT_THAT(trajectory.rules(), Contains("TR05"));
}

// 4 / 2.617 = 1.53 < 1.96: three points, but for one patient it may be nothing.
TEST(TScoreTest, ThreePointsWithinThemIsNotClaimedForOnePatient) {
  const auto trajectory = ClassifySeries(TScores(62.5, 1.9, 58.5, 1.8));
  EXPECT_EQ(Verdict(trajectory), "PARTIAL TR12");
  EXPECT_FALSE(trajectory.reliable());
}

TEST(TScoreTest, HasNoPercentage) {
  const Series series = TScores(60, 2, 50, 2);
  EXPECT_EQ(Course(series).ChangeAt(0).percent, std::nullopt);
}

TEST(OtherMeasuresTest, AreJudgedByTheirOwnMic) {
  EXPECT_EQ(Verdict("TSK11", 30, {26}), "RESPONDER TN01");
  EXPECT_EQ(Verdict("PEG", 6, {5}), "RESPONDER TN01") << "1 point";
  EXPECT_EQ(Verdict("PCS", 30, {18}), "RESPONDER TN01") << "40 % of at least 38 %";
  EXPECT_EQ(Verdict("PCS", 30, {20}), "PARTIAL TN03");
  EXPECT_TRUE(ClassifySeries(Weekly(Named("TSK11"), 30, {26})).working_rule());
}

// The knee's working MDC is 6 degrees, and must be exceeded.
TEST(OtherMeasuresTest, ARangeOfMotionMustExceedItsError) {
  Series series = Weekly(Named("ROM_DEG"), 100, {106});
  series.mdc = 6;
  EXPECT_EQ(Verdict(ClassifySeries(series)), "PARTIAL TN03");
  series.assessments[0].value = 107;
  EXPECT_EQ(Verdict(ClassifySeries(series)), "RESPONDER TN01");
}

TEST(OtherMeasuresTest, RatingsOfChangeAndSignsAreNoCourses) {
  for (const char* id : {"GROC", "PGIC", "HR", "BP", "SESSION_MINUTES", "AE", "SATISFACTION"}) {
    EXPECT_EQ(ClassifySeries(Weekly(Named(id), 1, {3})).classification(), outcomes::v1::TRAJECTORY_CLASS_UNSPECIFIED)
        << id;
  }
}

TEST(GlobalImpressionTest, ThePatientsWordMakesAPartialResponse) {
  Situation situation = AfterAdequateDose();
  const Series series = Weekly(Named("NPRS"), 8, {7.5});
  for (const auto& [rating, verdict] :
       {std::pair(1, "PARTIAL TR14"), std::pair(2, "PARTIAL TR14"), std::pair(3, "NON_RESPONDER TR16")}) {
    situation.global_impression = rating;
    EXPECT_EQ(Verdict(ClassifySeries(series, situation)), verdict) << rating;
  }
}

// SD 2, r 0.75: error 2 * sqrt(0.5) = 1.414; 4 points are 2.83 of it.
TEST(ReliableChangeTest, ByJacobsonAndTruaxWithTheCallersReference) {
  outcomes::v1::ReliabilityReference reference;
  reference.set_measure("NPRS");
  reference.set_baseline_sd(2);
  reference.set_reliability(0.75);
  Situation situation = AfterAdequateDose();
  situation.reference = &reference;
  auto trajectory = ClassifySeries(Weekly(Named("NPRS"), 7, {3}), situation);
  EXPECT_EQ(trajectory.reliability_basis(), RELIABILITY_BASIS_JACOBSON_TRUAX);
  EXPECT_NEAR(trajectory.reliable_change_index(), -2.828, 0.001);
  EXPECT_TRUE(trajectory.reliable());
  EXPECT_FALSE(trajectory.recovered_beyond_cutoff()) << "no groups, no cut-off";
  // c = (1 * 6 + 2 * 1) / (1 + 2) = 2.67.
  reference.set_norm_mean(1);
  reference.set_norm_sd(1);
  reference.set_clinical_mean(6);
  reference.set_clinical_sd(2);
  EXPECT_FALSE(ClassifySeries(Weekly(Named("NPRS"), 7, {3}), situation).recovered_beyond_cutoff());
  trajectory = ClassifySeries(Weekly(Named("NPRS"), 7, {2}), situation);
  EXPECT_TRUE(trajectory.recovered_beyond_cutoff());
  EXPECT_THAT(trajectory.rules(), Contains("TR06"));
}

TEST(ReliableChangeTest, ElseByTheMdcAndItsLevelIsSaid) {
  auto trajectory = ClassifySeries(Weekly(Named("ODI"), 40, {29.5}));
  EXPECT_TRUE(trajectory.reliable());
  EXPECT_EQ(trajectory.reliability_basis(), RELIABILITY_BASIS_MDC90);
  EXPECT_FALSE(trajectory.has_reliable_change_index());
  trajectory = ClassifySeries(Weekly(Named("NPRS"), 7, {5.5}));
  EXPECT_FALSE(trajectory.reliable());
  EXPECT_EQ(trajectory.reliability_basis(), RELIABILITY_BASIS_MDC);
  EXPECT_FALSE(ClassifySeries(Weekly(Named("PEG"), 7, {5})).has_reliable()) << "nothing is known of its error";
}

// Mirroring a measure, values and direction, mirrors every class that absolute changes decide.
// Worked out by hand from trajectory_rules.csv and measures.csv before the program was asked: each class, each limit.
TEST(WalkTest, EveryCourseIsClassedAsByHand) {
  struct Case {
    const char* measure;
    double baseline;
    std::vector<double> weekly;
    const char* expected;
  };
  const Case cases[] = {
      {"NPRS", 7, {3.5}, "MAJOR_RESPONDER TR09"},
      {"NPRS", 4, {2}, "MAJOR_RESPONDER TR09"},
      {"NPRS", 3, {1.5}, "RESPONDER TR10"},  // 50 %, but not 2 points
      {"NPRS", 5, {3.5}, "RESPONDER TR10"},  // 1 point is enough from 3 to 5
      {"NPRS", 5.1, {3.5}, "PARTIAL TR13"},
      {"NPRS", 6, {4.2}, "PARTIAL TR13"},
      {"NPRS", 10, {7}, "RESPONDER TR10"},
      {"NPRS", 7, {5}, "PARTIAL TR13"},  // 2 points, 28.6 %
      {"NPRS", 10, {9}, "PARTIAL TR13"},
      {"NPRS", 10, {9.1}, "NON_RESPONDER TR16"},
      {"NPRS", 8, {1}, "RECOVERED TR07"},
      {"NPRS", 2.9, {2}, "LOW_BASELINE TR03"},
      {"NPRS", 2, {1}, "RECOVERED TR07"},
      {"NPRS", 0, {0}, "RECOVERED TR07"},
      {"NPRS", 5, {7, 7}, "WORSENING TR17"},
      {"NPRS", 5, {7}, "NON_RESPONDER TR16"},  // once
      {"NPRS", 6, {8}, "WORSENING TR17"},      // once, at 8
      {"NPRS", 4, {5.2, 5.2}, "WORSENING TR17"},
      {"NPRS", 4, {5.1, 5.1}, "NON_RESPONDER TR16"},
      {"NPRS", 5, {7, 3}, "RESPONDER TR10"},
      {"NPRS", 2, {4, 4}, "WORSENING TR17"},
      {"NPRS", 2, {2.6, 2.6}, "LOW_BASELINE TR03"},  // 30 % of little
      {"NPRS", 8, {5.5, 6.5, 6.5, 6.5}, "PLATEAU TR15"},
      {"NPRS", 8, {6.5, 6.5, 6.5}, "PLATEAU TR15"},
      {"NPRS", 8, {6.5, 6.5}, "PARTIAL TR13"},
      {"NPRS", 8, {7.5, 7.5, 7.5}, "NON_RESPONDER TR16"},
      {"NPRS", 8, {5.5, 7.6, 5.9}, "PARTIAL TR13"},  // 2.1 apart: not level
      {"VAS_PAIN", 62, {31}, "MAJOR_RESPONDER TR09"},
      {"VAS_PAIN", 50, {35}, "RESPONDER TR10"},
      {"VAS_PAIN", 25, {10}, "RECOVERED TR07"},
      {"VAS_PAIN", 25, {15}, "LOW_BASELINE TR03"},
      {"VAS_PAIN", 60, {80}, "WORSENING TR17"},
      {"PROMIS29_PAIN_ITEM", 7, {4}, "RESPONDER TR10"},
      {"ODI", 40, {28}, "RESPONDER TR11"},
      {"ODI", 60, {50}, "RESPONDER TR11"},
      {"ODI", 60, {51}, "PARTIAL TN03"},
      {"ODI", 60, {56}, "NON_RESPONDER TN04"},
      {"ODI", 40, {50, 50}, "WORSENING TN02"},
      {"RMDQ", 12, {2}, "RECOVERED TR08"},
      {"RMDQ", 20, {15}, "RESPONDER TR11"},
      {"RMDQ", 20, {16}, "PARTIAL TN03"},
      {"NDI", 30, {21}, "RESPONDER TR11"},
      {"NDI", 50, {40}, "RESPONDER TR11"},
      {"LEFS", 40, {49}, "RESPONDER TR11"},
      {"LEFS", 40, {48}, "PARTIAL TN03"},
      {"LEFS", 40, {31, 31}, "WORSENING TN02"},
      {"QUICKDASH", 60, {44.1}, "RESPONDER TR11"},
      {"QUICKDASH", 60, {44.2}, "PARTIAL TN03"},
      {"PSFS", 3, {5}, "RESPONDER TR11"},
      {"PROMIS_PI_4A", 60, {57}, "RESPONDER TR12"},
      {"PROMIS_PI_4A", 60, {57.1}, "PARTIAL TN03"},
      {"PROMIS_PF_4A_V2", 35, {38}, "RESPONDER TR12"},
      {"PROMIS_PF_4A_V2", 35, {32, 32}, "WORSENING TN02"},
      {"PCS", 40, {24.8}, "RESPONDER TN01"},
      {"TSK11", 30, {26}, "RESPONDER TN01"},
      {"TSK11", 30, {34, 34}, "WORSENING TN02"},
      {"NPRS", 5, {}, "INSUFFICIENT_DATA TR01"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Verdict(c.measure, c.baseline, c.weekly), c.expected)
        << c.measure << " from " << c.baseline << " to " << (c.weekly.empty() ? -1 : c.weekly.back());
  }
}

TEST(MirrorTest, ClassesByAbsoluteChangeAreMirrored) {
  scoring::Measure mirrored = Named("TSK11");
  mirrored.direction = outcomes::v1::DIRECTION_HIGHER_BETTER;
  const double sum = mirrored.score_min + mirrored.score_max;
  int compared = 0;
  for (double first = 11; first <= 44; first += 3) {
    for (double second = 11; second <= 44; second += 1.5) {
      for (double third = 11; third <= 44; third += 1.5) {
        const auto there = ClassifySeries(Weekly(Named("TSK11"), first, {second, third, third, third}));
        const auto back =
            ClassifySeries(Weekly(mirrored, sum - first, {sum - second, sum - third, sum - third, sum - third}));
        ASSERT_EQ(Verdict(there), Verdict(back)) << first << " " << second << " " << third;
        ASSERT_EQ(there.reliable(), back.reliable());
        ASSERT_NEAR(there.slope_per_week(), -back.slope_per_week(), 1e-9);
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 1000);
}

TEST(RuleBookTest, HoldsTheTableAndLabelsWorkingRules) {
  const RuleBook& rules = RuleBook::BuiltIn();
  EXPECT_EQ(rules.rules().size(), 45U) << "40 of the table and 5 of the house";
  for (const char* id : {"TR15", "TR17", "TR21", "TR32", "TR35", "TR37", "TR38", "TN01", "TN05"})
    EXPECT_TRUE(rules.Find(id).working) << id;
  for (const char* id : {"TR07", "TR09", "TR10", "TR18", "TR19", "TR24"}) EXPECT_FALSE(rules.Find(id).working) << id;
  EXPECT_EQ(rules.Find("TR99").citation, "");
}

}  // namespace
}  // namespace tendon::clinical::trajectory
