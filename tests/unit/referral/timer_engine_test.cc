// The engine that fires timers, with its writer, on the real handlers and a clock that is told to go on. Every clock of
// R6 at its boundary; moments are worked out by hand from 2026-11-23, a Monday, 09:00 UTC.
#include "services/referral/timer_engine.h"

#include <gmock/gmock.h>

#include <set>

#include "services/runtime/resource_name.h"
#include "services/storage/sqlite/sqlite_store.h"
#include "tests/testing/files.h"
#include "tests/unit/referral/states.h"

namespace tendon::referral {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

absl::Time At(const std::string& text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text + ":00Z", &time, &error)) << error;
  return time;
}

// A desk with an engine.
class Office {
 public:
  explicit Office(std::shared_ptr<storage::ReferralStore> store)
      : desk(std::move(store)),
        writer_(&desk.store(), {}),
        engine(&desk.store(), &writer_, [this](const auto& feeds) { woken.insert(feeds.begin(), feeds.end()); }) {
    desk.now = At("2026-11-23T09:00");
  }

  TimersFired Fire(absl::Time now) {
    const auto fired = engine.Fire(now);
    EXPECT_TRUE(fired.ok()) << fired.status();
    return fired.value_or(TimersFired());
  }
  v1::Referral Get(const std::string& name) { return desk.Read(name).referral; }
  std::string Draft(v1::Priority priority, const std::string& latest_start = "") {
    v1::CreateReferralRequest create;
    *create.mutable_referral() = Order("hand", ++patient_);
    create.mutable_referral()->set_priority(priority);
    create.mutable_referral()->mutable_authorization()->set_latest_start_date(latest_start);
    const auto draft = desk.Run(River(), &CreateReferral, create);
    EXPECT_TRUE(draft.ok()) << draft.status();
    return draft.ok() ? draft->name() : "";
  }
  void Do(const std::string& name, ReferralEvent event, const security::Principal& who, const char* reason = "") {
    Choice choice;
    choice.reason_code = reason;
    const auto done = Perform(desk, event, who, desk.Read(name), choice);
    EXPECT_TRUE(done.ok()) << v1::ReferralEvent_Name(event) << ": " << done.status();
  }
  std::string Sent(v1::Priority priority = v1::PRIORITY_ROUTINE) {
    const std::string name = Draft(priority);
    Do(name, v1::REFERRAL_EVENT_SEND, River());
    return name;
  }

  Desk desk;
  std::set<std::string> woken;

 private:
  TimerEngine::Writer writer_;
  int patient_ = 5000;

 public:
  TimerEngine engine;
};

class TimerEngineTest : public ::testing::Test {
 protected:
  TimerEngineTest() : office(storage::MakeMemoryReferralStore()) { office.desk.FillDirectory(); }
  Office office;
};

struct Clock_ {
  ReferralState state;
  std::vector<std::pair<ReferralEvent, bool>> path;  // from SENT on; by the recipient?
  const char* routine;
  const char* urgent;
  const char* rule;
  const char* reason;
};

constexpr bool kByHand = true;
constexpr bool kByRiver = false;

