// The parts of the bench that its numbers rest on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "tests/bench/latency.h"
#include "tests/bench/report.h"
#include "tests/bench/schedule.h"
#include "tests/bench/usage.h"

namespace tendon::bench {
namespace {

using std::chrono::seconds;

TEST(CpuTicksTest, AddsUserAndSystemTimeWhateverTheProgramIsCalled) {
  // The line of proc(5): pid (comm) state ppid pgrp session tty tpgid flags minflt cminflt majflt cmajflt utime stime.
  EXPECT_EQ(CpuTicks("1234 (a) b (c)) S 1 1 1 0 -1 4194560 5 6 7 8 300 45 9 9 20 0"), 345);
}

TEST(CpuTicksTest, IsNothingForALineThatIsCutShort) {
  EXPECT_EQ(CpuTicks("1234 (program) S 1 1 1 0"), std::nullopt);
  EXPECT_EQ(CpuTicks(""), std::nullopt);
}

TEST(UsageTest, CountsThisProcess) {
  EXPECT_GT(ResidentMib(getpid()), 0.5);
  EXPECT_GE(CpuMicros(getpid()), 0);
}

TEST(PercentilesTest, AreNearestRanks) {
  std::vector<int64_t> nanos(1000);
  std::iota(nanos.begin(), nanos.end(), 1);
  for (int64_t& value : nanos) value *= 1000;  // 1 to 1000 µs
  std::reverse(nanos.begin(), nanos.end());
  const Percentiles percentiles = PercentilesOf(nanos);
  EXPECT_EQ(percentiles.p50_us, 500);
  EXPECT_EQ(percentiles.p90_us, 900);
  EXPECT_EQ(percentiles.p99_us, 990);
  EXPECT_EQ(percentiles.p999_us, 999);
  EXPECT_EQ(percentiles.max_us, 1000);
}

TEST(PercentilesTest, OfOneValueAreThatValue) {
  EXPECT_EQ(PercentilesOf({7000}).p50_us, 7);
  EXPECT_EQ(PercentilesOf({7000}).p999_us, 7);
}

TEST(MedianTest, IsTheMiddle) {
  EXPECT_EQ(Median({9, 1, 5}), 5);
  EXPECT_EQ(Median({1, 2, 3, 10}), 2.5);
  EXPECT_EQ(Median({}), 0);
}

TEST(ScheduleTest, IsAscendingFixedAndOfTheRateAskedFor) {
  const auto schedule = MakeSchedule(1000, seconds(20), 1);
  EXPECT_TRUE(std::is_sorted(schedule.begin(), schedule.end()));
  EXPECT_LT(schedule.back(), seconds(20));
  // 20,000 expected; the standard deviation of a Poisson count is its root, 141.
  EXPECT_NEAR(static_cast<double>(schedule.size()), 20'000, 5 * 141);
  EXPECT_EQ(schedule, MakeSchedule(1000, seconds(20), 1));
  EXPECT_NE(schedule, MakeSchedule(1000, seconds(20), 2));
}

TEST(ReportTest, DividesThePairOfARoundAndTakesTheMedian) {
  const std::vector<nlohmann::json> results = {
      {{"name", "get"}, {"round", 1}, {"server_cpu_us", 30}},  {{"name", "echo"}, {"round", 1}, {"server_cpu_us", 20}},
      {{"name", "get"}, {"round", 2}, {"server_cpu_us", 80}},  {{"name", "echo"}, {"round", 2}, {"server_cpu_us", 20}},
      {{"name", "get"}, {"round", 3}, {"server_cpu_us", 100}}, {{"name", "echo"}, {"round", 3}, {"server_cpu_us", 50}},
  };
  const nlohmann::json report = MakeReport(results);
  const nlohmann::json& bar = report["bars"]["get_cpu_over_echo"];
  EXPECT_EQ(bar["median"], 2.0);  // of 1.5, 4 and 2
  EXPECT_EQ(bar["lowest"], 1.5);
  EXPECT_EQ(bar["highest"], 4.0);
  EXPECT_EQ(bar["met"], true);
  EXPECT_EQ(report["medians"]["get"]["server_cpu_us"], 80);
}

TEST(ReportTest, SaysWhenABarIsNotMetAndLeavesOutWhatWasNotMeasured) {
  const nlohmann::json report = MakeReport({{{"name", "idle-referral"}, {"round", 1}, {"rss_mib", 64.5}}});
  EXPECT_EQ(report["bars"]["idle_referral_rss_mib"]["met"], false);
  EXPECT_FALSE(report["bars"].contains("get_cpu_over_echo"));
  EXPECT_FALSE(AllMet(report));
}

TEST(ReportTest, HoldsOnlyAThousandWatchesAgainstTheirBar) {
  EXPECT_FALSE(
      MakeReport({{{"name", "watches"}, {"watchers", 20}, {"rss_mib", 30}}})["bars"].contains("watches_rss_mib"));
  EXPECT_TRUE(
      MakeReport({{{"name", "watches"}, {"watchers", 1000}, {"rss_mib", 30}}})["bars"].contains("watches_rss_mib"));
}

}  // namespace
}  // namespace tendon::bench
