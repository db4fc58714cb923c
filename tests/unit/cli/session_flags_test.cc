#include "clients/cli/session_flags.h"

#include <gtest/gtest.h>

#include "clients/cli/exit_code.h"

namespace tendon::cli {
namespace {

TEST(ParseTechnique, ReadsPlacesSidesAndMinutes) {
  const auto technique = ParseTechnique("DEEP_TISSUE@lumbar:left,hip/20");
  ASSERT_TRUE(technique.ok());
  EXPECT_EQ(technique->technique(), "DEEP_TISSUE");
  ASSERT_EQ(technique->body_sites_size(), 2);
  EXPECT_EQ(technique->body_sites(0).region(), "lumbar");
  EXPECT_EQ(technique->body_sites(0).laterality(), clinical::v1::LATERALITY_LEFT);
  EXPECT_EQ(technique->body_sites(1).region(), "hip");
  EXPECT_EQ(technique->duration_minutes(), 20);
}

TEST(ParseTechnique, NeedsOnlyTheTechnique) { EXPECT_EQ(ParseTechnique("MLD")->technique(), "MLD"); }

TEST(ParseTechnique, RefusesOtherForms) {
  for (const char* text : {"", "@lumbar", "MLD@", "MLD@lumbar:up", "MLD@lumbar/x", "MLD@lumbar/1/2",
                           "MLD@lumbar:left:right", "MLD@lumbar,"})
    EXPECT_TRUE(IsUsageError(ParseTechnique(text).status())) << text;
}

TEST(ParseMeasure, ReadsScoreAndPhase) {
  EXPECT_EQ(ParseMeasure("ODI=32")->phase(), clinical::v1::OBSERVATION_PHASE_BEFORE);
  EXPECT_EQ(ParseMeasure("NPRS=3.5:after")->phase(), clinical::v1::OBSERVATION_PHASE_AFTER);
  EXPECT_EQ(ParseMeasure("NPRS=3.5:after")->value(), 3.5);
  EXPECT_TRUE(ParseMeasure("NPRS=0")->has_value());
}

TEST(ParseMeasure, ReadsWhatTheQuestionAskedFor) {
  EXPECT_EQ(ParseMeasure("NPRS=8:before:worst 7d")->recall(), "worst 7d");
  EXPECT_EQ(ParseMeasure("NPRS=8:before")->recall(), "");
}

TEST(ParseMeasure, RefusesOtherForms) {
  for (const char* text : {"", "ODI", "=3", "ODI=", "ODI=x", "ODI=3:soon", "ODI=3:before:after", "ODI=3:before:"})
    EXPECT_TRUE(IsUsageError(ParseMeasure(text).status())) << text;
}

TEST(ParseAdverseEvent, ReadsGradeAndText) {
  EXPECT_EQ(ParseAdverseEvent("mild:Sore: for a day")->text(), "Sore: for a day");
  EXPECT_EQ(ParseAdverseEvent("severe")->grade(), clinical::v1::ADVERSE_EVENT_GRADE_SEVERE);
  EXPECT_TRUE(IsUsageError(ParseAdverseEvent("awful").status()));
}

TEST(ParseMoment, ReadsNowUtcAndLocalTime) {
  const absl::Time now = absl::FromUnixSeconds(1'800'000'000);
  absl::TimeZone zone = absl::FixedTimeZone(-5 * 3600);
  EXPECT_EQ(ParseMoment("now", now, zone)->seconds(), 1'800'000'000);
  // date -u -d 2026-11-23T09:30:00Z +%s
  EXPECT_EQ(ParseMoment("2026-11-23T09:30:00Z", now, zone)->seconds(), 1'795'426'200);
  EXPECT_EQ(ParseMoment("2026-11-23 09:30", now, zone)->seconds(), 1'795'426'200 + 5 * 3600);
  for (const char* text : {"", "yesterday", "2026-13-01 09:30", "09:30"})
    EXPECT_TRUE(IsUsageError(ParseMoment(text, now, zone).status())) << text;
}

}  // namespace
}  // namespace tendon::cli