// R6, worked out. The week-end of the 28th does not count where business days do.
const std::vector<Clock_>& Clocks() {
  using Path = std::vector<std::pair<ReferralEvent, bool>>;
  const Path begun = {{v1::REFERRAL_EVENT_ACCEPT, kByHand}, {v1::REFERRAL_EVENT_START_SESSION, kByHand}};
  const auto then = [&begun](ReferralEvent event, bool by_hand) {
    Path path = begun;
    path.emplace_back(event, by_hand);
    return path;
  };
  static const auto* const clocks = new std::vector<Clock_>{
      {v1::REFERRAL_STATE_SENT, {}, "2026-11-24T09:00", "2026-11-23T15:00", "R6", "escalated"},
      {v1::REFERRAL_STATE_RECEIVED,
       {{v1::REFERRAL_EVENT_RECEIVE, kByHand}},
       "2026-11-26T09:00",
       "2026-11-24T09:00",
       "R6",
       "escalated"},
      {v1::REFERRAL_STATE_INFO_REQUESTED,
       {{v1::REFERRAL_EVENT_ASK_INFO, kByHand}},
       "2026-11-30T09:00",
       "2026-11-24T09:00",
       "R6",
       "reminder"},
      {v1::REFERRAL_STATE_ACCEPTED,
       {{v1::REFERRAL_EVENT_ACCEPT, kByHand}},
       "2026-11-30T09:00",
       "2026-11-24T09:00",
       "R6",
       "escalated"},
      // The estimate is 2027-03-01.
      {v1::REFERRAL_STATE_WAITLISTED,
       {{v1::REFERRAL_EVENT_ACCEPT, kByHand}, {v1::REFERRAL_EVENT_PUT_ON_WAITLIST, kByHand}},
       "2027-03-02T00:00",
       "2027-03-02T00:00",
       "R6",
       "escalated"},
      // The visit is on 2026-12-03 at 09:00.
      {v1::REFERRAL_STATE_SCHEDULED,
       {{v1::REFERRAL_EVENT_ACCEPT, kByHand}, {v1::REFERRAL_EVENT_SCHEDULE, kByHand}},
       "2026-12-04T09:00",
       "2026-12-04T09:00",
       "R6",
       "escalated"},
      {v1::REFERRAL_STATE_IN_PROGRESS, begun, "2026-12-07T09:00", "2026-12-07T09:00", "R6", "stalled"},
      {v1::REFERRAL_STATE_ON_HOLD, then(v1::REFERRAL_EVENT_HOLD, kByHand), "2026-12-07T09:00", "2026-12-07T09:00", "R6",
       "escalated"},
      {v1::REFERRAL_STATE_CANCELLED, then(v1::REFERRAL_EVENT_REQUEST_CANCEL, kByRiver), "2026-11-25T09:00",
       "2026-11-25T09:00", "28", "no-response"},
      {v1::REFERRAL_STATE_COMPLETED, then(v1::REFERRAL_EVENT_COMPLETE, kByHand), "2026-11-30T09:00", "2026-11-25T09:00",
       "R6", "reminder"},
      {v1::REFERRAL_STATE_DECLINED,
       {{v1::REFERRAL_EVENT_DECLINE, kByHand}},
       "2026-11-26T09:00",
       "2026-11-24T09:00",
       "R6",
       "escalated"},
      {v1::REFERRAL_STATE_FAILED, then(v1::REFERRAL_EVENT_FAIL, kByHand), "2026-11-26T09:00", "2026-11-24T09:00", "R6",
       "escalated"},
  };
  return *clocks;
}

TEST_F(TimerEngineTest, EveryClockFiresAtItsBoundaryAndOnce) {
  for (const Clock_& clock : Clocks()) {
    for (const bool urgent : {false, true}) {
      SCOPED_TRACE(v1::ReferralState_Name(clock.state) + (urgent ? " urgent" : " routine"));
      const std::string name = office.Sent(urgent ? v1::PRIORITY_URGENT : v1::PRIORITY_ROUTINE);
      for (const auto& [event, by_hand] : clock.path) {
        office.Do(name, event, by_hand ? Hand() : River(), event == v1::REFERRAL_EVENT_HOLD ? "patient-request" : "");
      }
      const v1::Referral before = office.Get(name);
      const absl::Time due = At(urgent ? clock.urgent : clock.routine);
      office.Fire(due - absl::Microseconds(1));
      EXPECT_EQ(office.Get(name).version(), before.version());
      EXPECT_GE(office.Fire(due).fired, 1);
      const v1::Referral after = office.Get(name);
      EXPECT_EQ(after.version(), before.version() + 1);
      EXPECT_EQ(after.state(), clock.state);
      EXPECT_EQ(after.last_transition().rule(), clock.rule);
      EXPECT_EQ(after.last_transition().reason_code(), clock.reason);
      EXPECT_EQ(after.last_transition().actor_role(), v1::PARTY_ROLE_SYSTEM);
      EXPECT_EQ(office.Fire(due).fired, 0);
      EXPECT_EQ(office.Get(name).version(), after.version());
    }
  }
}

