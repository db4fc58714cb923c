// The contract of worklists and timers (services/storage/worklist_store.h).
#include <algorithm>
#include <random>

#include "tests/conformance/referral_fixture.h"

namespace tendon::storage {
namespace {

using ::tendon::testing::HasCode;
using ::tendon::testing::Succeeds;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

class WorklistTest : public ReferralStoreTest {
 protected:
  // From river to `recipient`, in `state`, with an entry.
  void Put(const std::string& id, int64_t ordinal, const std::string& recipient, WorkEntry entry, int32_t state = 2) {
    ReferralRow row = Sent(Draft(id, ordinal), recipient);
    row.version = 1;
    row.state = state;
    entry.referrer = "river";
    entry.recipient = recipient;
    ASSERT_THAT(Commit([&](ReferralTransaction& t) {
                  const absl::Status inserted = t.InsertReferral(row);
                  return inserted.ok() ? t.PutWork(id, entry) : inserted;
                }),
                Succeeds());
  }
  static WorkEntry Turn(const std::string& organization, int64_t due_us) {
    WorkEntry entry;
    entry.turn = organization;
    entry.due_us = due_us;
    return entry;
  }
  absl::Status PutEntry(const std::string& id, const WorkEntry& entry) {
    return Commit([&](ReferralTransaction& t) { return t.PutWork(id, entry); });
  }
  static std::vector<std::string> Ids(const absl::StatusOr<std::vector<WorkRow>>& rows) {
    std::vector<std::string> ids;
    for (const WorkRow& row : rows.value()) ids.push_back(row.referral.id);
    return ids;
  }
  static std::vector<std::string> Ids(const absl::StatusOr<std::vector<ReferralRow>>& rows) {
    std::vector<std::string> ids;
    for (const ReferralRow& row : rows.value()) ids.push_back(row.id);
    return ids;
  }
  std::vector<std::string> List(const TenantScope& scope, WorkList list, int32_t state = 0, WorkPosition after = {},
                                int limit = 100) {
    return Ids(Read()->ListWork(scope, {list, state, after, limit}));
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, WorklistTest, ::testing::ValuesIn(ReferralEngines()), EngineName);

TEST_P(WorklistTest, InboxAndOutboxBeginWithTheOldest) {
  Put("r3", 3, "elm", {});
  Put("r1", 1, "elm", {}, 5);
  Put("r2", 2, "oak", {});
  EXPECT_THAT(List(kElm, WorkList::kInbox), ElementsAre("r1", "r3"));
  EXPECT_THAT(List(kElm, WorkList::kInbox, 5), ElementsAre("r1"));
  EXPECT_THAT(List(kElm, WorkList::kInbox, 6), IsEmpty());
  EXPECT_THAT(List(kRiver, WorkList::kOutbox), ElementsAre("r1", "r2", "r3"));
  EXPECT_THAT(List(kRiver, WorkList::kOutbox, 2), ElementsAre("r2", "r3"));
  EXPECT_THAT(List(kRiver, WorkList::kInbox), IsEmpty());
  EXPECT_THAT(List(kElm, WorkList::kInbox, 0, {0, 1}), ElementsAre("r3"));
  EXPECT_THAT(List(kRiver, WorkList::kOutbox, 0, {}, 2), ElementsAre("r1", "r2"));
  EXPECT_THAT(List(kRiver, WorkList::kOutbox, 0, {}, -1), IsEmpty());
}

TEST_P(WorklistTest, TheTurnComesByWhenItIsDue) {
  Put("late", 3, "elm", Turn("elm", 10));
  Put("soon", 1, "elm", Turn("elm", 20));
  Put("equal", 2, "elm", Turn("elm", 20));
  Put("never", 4, "elm", Turn("elm", kNever));
  Put("theirs", 5, "elm", Turn("river", 1));
  Put("nobodys", 6, "elm", Turn("", 1));
  EXPECT_THAT(List(kElm, WorkList::kTurn), ElementsAre("late", "soon", "equal", "never"));
  EXPECT_THAT(List(kRiver, WorkList::kTurn), ElementsAre("theirs"));
  EXPECT_THAT(List(kNobody, WorkList::kTurn), IsEmpty());
  EXPECT_THAT(List(kElm, WorkList::kTurn, 0, {20, 1}), ElementsAre("equal", "never"));
  EXPECT_THAT(List(kElm, WorkList::kTurn, 0, {20, 2}, 1), ElementsAre("never"));
  const auto rows = Read()->ListWork(kElm, {WorkList::kTurn, 0, {}, 1}).value();
  EXPECT_EQ(rows[0].turn, "elm");
  EXPECT_EQ(rows[0].due_us, 10);
}

TEST_P(WorklistTest, AnEntryTakesThePlaceOfTheOneBefore) {
  Put("r1", 1, "elm", Turn("elm", 10));
  ASSERT_THAT(PutEntry("r1", Turn("river", 20)), Succeeds());
  EXPECT_THAT(List(kElm, WorkList::kTurn), IsEmpty());
  EXPECT_THAT(List(kRiver, WorkList::kTurn), ElementsAre("r1"));
  EXPECT_THAT(PutEntry("r2", {}), HasCode(absl::StatusCode::kNotFound));
}

TEST_P(WorklistTest, UnreadOutcomesAreTheReaders) {
  WorkEntry unread;
  unread.unread = "river";
  Put("r2", 2, "elm", unread);
  Put("r1", 1, "oak", unread);
  Put("r3", 3, "elm", {});
  EXPECT_THAT(List(kRiver, WorkList::kUnread), ElementsAre("r1", "r2"));
  EXPECT_THAT(List(kRiver, WorkList::kUnread, 0, {0, 1}), ElementsAre("r2"));
  EXPECT_THAT(List(kElm, WorkList::kUnread), IsEmpty());
}

TEST_P(WorklistTest, OverdueIsSeenByBothParties) {
  Put("r1", 1, "elm", Turn("elm", 30));
  Put("r2", 2, "elm", Turn("river", 10));
  Put("r3", 3, "oak", Turn("oak", 20));
  Put("r4", 4, "oak", Turn("oak", kNever));
  EXPECT_THAT(Ids(Read()->ListOverdue(kRiver, 31, {}, 10)), ElementsAre("r2", "r3", "r1"));
  EXPECT_THAT(Ids(Read()->ListOverdue(kRiver, 30, {}, 10)), ElementsAre("r2", "r3"));
  EXPECT_THAT(Ids(Read()->ListOverdue(kElm, 31, {}, 10)), ElementsAre("r2", "r1"));
  EXPECT_THAT(Ids(Read()->ListOverdue(kNobody, 31, {}, 10)), IsEmpty());
  EXPECT_THAT(Ids(Read()->ListOverdue(kRiver, 31, {10, 2}, 1)), ElementsAre("r3"));
  EXPECT_THAT(Ids(Read()->ListOverdue(kRiver, kNever, {}, 10)), ElementsAre("r2", "r3", "r1"));
  EXPECT_THAT(Ids(Read()->ListOverdue(kRiver, 31, {}, -1)), IsEmpty());
}

TEST_P(WorklistTest, AnOrganizationThatRefersToItselfIsLateOnce) {
  Put("r1", 1, "river", Turn("river", 10));
  EXPECT_THAT(Ids(Read()->ListOverdue(kRiver, 11, {}, 10)), ElementsAre("r1"));
}

TEST_P(WorklistTest, OnlyReadersSeeAnEntry) {
  Put("r1", 1, "elm", Turn("elm", 10));
  ReferralRow hidden = Sent(Sent(Draft("r1", 1), "elm"), "elm");
  hidden.version = 2;
  hidden.readers = {"oak"};
  ASSERT_THAT(Update(hidden), Succeeds());
  for (const WorkList list : {WorkList::kInbox, WorkList::kOutbox, WorkList::kTurn}) {
    for (const TenantScope& scope : {kRiver, kElm, kOak}) EXPECT_THAT(List(scope, list), IsEmpty());
  }
  EXPECT_THAT(Ids(Read()->ListOverdue(kRiver, 11, {}, 10)), IsEmpty());
}

TEST_P(WorklistTest, TheSystemHasNoWorklists) {
  EXPECT_THAT(Read()->ListWork(kSystem, {WorkList::kTurn, 0, {}, 1}), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Read()->ListOverdue(kSystem, 1, {}, 1), HasCode(absl::StatusCode::kInvalidArgument));
}

TEST_P(WorklistTest, APatientIsFoundByAnyKey) {
  WorkEntry patient;
  patient.patient_keys = {"mrn\n1", "ssn\n2", "mrn\n1"};
  Put("r1", 1, "elm", patient);
  Put("r2", 2, "oak", patient);
  patient.patient_keys = {"mrn\n3"};
  Put("r3", 3, "elm", patient);
  EXPECT_THAT(Ids(Read()->ListByPatientKey(kRiver, "mrn\n1", 0, 10)), ElementsAre("r1", "r2"));
  EXPECT_THAT(Ids(Read()->ListByPatientKey(kRiver, "ssn\n2", 1, 10)), ElementsAre("r2"));
  EXPECT_THAT(Ids(Read()->ListByPatientKey(kElm, "mrn\n1", 0, 10)), ElementsAre("r1"));
  EXPECT_THAT(Ids(Read()->ListByPatientKey(kRiver, "mrn\n", 0, 10)), IsEmpty());
  ASSERT_THAT(PutEntry("r1", {}), Succeeds());
  EXPECT_THAT(Ids(Read()->ListByPatientKey(kRiver, "mrn\n1", 0, 10)), ElementsAre("r2"));
}

TEST_P(WorklistTest, TimersComeTheEarliestFirst) {
  WorkEntry entry;
  for (const auto& [id, ordinal, timer_us] :
       {std::tuple("r1", 1, int64_t{30}), {"r2", 2, int64_t{10}}, {"r3", 3, kNever}, {"r4", 4, int64_t{20}}}) {
    entry.timer_us = timer_us;
    Put(id, ordinal, "elm", entry);
  }
  EXPECT_THAT(Read()->ListDueTimers(20, 10).value(), ElementsAre("r2", "r4"));
  EXPECT_THAT(Read()->ListDueTimers(kNever, 2).value(), ElementsAre("r2", "r4"));
  EXPECT_THAT(Read()->ListDueTimers(kNever, 10).value(), ElementsAre("r2", "r4", "r1"));
  EXPECT_THAT(Read()->ListDueTimers(9, 10).value(), IsEmpty());
}

TEST_P(WorklistTest, EveryReferralIsListedForMakingTheEntriesAnew) {
  for (const int64_t ordinal : {3, 1, 2})
    ASSERT_THAT(Insert(Draft("r" + std::to_string(ordinal), ordinal)), Succeeds());
  EXPECT_THAT(Ids(Read()->ListEveryReferral(0, 2)), ElementsAre("r1", "r2"));
  EXPECT_THAT(Ids(Read()->ListEveryReferral(2, 2)), ElementsAre("r3"));
  EXPECT_EQ(Read()->WorklistVersion().value(), 0);
  ASSERT_THAT(Commit([](ReferralTransaction& t) { return t.SetWorklistVersion(4); }), Succeeds());
  engine_->Reopen();
  EXPECT_EQ(Read()->WorklistVersion().value(), 4);
}

// Pages put together are the list, whatever the page size.
TEST_P(WorklistTest, PagesAddUpToTheList) {
  std::mt19937 random(20261125);
  std::vector<std::pair<int64_t, int64_t>> expected;
  for (int64_t ordinal = 1; ordinal <= 60; ++ordinal) {
    const auto due_us = static_cast<int64_t>(random() % 7);
    Put("r" + std::to_string(ordinal), ordinal, "elm", Turn("elm", due_us));
    expected.emplace_back(due_us, ordinal);
  }
  std::sort(expected.begin(), expected.end());
  for (const int page_size : {1, 7, 60}) {
    std::vector<std::pair<int64_t, int64_t>> all;
    WorkQuery query = {WorkList::kTurn, 0, {}, page_size};
    for (auto page = Read()->ListWork(kElm, query).value(); !page.empty();
         page = Read()->ListWork(kElm, query).value()) {
      for (const WorkRow& row : page) all.emplace_back(row.due_us, row.referral.ordinal);
      query.after = {page.back().due_us, page.back().referral.ordinal};
    }
    EXPECT_THAT(all, ElementsAreArray(expected)) << page_size;
  }
}

}  // namespace
}  // namespace tendon::storage
