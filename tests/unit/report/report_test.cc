#include "clients/report/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "clients/report/chart.h"
#include "clients/report/text.h"
#include "tests/unit/report/samples.h"

namespace tendon::report {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

int Count(const std::string& text, const std::string& part) {
  int count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

TEST(ReportText, NothingThatIsShownIsMarkup) {
  EXPECT_EQ(Escape("<b>\"A\" & 'B'\x01"), "&lt;b&gt;&quot;A&quot; &amp; &#39;B&#39;\xef\xbf\xbd");
}

TEST(ReportText, NumbersAreRoundedHalfUpWithATrueMinus) {
  EXPECT_EQ(Number(2.25), "2.3");
  EXPECT_EQ(Number(7), "7");
  EXPECT_EQ(Number(-0.04), "0");
  EXPECT_EQ(Signed(-4),
            "\xe2\x88\x92"
            "4");
  EXPECT_EQ(Signed(1.5), "+1.5");
  EXPECT_EQ(Words("MAJOR_RESPONDER"), "Major responder");
}

TEST(ReportPage, HoldsWhatIsNeededToJudgeAnAdvice) {
  const std::string html = RenderHtml(Plateau());
  EXPECT_THAT(
      html,
      AllOf(HasSubstr("Massage alone is probably not enough"), HasSubstr("Add discipline"), HasSubstr("Rule TR33"),
            HasSubstr("confidence Moderate"), HasSubstr("working rule: no trial is behind it"),
            HasSubstr("behind it \xc2\xb7 Blanpied et al. 2017"), HasSubstr("NPRS 4, 4, 4"),
            HasSubstr("Disputed: Sources disagree"), HasSubstr("Withheld from this reader: History, Coverage"),
            HasSubstr("Decision support, not a decision")));
}

TEST(ReportPage, IsSelfContainedAndHasNoScript) {
  for (const EpisodeReport& report : {Responder(), Plateau(), RedFlag()}) {
    const std::string html = RenderHtml(report);
    for (const char* outside : {"<script", "src=", "href=", "@import", "url(", "http:", "https:"})
      EXPECT_THAT(html, Not(HasSubstr(outside)));
  }
}

TEST(ReportPage, PatientTextCannotBecomeMarkup) {
  EpisodeReport report = Responder();
  const std::string attack = "</style></title><img src=x onerror=alert(1)>\"'";
  report.title = report.patient = report.answer = attack;
  report.plan[0] = {attack, attack};
  report.advice[0] = {attack, attack, attack, {attack, attack, attack, true}, {attack}};
  report.courses[0].title = report.courses[0].unit = report.courses[0].explanation = attack;
  report.courses[0].points[0].date = report.courses[0].points[0].label = attack;
  report.courses[0].bands = {{attack, 0.0, 3.0}};
  report.withheld = {attack};
  const std::string html = RenderHtml(report);
  EXPECT_THAT(html, Not(HasSubstr("<img")));
  EXPECT_EQ(Count(html, "</style>"), 1);
  EXPECT_EQ(Count(html, "</title>"), 1 + 2) << "the page's and the charts'";
}

TEST(ReportChart, IsTitledAndDescribedInWords) {
  const std::string svg = DrawChart(Responder().courses[0], "chart-1");
  EXPECT_THAT(svg, AllOf(HasSubstr("role=\"img\""), HasSubstr("aria-labelledby=\"chart-1-title chart-1-desc\""),
                         HasSubstr("Course of Pain (NPRS), lumbar"), HasSubstr("Less is better"),
                         HasSubstr("from 7 to 3 points, change \xe2\x88\x92"
                                   "4 (\xe2\x88\x92"
                                   "57.1 %)")));
}

// The scale is 0 to 10 over 240 units from 16: 7 is at 88, the minimal important change of 2 below it at 136.
TEST(ReportChart, ShowsWhereTheChangeMattersAndTheBaseline) {
  const std::string svg = DrawChart(Responder().courses[0], "c");
  EXPECT_THAT(svg, HasSubstr("<rect class=\"important\" x=\"52.0\" y=\"136.0\" width=\"484.0\" height=\"120.0\"/>"));
  EXPECT_THAT(svg, HasSubstr("<line class=\"baseline\" x1=\"52.0\" y1=\"88.0\""));
  EXPECT_EQ(Count(svg, "class=\"mark\""), 6);
  EXPECT_EQ(Count(svg, "class=\"after\""), 6);
  EXPECT_THAT(svg, HasSubstr("<polyline class=\"course\" points=\"52.0,88.0 "));
}

TEST(ReportChart, WhereMoreIsBetterTheAreaThatMattersLiesAbove) {
  Course course = Responder().courses[0];
  course.better = Better::kHigher;
  course.baseline = 3;
  EXPECT_THAT(DrawChart(course, "c"),
              HasSubstr("<rect class=\"important\" x=\"52.0\" y=\"16.0\" width=\"484.0\" height=\"120.0\"/>"));
}

TEST(ReportChart, OfOneReadingOrOfNoneHasNoNotANumber) {
  Course course = Responder().courses[0];
  course.points.resize(1);
  course.scale_minimum.reset();
  EXPECT_THAT(DrawChart(course, "c"), AllOf(HasSubstr("class=\"mark\""), Not(HasSubstr("nan")), Not(HasSubstr("inf"))));
  course.points.clear();
  EXPECT_EQ(DrawChart(course, "c"), "");
}

TEST(ReportSummary, IsPlainTextWithRulesAndNoLongerThanAllowed) {
  const std::string text = RenderSummary(Plateau(), 4096);
  EXPECT_THAT(text, AllOf(HasSubstr("Sessions: 6 of 8\n"), HasSubstr("Add discipline: Ask the referrer"),
                          HasSubstr("[TR33, working rule]"), HasSubstr("[TR15, working rule]"),
                          HasSubstr("no proof of an effect")));
  EXPECT_LE(RenderSummary(Plateau(), 200).size(), 200U);
}

}  // namespace
}  // namespace tendon::report
