// What time makes of a referral, on the real handlers with a clock that is told to go on. Periods are R6's, by hand.
#include "services/referral/lifecycle/timers.h"

#include <gmock/gmock.h>

#include "services/referral/handlers/common.h"
#include "tests/unit/referral/states.h"

namespace tendon::referral {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);

class TimersTest : public ::testing::Test {
 protected:
  TimersTest() { desk.now = Monday(); }

  // 2026-11-23 09:00 UTC.
  static absl::Time Monday() { return absl::FromUnixSeconds(1'795'424'400); }

  v1::Referral In(ReferralState state, v1::Priority priority = v1::PRIORITY_ROUTINE) {
    Prepared prepared = Prepare(desk, state, 0);
    (void)priority;
    return prepared.record.referral;
  }
  v1::Referral After(const std::string& name, absl::Duration time) {
    Desk later = desk.At(time);
    EXPECT_TRUE(later.PassTime(name).ok());
    return later.Read(name).referral;
  }

  Desk desk;
};

struct Period {
  const char* timer;
  double routine_days;  // on a calendar without weekends
  double urgent_days;
};

// R6, written out.
TEST(TimerTableTest, HasThePeriodsOfTheRules) {
  WorkingTime every_day;
  every_day.weekdays = 0;
  const absl::Time start = absl::FromUnixSeconds(1'795'424'400);
  for (const Period& period : {Period{"ack", 1, 0.25},
                               {"triage", 3, 1},
                               {"info", 5, 1},
                               {"schedule", 5, 1},
                               {"hold", 14, 14},
                               {"same-day", 0.5, 0.5},
                               {"emergency", 1.0 / 24, 1.0 / 24},
                               {"cancel", 2, 2},
                               {"discharge", 7, 7},
                               {"loop-ack", 7, 2},
                               {"redirect", 3, 1}}) {
    SCOPED_TRACE(period.timer);
    const TimerRow* timer = FindTimer(period.timer);
    ASSERT_NE(timer, nullptr);
    EXPECT_EQ(DueTime(*timer, v1::PRIORITY_UNSPECIFIED, start, every_day, {}) - start, kDay * period.routine_days);
    EXPECT_EQ(DueTime(*timer, v1::PRIORITY_ROUTINE, start, every_day, {}) - start, kDay * period.routine_days);
    for (const v1::Priority priority : {v1::PRIORITY_URGENT, v1::PRIORITY_ASAP, v1::PRIORITY_STAT}) {
      EXPECT_EQ(DueTime(*timer, priority, start, every_day, {}) - start, kDay * period.urgent_days);
    }
  }
  EXPECT_EQ(FindTimer("info")->reminders, 2);
  EXPECT_EQ(FindTimer("loop-ack")->reminders, 2);
  EXPECT_EQ(FindTimer("no-such-timer"), nullptr);
}

TEST_F(TimersTest, ASentReferralIsEscalatedAfterABusinessDayAndOnce) {
  const v1::Referral sent = In(v1::REFERRAL_STATE_SENT);
  EXPECT_EQ(After(sent.name(), kDay - absl::Seconds(1)).version(), sent.version());
  const v1::Referral escalated = After(sent.name(), kDay);
  EXPECT_EQ(escalated.state(), v1::REFERRAL_STATE_SENT);
  EXPECT_EQ(escalated.last_transition().event(), v1::REFERRAL_EVENT_TIMER);
  EXPECT_EQ(escalated.last_transition().rule(), "R6");
  EXPECT_EQ(escalated.last_transition().reason_code(), "escalated");
  EXPECT_TRUE(escalated.turn().has_escalate_time());
  EXPECT_EQ(After(sent.name(), 10 * kDay).version(), escalated.version()) << "it fires once";
  // Then the referrer may send it to another.
  Desk later = desk.At(2 * kDay);
  EXPECT_TRUE(Perform(later, v1::REFERRAL_EVENT_REDIRECT, River(), later.Read(sent.name())).ok());
}

TEST_F(TimersTest, ARedirectBeforeTheTimeIsRefused) {
  const v1::Referral sent = In(v1::REFERRAL_STATE_SENT);
  EXPECT_EQ(Perform(desk, v1::REFERRAL_EVENT_REDIRECT, River(), desk.Read(sent.name())).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(TimersTest, QuestionsAreRemindedOfTwiceAndThenTheReferralIsDeclined) {
  const std::string name = In(v1::REFERRAL_STATE_INFO_REQUESTED).name();
  v1::Referral referral = After(name, 7 * kDay);
  EXPECT_EQ(referral.last_transition().reason_code(), "reminder");
  EXPECT_EQ(referral.turn().reminders(), 1);
  referral = After(name, 14 * kDay);
  EXPECT_EQ(referral.turn().reminders(), 2);
  EXPECT_EQ(referral.state(), v1::REFERRAL_STATE_INFO_REQUESTED);
  referral = After(name, 21 * kDay);
  EXPECT_EQ(referral.state(), v1::REFERRAL_STATE_DECLINED);
  EXPECT_EQ(referral.last_transition().rule(), "11");
  EXPECT_EQ(referral.last_transition().reason_code(), "info-not-supplied");
  EXPECT_EQ(referral.last_transition().actor_role(), v1::PARTY_ROLE_SYSTEM);
  EXPECT_EQ(referral.turn().party(), v1::PARTY_ROLE_REFERRER);
}

TEST_F(TimersTest, AWishToStopIsDecidedByTimeAndASummaryIsOwed) {
  const std::string name = In(v1::REFERRAL_STATE_CANCEL_REQUESTED).name();
  desk.CountSessions(name, 2);
  const v1::Referral referral = After(name, 2 * kDay);
  EXPECT_EQ(referral.state(), v1::REFERRAL_STATE_CANCELLED);
  EXPECT_EQ(referral.last_transition().rule(), "28");
  EXPECT_TRUE(referral.summary_owed());
  EXPECT_EQ(referral.turn().party(), v1::PARTY_ROLE_RECIPIENT);
}

TEST_F(TimersTest, AnOutcomeThatNobodyReadsIsClosedUnread) {
  const std::string name = In(v1::REFERRAL_STATE_COMPLETED).name();
  EXPECT_EQ(After(name, 7 * kDay).turn().reminders(), 1);
  EXPECT_EQ(After(name, 14 * kDay).turn().reminders(), 2);
  const v1::Referral closed = After(name, 21 * kDay);
  EXPECT_EQ(closed.state(), v1::REFERRAL_STATE_CLOSED);
  EXPECT_EQ(closed.last_transition().rule(), "34");
  EXPECT_TRUE(closed.acknowledgement().unread());
  EXPECT_EQ(closed.turn().party(), v1::PARTY_ROLE_REFERRER);
  // Reading it late is recorded, and then nobody owes anything.
  Desk later = desk.At(30 * kDay);
  const auto read = Perform(later, v1::REFERRAL_EVENT_ACKNOWLEDGE, Ada(), later.Read(name));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->last_transition().rule(), "33b");
  EXPECT_FALSE(read->acknowledgement().unread());
  EXPECT_FALSE(read->has_turn());
}

TEST_F(TimersTest, AnUrgentOutcomeIsNeverClosedByTime) {
  const std::string name = In(v1::REFERRAL_STATE_IN_PROGRESS).name();
  ASSERT_TRUE(Perform(desk, v1::REFERRAL_EVENT_CROSS_BACK, Hand(), desk.Read(name)).ok());
  for (int week = 1; week <= 52; ++week) EXPECT_TRUE(desk.At(week * 7 * kDay).PassTime(name).ok());
  const v1::Referral referral = desk.Read(name).referral;
  EXPECT_EQ(referral.state(), v1::REFERRAL_STATE_COMPLETED);
  EXPECT_TRUE(referral.turn().has_escalate_time());
}

TEST_F(TimersTest, ADraftThatNobodySendsExpires) {
  const v1::Referral draft = In(v1::REFERRAL_STATE_DRAFT);
  EXPECT_EQ(After(draft.name(), 29 * kDay).state(), v1::REFERRAL_STATE_DRAFT);
  const v1::Referral expired = After(draft.name(), 30 * kDay);
  EXPECT_EQ(expired.state(), v1::REFERRAL_STATE_EXPIRED);
  EXPECT_EQ(expired.last_transition().reason_code(), "expired-draft");
}

TEST_F(TimersTest, TheLatestStartExpiresAReferralWithoutASession) {
  v1::CreateReferralRequest create;
  *create.mutable_referral() = Order("hand", 900);
  create.mutable_referral()->mutable_authorization()->set_latest_start_date("2026-11-24");
  const auto draft = desk.Run(River(), &CreateReferral, create);
  ASSERT_TRUE(draft.ok());
  ASSERT_TRUE(Perform(desk, v1::REFERRAL_EVENT_SEND, River(), desk.Read(draft->name())).ok());
  ASSERT_TRUE(Perform(desk, v1::REFERRAL_EVENT_ACCEPT, Hand(), desk.Read(draft->name())).ok());
  EXPECT_EQ(After(draft->name(), absl::Hours(38)).state(), v1::REFERRAL_STATE_ACCEPTED) << "23:00 of the last day";
  const v1::Referral expired = After(draft->name(), absl::Hours(39));
  EXPECT_EQ(expired.state(), v1::REFERRAL_STATE_EXPIRED);
  EXPECT_EQ(expired.last_transition().rule(), "40");
}

TEST_F(TimersTest, TheEndOfTheValidityGivesTheTurnToTheRecipient) {
  const v1::Referral begun = In(v1::REFERRAL_STATE_IN_PROGRESS);
  v1::ModifyReferralRequest modify;
  *modify.mutable_referral() = begun;
  modify.mutable_referral()->mutable_authorization()->set_end_date("2026-11-24");
  modify.mutable_update_mask()->add_paths("authorization.end_date");
  ASSERT_TRUE(desk.Run(River(), &ModifyReferral, modify).ok());
  const v1::Referral over = After(begun.name(), absl::Hours(39));
  EXPECT_EQ(over.state(), v1::REFERRAL_STATE_IN_PROGRESS);
  EXPECT_TRUE(over.authorization_over());
  EXPECT_EQ(over.last_transition().rule(), "41");
  Desk later = desk.At(absl::Hours(39));
  EXPECT_EQ(Perform(later, v1::REFERRAL_EVENT_START_SESSION, Hand(), later.Read(begun.name())).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(TimersTest, SessionsThatStopComingAreNoticedAfterTwiceTheInterval) {
  const std::string name = In(v1::REFERRAL_STATE_IN_PROGRESS).name();
  for (const ReferralEvent event : {v1::REFERRAL_EVENT_ANSWER_INFO, v1::REFERRAL_EVENT_DENY_PROPOSAL}) {
    ASSERT_TRUE(Perform(desk, event, River(), desk.Read(name)).ok());
  }
  ASSERT_TRUE(Perform(desk, v1::REFERRAL_EVENT_ACK_MODIFICATION, Hand(), desk.Read(name)).ok());
  desk.At(3 * kDay).CountSessions(name, 1);
  EXPECT_EQ(After(name, 16 * kDay).last_transition().event(), v1::REFERRAL_EVENT_ACK_MODIFICATION);
  EXPECT_EQ(After(name, 17 * kDay).last_transition().reason_code(), "stalled");
  // A further session begins the clock anew.
  desk.At(20 * kDay).CountSessions(name, 2);
  EXPECT_FALSE(desk.Read(name).referral.turn().has_escalate_time());
}

TEST_F(TimersTest, AfterTheLastSessionTheDischargeIsDue) {
  const std::string name = In(v1::REFERRAL_STATE_IN_PROGRESS).name();
  for (const ReferralEvent event : {v1::REFERRAL_EVENT_ANSWER_INFO, v1::REFERRAL_EVENT_DENY_PROPOSAL}) {
    ASSERT_TRUE(Perform(desk, event, River(), desk.Read(name)).ok());
  }
  ASSERT_TRUE(Perform(desk, v1::REFERRAL_EVENT_ACK_MODIFICATION, Hand(), desk.Read(name)).ok());
  desk.CountSessions(name, 6);
  const v1::Turn turn = desk.Read(name).referral.turn();
  EXPECT_EQ(turn.party(), v1::PARTY_ROLE_RECIPIENT);
  EXPECT_THAT(turn.expectation(), ::testing::HasSubstr("discharge"));
  EXPECT_EQ(ToTime(turn.due_time()), desk.now + 7 * kDay);
  EXPECT_EQ(After(name, 7 * kDay).last_transition().reason_code(), "escalated");
}

// An operator's own times: R6's defaults are configurable per priority.
class ConfiguredTimersTest : public TimersTest {
 protected:
  void Configure(const std::vector<std::string>& settings) {
    rules_.timers = *MakeTimerTable(settings);
    desk.rules = &rules_;
  }
  v1::Referral Sent(v1::Priority priority, int patient) {
    v1::CreateReferralRequest create;
    *create.mutable_referral() = Order("hand", patient);
    create.mutable_referral()->set_priority(priority);
    const auto draft = desk.Run(River(), &CreateReferral, create);
    EXPECT_TRUE(draft.ok()) << draft.status();
    EXPECT_TRUE(Perform(desk, v1::REFERRAL_EVENT_SEND, River(), desk.Read(draft->name())).ok());
    return desk.Read(draft->name()).referral;
  }
  // A course under way for which nothing waits but sessions.
  std::string UnderWay() {
    const std::string name = In(v1::REFERRAL_STATE_IN_PROGRESS).name();
    for (const ReferralEvent event : {v1::REFERRAL_EVENT_ANSWER_INFO, v1::REFERRAL_EVENT_DENY_PROPOSAL}) {
      EXPECT_TRUE(Perform(desk, event, River(), desk.Read(name)).ok());
    }
    EXPECT_TRUE(Perform(desk, v1::REFERRAL_EVENT_ACK_MODIFICATION, Hand(), desk.Read(name)).ok());
    return name;
  }
  absl::Time DueTimeOf(const v1::Referral& referral) { return ToTime(referral.turn().due_time()); }

 private:
  ReferralRules rules_;
};

TEST_F(ConfiguredTimersTest, ATimerRunsAsConfiguredForThePriorityAndTheOthersAsBefore) {
  Configure({"ack:stat=0.1", "ack:asap=0.5"});
  // 0.1 of a business day is 2 h 24 min; the defaults are a quarter of one and a whole one.
  const v1::Referral stat = Sent(v1::PRIORITY_STAT, 901);
  EXPECT_EQ(DueTimeOf(stat), Monday() + absl::Minutes(144));
  EXPECT_EQ(DueTimeOf(Sent(v1::PRIORITY_ASAP, 902)), Monday() + absl::Hours(12));
  EXPECT_EQ(DueTimeOf(Sent(v1::PRIORITY_URGENT, 903)), Monday() + absl::Hours(6));
  EXPECT_EQ(DueTimeOf(Sent(v1::PRIORITY_ROUTINE, 904)), Monday() + absl::Hours(24));
  EXPECT_EQ(After(stat.name(), absl::Minutes(144) - absl::Seconds(1)).version(), stat.version());
  EXPECT_EQ(After(stat.name(), absl::Minutes(144)).last_transition().reason_code(), "escalated");
}

TEST_F(ConfiguredTimersTest, TheClocksThatSessionsMoveRunAsConfigured) {
  Configure({"session-gap:routine=3", "discharge:routine=2"});
  const std::string name = UnderWay();
  desk.At(3 * kDay).CountSessions(name, 1);
  // Three planned intervals of a week, as the order does not say more.
  EXPECT_EQ(DueTimeOf(desk.Read(name).referral), Monday() + 24 * kDay);
  desk.At(10 * kDay).CountSessions(name, 6);
  EXPECT_EQ(DueTimeOf(desk.Read(name).referral), Monday() + 12 * kDay);
  // One that was counted by mistake: there is a session to come again.
  desk.At(10 * kDay + absl::Seconds(1)).CountSessions(name, 5);
  EXPECT_EQ(DueTimeOf(desk.Read(name).referral), Monday() + 31 * kDay + absl::Seconds(1));
}

TEST_F(ConfiguredTimersTest, AClockThatRunsKeepsTheTimeThatItBeganWith) {
  Configure({"ack:routine=2", "session-gap:routine=3"});
  const v1::Referral sent = Sent(v1::PRIORITY_ROUTINE, 905);
  const std::string name = UnderWay();
  Configure({});
  desk.At(3 * kDay).CountSessions(name, 1);
  EXPECT_EQ(DueTimeOf(desk.Read(sent.name()).referral), Monday() + 2 * kDay);
  EXPECT_EQ(DueTimeOf(desk.Read(name).referral), Monday() + 24 * kDay);
}

TEST_F(TimersTest, ARedFlagOfWhichNobodySaysHowUrgentItIsIsForToday) {
  const std::string name = In(v1::REFERRAL_STATE_IN_PROGRESS).name();
  Choice red_flag;
  red_flag.reason_code = "red-flag";
  ASSERT_TRUE(Perform(desk, v1::REFERRAL_EVENT_HOLD, Hand(), desk.Read(name), red_flag).ok());
  const v1::Turn turn = desk.Read(name).referral.turn();
  EXPECT_EQ(turn.party(), v1::PARTY_ROLE_RESPONSIBLE_PHYSICIAN);
  EXPECT_EQ(ToTime(turn.due_time()), Monday() + absl::Hours(12));
}

TEST_F(TimersTest, AProposalThatNobodyDecidesRunsOut) {
  const std::string name = In(v1::REFERRAL_STATE_IN_PROGRESS).name();
  EXPECT_EQ(desk.Read(name).referral.open_proposals(), 1);
  const v1::Referral later = After(name, 7 * kDay);
  EXPECT_EQ(later.open_proposals(), 0);
  EXPECT_EQ(desk.Read(name).details.proposals(0).state(), v1::PROPOSAL_STATE_EXPIRED);
}

TEST_F(TimersTest, NextTimerIsTheMomentAtWhichSomethingIsDue) {
  for (const ReferralState state :
       {v1::REFERRAL_STATE_DRAFT, v1::REFERRAL_STATE_SENT, v1::REFERRAL_STATE_RECEIVED, v1::REFERRAL_STATE_ACCEPTED,
        v1::REFERRAL_STATE_WAITLISTED, v1::REFERRAL_STATE_SCHEDULED, v1::REFERRAL_STATE_ON_HOLD,
        v1::REFERRAL_STATE_DECLINED, v1::REFERRAL_STATE_FAILED}) {
    SCOPED_TRACE(v1::ReferralState_Name(state));
    const ReferralRecord record = Prepare(desk, state, 0).record;
    const absl::Time next = NextTimer(record);
    ASSERT_LT(next, absl::InfiniteFuture());
    EXPECT_FALSE(DueStep(record, next - absl::Microseconds(1)).has_value());
    EXPECT_TRUE(DueStep(record, next).has_value());
  }
  for (const ReferralState state : {v1::REFERRAL_STATE_CLOSED, v1::REFERRAL_STATE_CANCELLED}) {
    EXPECT_EQ(NextTimer(Prepare(desk, state, 0).record), absl::InfiniteFuture());
  }
}

}  // namespace
}  // namespace tendon::referral
