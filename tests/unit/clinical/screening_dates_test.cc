// Partial dates and the windows of rules, at their ends.
#include <gtest/gtest.h>

#include "absl/time/civil_time.h"
#include "services/clinical/screening/dates.h"

namespace tendon::clinical::screening {
namespace {

constexpr int kToday = 20'000;

std::optional<DayRange> Ago(int days) { return DayRange{kToday - days, kToday - days}; }

bool ActiveByOnset(const char* window, int days_ago) {
  return IsActive(*ParseWindow(window), Ago(days_ago), std::nullopt, kToday);
}
bool ActiveByRecord(const char* window, int days_ago) {
  return IsActive(*ParseWindow(window), std::nullopt, Ago(days_ago), kToday);
}

TEST(FhirDate, CoversTheDaysThatItMayMean) {
  EXPECT_EQ(ParseDate("1970-01-02")->first, 1);
  EXPECT_EQ(ParseDate("1970-01-02")->last, 1);
  EXPECT_EQ(ParseDate("1970-02")->first, 31);
  EXPECT_EQ(ParseDate("1970-02")->last, 58);
  EXPECT_EQ(ParseDate("1970")->last, 364);
  EXPECT_EQ(ParseDate("1972-02-29")->first, 789);
}

TEST(FhirDate, IsNotKnownWhereItIsNone) {
  for (const char* text : {"", "1970-2-01", "1970-13", "1970-02-30", "1970-01-01T00", "70", "yesterday"}) {
    EXPECT_FALSE(ParseDate(text).has_value()) << text;
  }
}

TEST(Window, IsRefusedWhereItIsNone) {
  for (const char* text : {"90", "d", "-5d", "90 d", "180-29d", ">=90d", ">=d use", "2w"}) {
    EXPECT_FALSE(ParseWindow(text).has_value()) << text;
  }
}

TEST(Window, HoldsToItsLastDay) {
  EXPECT_TRUE(ActiveByOnset("90d", 0));
  EXPECT_TRUE(ActiveByOnset("90d", 90));
  EXPECT_FALSE(ActiveByOnset("90d", 91));
}

TEST(Window, WithABeginningHoldsFromIt) {
  EXPECT_FALSE(ActiveByOnset("29-180d", 28));
  EXPECT_TRUE(ActiveByOnset("29-180d", 29));
  EXPECT_TRUE(ActiveByOnset("29-180d", 180));
  EXPECT_FALSE(ActiveByOnset("29-180d", 181));
}

TEST(Window, AnUnknownDateCountsAsActive) {
  EXPECT_TRUE(IsActive(*ParseWindow("90d"), std::nullopt, std::nullopt, kToday));
  EXPECT_TRUE(IsActive(*ParseWindow(">=90d use"), std::nullopt, std::nullopt, kToday));
}

TEST(Window, ARecordAloneSaysThatTheBeginningIsNotLater) {
  EXPECT_TRUE(ActiveByRecord("29-180d", 5));  // it may have begun 29 days ago or more
  EXPECT_TRUE(ActiveByRecord("90d", 90));
  EXPECT_FALSE(ActiveByRecord("90d", 91));
}

TEST(Window, TheOnsetDecidesOverTheRecord) { EXPECT_FALSE(IsActive(*ParseWindow("90d"), Ago(400), Ago(3), kToday)); }

TEST(Window, APartialDateCountsIfAnyOfItsDaysDoes) {
  const DayRange month{kToday - 110, kToday - 80};
  EXPECT_TRUE(IsActive(*ParseWindow("90d"), month, std::nullopt, kToday));
  const DayRange earlier{kToday - 140, kToday - 110};
  EXPECT_FALSE(IsActive(*ParseWindow("90d"), earlier, std::nullopt, kToday));
}

TEST(Window, ADateInTheFutureCountsAsActive) {
  EXPECT_TRUE(ActiveByOnset("90d", -3));
  EXPECT_TRUE(ActiveByOnset("29-180d", -3));
}

TEST(Window, OfUseHoldsOnceItHasLastedSoLong) {
  EXPECT_FALSE(ActiveByOnset(">=90d use", 89));
  EXPECT_TRUE(ActiveByOnset(">=90d use", 90));
}

}  // namespace
}  // namespace tendon::clinical::screening