TEST_F(TimerEngineTest, ADraftExpiresAfterThirtyDays) {
  const std::string name = office.Draft(v1::PRIORITY_URGENT);
  EXPECT_EQ(office.Fire(At("2026-12-23T08:59")).fired, 0);
  EXPECT_EQ(office.Fire(At("2026-12-23T09:00")).fired, 1);
  EXPECT_EQ(office.Get(name).state(), v1::REFERRAL_STATE_EXPIRED);
}

TEST_F(TimerEngineTest, BothPartiesAreToldOfAnEscalationAndTheirWatchesWake) {
  const std::string name = office.Sent();
  office.Fire(At("2026-11-24T09:00"));
  EXPECT_THAT(office.woken, Contains("river"));
  EXPECT_THAT(office.woken, Contains("hand"));
  for (const char* party : {"river", "hand"}) {
    const auto reader = *office.desk.store().Read();
    const auto feed = reader->ListFeed(storage::TenantScope::Organization(party), 0, 1000);
    ASSERT_TRUE(feed.ok());
    v1::Event last;
    ASSERT_TRUE(last.ParseFromString(feed->back().body));
    EXPECT_EQ(last.type(), v1::EVENT_TYPE_ESCALATION) << party;
    EXPECT_EQ(last.resource(), name);
  }
}

TEST_F(TimerEngineTest, BusinessDaysAreThoseOfThePartyWhoseTurnItIs) {
  v1::Organization hand;
  hand.set_name("organizations/hand");
  hand.set_time_zone("America/New_York");
  for (const int weekday : {2, 3, 4, 5, 6}) hand.mutable_calendar()->add_working_weekdays(weekday);
  hand.mutable_calendar()->add_closed_dates("2026-11-26");
  auto transaction = *office.desk.store().Begin();
  ASSERT_TRUE(transaction->UpdateOrganization({"hand", 2, hand.SerializeAsString()}).ok());
  ASSERT_TRUE(transaction->Commit().ok());
  transaction.reset();
  // Tuesday, Wednesday and, Thursday being closed, Friday, in New York; the last ends at 05:00 UTC on Saturday.
  const std::string triage = office.Sent();
  office.Do(triage, v1::REFERRAL_EVENT_RECEIVE, Hand());
  // The referrer's turn: its days, Monday to Friday in UTC.
  const std::string question = office.Sent();
  office.Do(question, v1::REFERRAL_EVENT_ASK_INFO, Hand());
  const auto due = [this](const std::string& name) { return ToTime(office.Get(name).turn().due_time()); };
  EXPECT_EQ(due(triage), At("2026-11-28T05:00"));
  EXPECT_EQ(due(question), At("2026-11-30T09:00"));
  EXPECT_EQ(office.Fire(At("2026-11-28T04:59")).fired, 0);
  EXPECT_EQ(office.Fire(At("2026-11-28T05:00")).fired, 1);
  EXPECT_TRUE(office.Get(triage).turn().has_escalate_time());
}

TEST_F(TimerEngineTest, WhatWasNotCommittedFiresOnceAfterwards) {
  const std::string name = office.Sent();
  const int64_t version = office.Get(name).version();
  office.desk.now = At("2026-11-25T09:00");
  {
    auto lost = *office.desk.store().Begin();
    Call call = office.desk.CallOf(Exchange());
    ASSERT_TRUE(FireTimers(call, *lost, runtime::ReferralId(name).value_or("")).ok());
    ASSERT_GT(call.revision, 0);
  }
  EXPECT_EQ(office.Get(name).version(), version);
  EXPECT_EQ(office.Fire(office.desk.now).fired, 1);
  EXPECT_EQ(office.Get(name).version(), version + 1);
}

