// The contract of sessions (services/storage/outcomes_store.h).
#include "tests/conformance/outcomes_fixture.h"

namespace tendon::storage {
namespace {

using ::tendon::testing::HasCode;
using ::tendon::testing::Succeeds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SessionTest : public OutcomesStoreTest {
 protected:
  absl::Status Update(const SessionRow& row) {
    return Commit([&](OutcomesTransaction& transaction) { return transaction.UpdateSession(row); });
  }
  absl::Status Revise(const SessionRow& row) {
    return Commit([&](OutcomesTransaction& transaction) { return transaction.ReviseSession(row); });
  }
  std::vector<std::string> List(const TenantScope& scope, const SessionPosition& after = {}, int limit = 100) {
    std::vector<std::string> ids;
    const auto rows = Read()->ListSessions(scope, "r1", after, limit).value();
    for (const SessionRow& row : rows) ids.push_back(row.id);
    return ids;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, SessionTest, ::testing::ValuesIn(OutcomesEngines()), EngineName);

TEST_P(SessionTest, ASessionIsReadAsItWasWritten) {
  SessionRow written = Session("s1", 3, 9);
  written.number_conflict = true;
  written.counts = false;
  ASSERT_THAT(Insert(written), Succeeds());
  const auto row = Read()->GetSession(kElm, "r1", "s1");
  ASSERT_THAT(row, Succeeds());
  EXPECT_EQ(row->id, "s1");
  EXPECT_EQ(row->referral_id, "r1");
  EXPECT_EQ(row->organization, "elm");
  EXPECT_EQ(row->episode, 1);
  EXPECT_EQ(row->session_number, 3);
  EXPECT_TRUE(row->number_conflict);
  EXPECT_EQ(row->start_us, 3000);
  EXPECT_EQ(row->ordinal, 9);
  EXPECT_EQ(row->version, 1);
  EXPECT_FALSE(row->counts);
  EXPECT_THAT(row->readers, ElementsAre("elm", "river"));
  EXPECT_EQ(row->body, written.body);
}

TEST_P(SessionTest, OnlyItsReadersAndTheSystemSeeASession) {
  ASSERT_THAT(Insert(Session("s1", 1, 1)), Succeeds());
  SessionRow unplaced = Session("s2", 2, 2);
  unplaced.readers = {"elm"};
  ASSERT_THAT(Insert(unplaced), Succeeds());
  EXPECT_THAT(List(kElm), ElementsAre("s1", "s2"));
  EXPECT_THAT(List(kSystem), ElementsAre("s1", "s2"));
  EXPECT_THAT(List(kRiver), ElementsAre("s1"));
  EXPECT_THAT(List(kOak), IsEmpty());
  EXPECT_THAT(List(kNobody), IsEmpty());
  EXPECT_THAT(Read()->GetSession(kElm, "r1", "s2"), Succeeds());
  EXPECT_THAT(Read()->GetSession(kSystem, "r1", "s2"), Succeeds());
  EXPECT_THAT(Read()->GetSession(kRiver, "r1", "s2"), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(Read()->GetSession(kNobody, "r1", "s2"), HasCode(absl::StatusCode::kNotFound));
}

TEST_P(SessionTest, ASessionIsOfOneReferral) {
  ASSERT_THAT(Insert(Session("s1", 1, 1)), Succeeds());
  EXPECT_THAT(Read()->GetSession(kElm, "r2", "s1"), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(Read()->GetSession(kElm, "r1", "s2"), HasCode(absl::StatusCode::kNotFound));
  SessionRow other = Session("s1", 1, 2);
  other.referral_id = "r2";
  ASSERT_THAT(Insert(other), Succeeds());
  EXPECT_THAT(List(kElm), ElementsAre("s1"));
}

TEST_P(SessionTest, AnIdIsTakenOnce) {
  ASSERT_THAT(Insert(Session("s1", 1, 1)), Succeeds());
  EXPECT_THAT(Insert(Session("s1", 2, 2)), HasCode(absl::StatusCode::kAlreadyExists));
  EXPECT_EQ(Read()->GetSession(kElm, "r1", "s1")->session_number, 1);
}

TEST_P(SessionTest, ANumberIsTakenOnceInAnEpisodeOfAnOrganization) {
  ASSERT_THAT(Insert(Session("s1", 1, 1)), Succeeds());
  auto transaction = Begin();
  EXPECT_THAT(transaction->InsertSession(Session("s2", 1, 2)), HasCode(absl::StatusCode::kAlreadyExists));
  EXPECT_FALSE(transaction->dirty());
  transaction.reset();
  SessionRow other_episode = Session("s3", 1, 3), other_organization = Session("s4", 1, 4),
             other_referral = Session("s5", 1, 5);
  other_episode.episode = 2;
  other_organization.organization = "oak";
  other_referral.referral_id = "r2";
  for (const SessionRow& row : {other_episode, other_organization, other_referral})
    EXPECT_THAT(Insert(row), Succeeds());
}

TEST_P(SessionTest, AConflictTakesNoNumber) {
  ASSERT_THAT(Insert(Session("s1", 1, 1)), Succeeds());
  SessionRow conflict = Session("s2", 1, 2), second_conflict = Session("s3", 1, 3);
  conflict.number_conflict = second_conflict.number_conflict = true;
  EXPECT_THAT(Insert(conflict), Succeeds());
  EXPECT_THAT(Insert(second_conflict), Succeeds());
  EXPECT_EQ(Begin()->FindSessionByNumber("r1", "elm", 1, 1)->id, "s1");
}

TEST_P(SessionTest, SessionsWithoutANumberAreNoConflict) {
  SessionRow first = Session("s1", 1, 1), second = Session("s2", 2, 2);
  first.session_number = second.session_number = 0;
  ASSERT_THAT(Insert(first), Succeeds());
  ASSERT_THAT(Insert(second), Succeeds());
  EXPECT_FALSE(Read()->GetSession(kElm, "r1", "s1")->number_conflict);
  auto transaction = Begin();
  EXPECT_THAT(transaction->FindSessionByNumber("r1", "elm", 1, 0), HasCode(absl::StatusCode::kNotFound));
  EXPECT_EQ(transaction->LastSessionNumber("r1", "elm", 1).value(), 0);
  SessionRow numbered = *Read()->GetSession(kElm, "r1", "s2");
  numbered.session_number = 1;
  EXPECT_THAT(transaction->ReviseSession(numbered), Succeeds());
  EXPECT_EQ(transaction->FindSessionByNumber("r1", "elm", 1, 1)->id, "s2");
}

TEST_P(SessionTest, ASessionIsFoundByItsNumber) {
  ASSERT_THAT(Insert(Session("s1", 1, 1)), Succeeds());
  SessionRow conflict = Session("s2", 2, 2);
  conflict.number_conflict = true;
  ASSERT_THAT(Insert(conflict), Succeeds());
  auto transaction = Begin();
  EXPECT_EQ(transaction->FindSessionByNumber("r1", "elm", 1, 1)->body, Session("s1", 1, 1).body);
  for (const auto& missing :
       {transaction->FindSessionByNumber("r1", "elm", 1, 2), transaction->FindSessionByNumber("r1", "elm", 1, 3),
        transaction->FindSessionByNumber("r1", "elm", 2, 1), transaction->FindSessionByNumber("r1", "oak", 1, 1),
        transaction->FindSessionByNumber("r2", "elm", 1, 1)}) {
    EXPECT_THAT(missing, HasCode(absl::StatusCode::kNotFound));
  }
}

TEST_P(SessionTest, TheLastNumberIsTheHighestEverUsedThere) {
  auto last = [&] { return Begin()->LastSessionNumber("r1", "elm", 1).value(); };
  EXPECT_EQ(last(), 0);
  ASSERT_THAT(Insert(Session("s4", 4, 1)), Succeeds());
  ASSERT_THAT(Insert(Session("s2", 2, 2)), Succeeds());
  EXPECT_EQ(last(), 4);
  SessionRow conflict = Session("s6", 6, 3), other_episode = Session("s9", 9, 4);
  conflict.number_conflict = true;
  other_episode.episode = 2;
  ASSERT_THAT(Insert(conflict), Succeeds());
  ASSERT_THAT(Insert(other_episode), Succeeds());
  EXPECT_EQ(last(), 6) << "a number in conflict is used too";
  EXPECT_EQ(Begin()->LastSessionNumber("r1", "oak", 1).value(), 0);
  SessionRow waiting = Session("s7", 7, 5);
  waiting.episode = 0;
  ASSERT_THAT(Insert(waiting), Succeeds());
  EXPECT_EQ(last(), 7) << "one whose referral is not known yet will be of this episode";
}

TEST_P(SessionTest, SessionsAreListedByStartAndThenByCreation) {
  const std::vector<std::pair<std::string, int64_t>> starts = {
      {"s1", 500}, {"s2", 100}, {"s3", 300}, {"s4", 300}, {"s5", -5}};
  for (size_t i = 0; i < starts.size(); ++i) {
    SessionRow row = Session(starts[i].first, static_cast<int32_t>(i) + 1, static_cast<int64_t>(i) + 1);
    row.start_us = starts[i].second;
    ASSERT_THAT(Insert(row), Succeeds());
  }
  EXPECT_THAT(List(kElm), ElementsAre("s5", "s2", "s3", "s4", "s1"));
  EXPECT_THAT(List(kElm, {}, 2), ElementsAre("s5", "s2"));
  EXPECT_THAT(List(kElm, {100, 2}, 1), ElementsAre("s3"));
  EXPECT_THAT(List(kElm, {300, 3}, 10), ElementsAre("s4", "s1"));
  EXPECT_THAT(List(kElm, {500, 1}, 10), IsEmpty());
  EXPECT_THAT(List(kElm, {}, 0), IsEmpty());
  EXPECT_THAT(List(kElm, {}, -1), IsEmpty());
}

TEST_P(SessionTest, AnUpdateReplacesTheVersionBefore) {
  ASSERT_THAT(Insert(Session("s1", 1, 1)), Succeeds());
  SessionRow second = Session("s1", 2, 99);
  second.version = 2;
  second.start_us = 7;
  second.counts = false;
  second.organization = "oak";
  second.readers = {"elm"};
  second.body = "second";
  ASSERT_THAT(Update(second), Succeeds());
  const auto row = Read()->GetSession(kElm, "r1", "s1");
  EXPECT_EQ(row->version, 2);
  EXPECT_EQ(row->session_number, 2);
  EXPECT_EQ(row->start_us, 7);
  EXPECT_FALSE(row->counts);
  EXPECT_THAT(row->readers, ElementsAre("elm"));
  EXPECT_EQ(row->body, "second");
  EXPECT_EQ(row->ordinal, 1) << "left alone";
  EXPECT_EQ(row->organization, "elm") << "left alone";
}

TEST_P(SessionTest, AnUpdateOfAnotherVersionIsAborted) {
  SessionRow row = Session("s1", 1, 1);
  ASSERT_THAT(Insert(row), Succeeds());
  row.body = "changed";
  auto transaction = Begin();
  for (const int64_t version : {0, 1, 3}) {
    row.version = version;
    EXPECT_THAT(transaction->UpdateSession(row), HasCode(absl::StatusCode::kAborted)) << version;
  }
  EXPECT_THAT(transaction->UpdateSession(Session("s2", 2, 2)), HasCode(absl::StatusCode::kNotFound));
  EXPECT_FALSE(transaction->dirty());
  EXPECT_EQ(transaction->GetSession(kElm, "r1", "s1")->body, Session("s1", 1, 1).body);
}

TEST_P(SessionTest, AnUpdateCannotTakeAnothersNumber) {
  ASSERT_THAT(Insert(Session("s1", 1, 1)), Succeeds());
  ASSERT_THAT(Insert(Session("s2", 2, 2)), Succeeds());
  SessionRow second = Session("s2", 1, 2);
  second.version = 2;
  auto transaction = Begin();
  EXPECT_THAT(transaction->UpdateSession(second), HasCode(absl::StatusCode::kAlreadyExists));
  EXPECT_FALSE(transaction->dirty());
  EXPECT_EQ(transaction->GetSession(kElm, "r1", "s2")->version, 1);
  second.number_conflict = true;
  EXPECT_THAT(transaction->UpdateSession(second), Succeeds());
  EXPECT_TRUE(transaction->GetSession(kElm, "r1", "s2")->number_conflict);
}

TEST_P(SessionTest, ARevisionRewritesThePresentVersion) {
  SessionRow row = Session("s1", 1, 1);
  row.episode = 0;
  row.readers = {"elm"};
  row.counts = false;
  ASSERT_THAT(Insert(row), Succeeds());
  row.episode = 1;
  row.readers = {"elm", "river"};
  row.counts = true;
  row.number_conflict = true;
  row.body = "flagged";
  ASSERT_THAT(Revise(row), Succeeds());
  const auto revised = Read()->GetSession(kRiver, "r1", "s1");
  ASSERT_THAT(revised, Succeeds());
  EXPECT_EQ(revised->version, 1);
  EXPECT_EQ(revised->episode, 1);
  EXPECT_TRUE(revised->number_conflict);
  EXPECT_TRUE(revised->counts);
  EXPECT_EQ(revised->body, "flagged");
}

TEST_P(SessionTest, ARevisionNeedsThePresentVersionAndAFreeNumber) {
  ASSERT_THAT(Insert(Session("s1", 1, 1)), Succeeds());
  SessionRow row = Session("s2", 1, 2);
  row.episode = 0;
  ASSERT_THAT(Insert(row), Succeeds());
  row.episode = 1;
  EXPECT_THAT(Revise(row), HasCode(absl::StatusCode::kAlreadyExists));
  row.version = 2;
  EXPECT_THAT(Revise(row), HasCode(absl::StatusCode::kAborted));
  EXPECT_THAT(Revise(Session("s3", 3, 3)), HasCode(absl::StatusCode::kNotFound));
  EXPECT_EQ(Read()->GetSession(kElm, "r1", "s2")->episode, 0);
}

TEST_P(SessionTest, AnEpisodeIsCountedBySessionsThatCount) {
  auto count = [&](int32_t episode) { return Begin()->CountSessions("r1", episode).value(); };
  EXPECT_EQ(count(1).sessions_completed, 0);
  EXPECT_EQ(count(1).last_session_us, 0);
  SessionRow cancelled = Session("s8", 8, 3), other_episode = Session("s9", 9, 4),
             other_organization = Session("s5", 5, 5);
  cancelled.counts = false;
  other_episode.episode = 2;
  other_organization.organization = "oak";
  for (const SessionRow& row :
       {Session("s3", 3, 1), Session("s2", 2, 2), cancelled, other_episode, other_organization}) {
    ASSERT_THAT(Insert(row), Succeeds());
  }
  EXPECT_EQ(count(1).sessions_completed, 3);
  EXPECT_EQ(count(1).last_session_us, 5000);
  EXPECT_EQ(count(2).sessions_completed, 1);
  EXPECT_EQ(count(2).last_session_us, 9000);
  EXPECT_EQ(Begin()->CountSessions("r2", 1)->sessions_completed, 0);
}

TEST_P(SessionTest, RollbackLeavesNothing) {
  ASSERT_THAT(Insert(Session("s1", 1, 1)), Succeeds());
  {
    auto transaction = Begin();
    SessionRow second = Session("s1", 5, 1);
    second.version = 2;
    ASSERT_THAT(transaction->UpdateSession(second), Succeeds());
    ASSERT_THAT(transaction->InsertSession(Session("s2", 2, 2)), Succeeds());
  }
  EXPECT_THAT(List(kSystem), ElementsAre("s1"));
  EXPECT_EQ(Read()->GetSession(kElm, "r1", "s1")->version, 1);
  EXPECT_EQ(Begin()->LastSessionNumber("r1", "elm", 1).value(), 1);
}

TEST_P(SessionTest, SessionsSurviveReopening) {
  ASSERT_THAT(Insert(Session("s1", 1, 1)), Succeeds());
  engine_->Reopen();
  EXPECT_EQ(Read()->GetSession(kElm, "r1", "s1")->body, Session("s1", 1, 1).body);
}

TEST_P(SessionTest, EveryVersionStaysReadableNewestFirst) {
  SessionRow row = Session("s1", 1, 1);
  ASSERT_THAT(Insert(row), Succeeds());
  ASSERT_THAT(Insert(Session("s2", 2, 2)), Succeeds());
  for (const char* body : {"second", "third"}) {
    ++row.version;
    row.body = body;
    ASSERT_THAT(Update(row), Succeeds());
  }
  const auto bodies = [&](int64_t before, int limit) {
    std::vector<std::string> found;
    const auto versions = Read()->ListSessionVersions(kRiver, "r1", "s1", before, limit).value();
    for (const SessionVersion& version : versions) found.push_back(version.body);
    return found;
  };
  const std::string first = Session("s1", 1, 1).body;
  EXPECT_THAT(bodies(INT64_MAX, 10), ElementsAre("third", "second", first));
  EXPECT_THAT(bodies(INT64_MAX, 2), ElementsAre("third", "second"));
  EXPECT_THAT(bodies(2, 10), ElementsAre(first));
  EXPECT_THAT(bodies(INT64_MAX, 0), IsEmpty());
}

TEST_P(SessionTest, VersionsAreForThePresentReadersOnly) {
  SessionRow row = Session("s1", 1, 1);
  ASSERT_THAT(Insert(row), Succeeds());
  row.version = 2;
  row.readers = {"elm"};
  ASSERT_THAT(Update(row), Succeeds());
  EXPECT_THAT(Read()->ListSessionVersions(kElm, "r1", "s1", INT64_MAX, 10), Succeeds());
  EXPECT_THAT(Read()->ListSessionVersions(kRiver, "r1", "s1", INT64_MAX, 10), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(Read()->ListSessionVersions(kElm, "r1", "s9", INT64_MAX, 10), HasCode(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace tendon::storage
