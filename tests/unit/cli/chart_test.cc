// What is drawn, line by line.
#include "clients/cli/chart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_join.h"
#include "clients/cli/text.h"

namespace tendon::cli {
namespace {

using clinical::v1::OBSERVATION_PHASE_AFTER;
using clinical::v1::OBSERVATION_PHASE_BEFORE;
using ::testing::IsEmpty;

void AddPoint(outcomes::v1::MeasureSummary& measure, int session, clinical::v1::ObservationPhase phase, double value) {
  auto* point = measure.add_points();
  point->set_session("referrals/a/sessions/" + std::to_string(session));
  point->set_session_number(session);
  point->set_phase(phase);
  point->set_value(value);
}

outcomes::v1::MeasureSummary Pain(const std::vector<std::pair<double, double>>& sessions) {
  outcomes::v1::MeasureSummary measure;
  measure.set_measure("NPRS");
  for (std::size_t i = 0; i < sessions.size(); ++i) {
    AddPoint(measure, static_cast<int>(i) + 1, OBSERVATION_PHASE_BEFORE, sessions[i].first);
    AddPoint(measure, static_cast<int>(i) + 1, OBSERVATION_PHASE_AFTER, sessions[i].second);
  }
  return measure;
}

std::string Draw(const outcomes::v1::MeasureSummary& measure, int width, bool utf8) {
  return "\n" + absl::StrJoin(DrawCourse(measure, width, utf8), "\n");
}

TEST(DrawCourse, DrawsPainFromZeroToTen) {
  EXPECT_EQ(Draw(Pain({{7, 5}, {6, 3}, {4, 4}}), 80, false), R"(
10 |
 9 |
 8 |
 7 |   #
 6 |   |   #
 5 |   o   |
 4 |       |   @
 3 |       o
 2 |
 1 |
 0 |
   +------------
       1   2   3
    session; # before, o after the treatment)");
}

TEST(DrawCourse, DrawsTheSameWithUnicode) {
  EXPECT_EQ(Draw(Pain({{7, 5}, {6, 6}}), 80, true), R"(
10 ┤
 9 ┤
 8 ┤
 7 ┤   ●
 6 ┤   │   ◉
 5 ┤   ○
 4 ┤
 3 ┤
 2 ┤
 1 ┤
 0 ┤
   ┼────────
       1   2
    session; ● before, ○ after the treatment)");
}

TEST(DrawCourse, ScalesOtherMeasures) {
  outcomes::v1::MeasureSummary measure;
  measure.set_measure("ODI");
  AddPoint(measure, 1, OBSERVATION_PHASE_BEFORE, 44);
  AddPoint(measure, 2, OBSERVATION_PHASE_BEFORE, 22);
  EXPECT_EQ(Draw(measure, 80, false), R"(
45 |   #
40 |
35 |
30 |
25 |
20 |       #
   +--------
       1   2
    session; # before, o after the treatment)");
}

TEST(DrawCourse, NeverWiderThanTheTerminal) {
  std::vector<std::pair<double, double>> sessions(200, {5, 3});
  for (const int width : {20, 40, 80, 200}) {
    const auto lines = DrawCourse(Pain(sessions), width, true);
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) EXPECT_LE(DisplayWidth(lines[i]), width) << lines[i];
  }
  EXPECT_THAT(Draw(Pain(sessions), 80, true), ::testing::HasSubstr("the last 37 of 200"));
}

TEST(DrawCourse, EqualReadingsHaveAScaleToo) {
  outcomes::v1::MeasureSummary measure;
  measure.set_measure("ODI");
  AddPoint(measure, 1, OBSERVATION_PHASE_BEFORE, 30);
  EXPECT_THAT(DrawCourse(measure, 80, false), ::testing::Not(IsEmpty()));
}

TEST(DrawCourse, NothingWithoutReadings) { EXPECT_THAT(DrawCourse({}, 80, true), IsEmpty()); }

TEST(DrawSparkline, RisesFromLowestToHighest) {
  EXPECT_EQ(DrawSparkline(Pain({{7, 5}, {3.5, 3}, {0, 0}}), true), "█▅▁");
  EXPECT_EQ(DrawSparkline(Pain({{7, 5}, {7, 3}}), true), "▄▄");
  EXPECT_EQ(DrawSparkline(Pain({{7, 5}}), true), "");
  EXPECT_EQ(DrawSparkline(Pain({{7, 5}, {3, 3}}), false), "");
}

TEST(DrawBar, ShowsKOfN) {
  EXPECT_EQ(DrawBar(2, 6, true), "██░░░░");
  EXPECT_EQ(DrawBar(2, 6, false), "[##....]");
  EXPECT_EQ(DrawBar(8, 6, false), "[######]");
  EXPECT_EQ(DrawBar(50, 100, false), "[##########..........]");
  EXPECT_EQ(DrawBar(1, 0, true), "");
}

}  // namespace
}  // namespace tendon::cli
