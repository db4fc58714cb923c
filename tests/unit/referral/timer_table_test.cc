// Which settings of timers are taken, and what a refusal says. Amounts are R6's, by hand.
#include "services/referral/lifecycle/timer_table.h"

#include <gmock/gmock.h>

namespace tendon::referral {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

double Amount(const TimerTable& table, const char* timer, v1::Priority priority) {
  return table.Amount(*FindTimer(timer), priority);
}

std::string RefusalOf(const std::string& setting) {
  const absl::Status status = MakeTimerTable({setting}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << setting;
  return std::string(status.message());
}

TEST(TimerTableSettingsTest, ASettingChangesOneTimerOfOnePriority) {
  const auto table = MakeTimerTable({"loop-ack:urgent=3"});
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(Amount(*table, "loop-ack", v1::PRIORITY_URGENT), 3);
  EXPECT_EQ(Amount(*table, "loop-ack", v1::PRIORITY_ASAP), 2);
  EXPECT_EQ(Amount(*table, "loop-ack", v1::PRIORITY_STAT), 2);
  EXPECT_EQ(Amount(*table, "loop-ack", v1::PRIORITY_ROUTINE), 7);
  EXPECT_EQ(Amount(*table, "redirect", v1::PRIORITY_URGENT), 1);
}

TEST(TimerTableSettingsTest, RoutineIsAlsoForReferralsWithoutAPriority) {
  EXPECT_EQ(Amount(*MakeTimerTable({"hold:routine=10"}), "hold", v1::PRIORITY_UNSPECIFIED), 10);
}

TEST(TimerTableSettingsTest, OfTwoSettingsTheLaterHolds) {
  EXPECT_EQ(Amount(*MakeTimerTable({"hold:stat=10", "", "hold:stat=5"}), "hold", v1::PRIORITY_STAT), 5);
}

TEST(TimerTableSettingsTest, WhatCannotBeReadIsRefusedWithTheForm) {
  for (const char* setting : {"ack", "ack=1", "ack:stat", "ack=1:stat", "=", ":"}) {
    EXPECT_THAT(RefusalOf(setting), AllOf(HasSubstr(setting), HasSubstr("TIMER:PRIORITY=AMOUNT")));
  }
}

TEST(TimerTableSettingsTest, UnknownNamesAreRefusedWithThoseThereAre) {
  EXPECT_THAT(RefusalOf("acks:stat=1"), AllOf(HasSubstr("acks:stat=1"), HasSubstr("draft, ack, triage, info")));
  EXPECT_THAT(RefusalOf("ack:soon=1"), HasSubstr("routine, urgent, asap, stat"));
  EXPECT_THAT(RefusalOf("ack:STAT=1"), HasSubstr("routine, urgent, asap, stat"));
  EXPECT_THAT(RefusalOf("ack:=1"), HasSubstr("routine, urgent, asap, stat"));
}

TEST(TimerTableSettingsTest, AnAmountThatIsNoneOrAbsurdIsRefusedWithTheBounds) {
  for (const char* amount : {"0", "-1", "0.009", "366.5", "1e9", "nan", "inf", "1 day", ""}) {
    EXPECT_THAT(RefusalOf(std::string("ack:stat=") + amount), HasSubstr("from 0.01 to 366 (business days)")) << amount;
  }
  EXPECT_TRUE(MakeTimerTable({"ack:stat=0.01", "ack:routine=366"}).ok());
  // Sessions that are planned a week apart have not stalled after half a week.
  EXPECT_THAT(RefusalOf("session-gap:routine=0.5"), HasSubstr("from 1 to 52 (planned intervals"));
}

TEST(TimerTableSettingsTest, ATimeThatStandsInTheReferralCannotBeSet) {
  for (const char* timer : {"waitlist", "first-visit"}) {
    EXPECT_THAT(RefusalOf(std::string(timer) + ":stat=1"), HasSubstr("a date in the referral"));
  }
}

// An emergency is due in an hour and a red flag of today in twelve, for every priority.
TEST(TimerTableSettingsTest, TheClocksOfSafetyCanOnlyBeShortened) {
  for (const char* priority : {"routine", "urgent", "asap", "stat"}) {
    const std::string of = std::string(":") + priority + "=";
    EXPECT_THAT(RefusalOf("same-day" + of + "0.6"), AllOf(HasSubstr("shortened only"), HasSubstr("0.5 days")));
    EXPECT_THAT(RefusalOf("emergency" + of + "0.05"), AllOf(HasSubstr("shortened only"), HasSubstr("0.0416 days")));
    EXPECT_TRUE(MakeTimerTable({"same-day" + of + "0.25", "emergency" + of + "0.0416"}).ok());
  }
}

TEST(TimerTableSettingsTest, TheHelpTellsEveryTimerThatCanBeSet) {
  EXPECT_THAT(TimersHelp(), AllOf(HasSubstr("ack 1/0.25 business days"), HasSubstr("hold 14 days"),
                                  HasSubstr("session-gap 2 planned intervals")));
}

}  // namespace
}  // namespace tendon::referral