TEST_F(TimerEngineTest, ManyThatAreDueAtOnceAllFire) {
  std::vector<std::string> names;
  for (int i = 0; i < 150; ++i) names.push_back(office.Draft(v1::PRIORITY_ROUTINE));
  EXPECT_EQ(office.Fire(At("2027-01-01T00:00")).fired, 150);
  for (const std::string& name : names) EXPECT_EQ(office.Get(name).state(), v1::REFERRAL_STATE_EXPIRED);
}

TEST_F(TimerEngineTest, OneThatCannotBeReadDoesNotHoldUpTheOthers) {
  const std::string broken = office.Draft(v1::PRIORITY_ROUTINE);
  const std::string good = office.Draft(v1::PRIORITY_ROUTINE);
  {
    auto transaction = *office.desk.store().Begin();
    auto row = *transaction->GetReferral(storage::TenantScope::System(), runtime::ReferralId(broken).value_or(""));
    row.version += 1;
    row.body = "\xff\xff";
    ASSERT_TRUE(transaction->UpdateReferral(row).ok());
    ASSERT_TRUE(transaction->Commit().ok());
  }
  const absl::Time now = At("2027-01-01T00:00");
  TimersFired fired = office.Fire(now);
  EXPECT_EQ(fired.fired, 1);
  EXPECT_EQ(fired.set_aside, 1);
  EXPECT_EQ(office.Get(good).state(), v1::REFERRAL_STATE_EXPIRED);
  EXPECT_EQ(office.Fire(now + absl::Minutes(59)).set_aside, 0) << "it was told of already";
  EXPECT_EQ(office.Fire(now + absl::Hours(1)).set_aside, 1) << "and is tried again";
}

TEST_F(TimerEngineTest, AnIndexThatIsBehindIsMadeAnewAndNothingFires) {
  const std::string name = office.Sent();
  const int64_t version = office.Get(name).version();
  {
    auto transaction = *office.desk.store().Begin();
    storage::WorkEntry entry;
    entry.referrer = "river";
    entry.timer_us = 0;
    ASSERT_TRUE(transaction->PutWork(runtime::ReferralId(name).value_or(""), entry).ok());
    ASSERT_TRUE(transaction->Commit().ok());
  }
  EXPECT_EQ(office.Fire(office.desk.now).fired, 0);
  EXPECT_EQ(office.Get(name).version(), version);
  EXPECT_EQ(office.Fire(At("2026-11-24T09:00")).fired, 1);
}

TEST_F(TimerEngineTest, AStoppedEngineFiresNothing) {
  office.Draft(v1::PRIORITY_ROUTINE);
  office.engine.Stop();
  EXPECT_EQ(office.Fire(At("2027-01-01T00:00")).fired, 0);
}

TEST(TimerEngineRestartTest, WhatWasDueWhileTheServerWasDownFiresAtItsNextStart) {
  const testing::TempDir folder;
  const auto open = [&folder] {
    storage::SqliteOptions options;
    options.path = folder.path() + "/referral.db";
    auto store = storage::OpenSqliteReferralStore(options);
    EXPECT_TRUE(store.ok()) << store.status();
    return std::shared_ptr<storage::ReferralStore>(*std::move(store));
  };
  std::string question;
  {
    Office office(open());
    office.desk.FillDirectory();
    question = office.Sent();
    office.Do(question, v1::REFERRAL_EVENT_ASK_INFO, Hand());
    EXPECT_EQ(office.Fire(At("2026-11-30T09:00")).fired, 1);
  }
  Office office(open());
  EXPECT_EQ(office.Get(question).turn().reminders(), 1);
  // Both weeks have passed; one reminder is still owed before anything is decided.
  EXPECT_EQ(office.Fire(At("2026-12-21T09:00")).fired, 1);
  EXPECT_EQ(office.Get(question).turn().reminders(), 2);
  EXPECT_EQ(office.Fire(At("2026-12-21T09:00")).fired, 0);
  EXPECT_EQ(office.Fire(At("2026-12-28T09:00")).fired, 1);
  EXPECT_EQ(office.Get(question).state(), v1::REFERRAL_STATE_DECLINED);
}

}  // namespace
}  // namespace tendon::referral
