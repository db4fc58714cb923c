// A database of the outcomes server that was made before its sessions lay as they lie now.
#include <gmock/gmock.h>

#include "tendon/outcomes/v1/outcomes.pb.h"
#include "tests/unit/storage/sqlite_fixture.h"

namespace tendon::storage {
namespace {

using ::testing::ElementsAre;

class SessionTablesTest : public SqliteTest {
 protected:
  // Brings a new database back to version 3, by the statements that made it then.
  void MakeVersion3() {
    { ASSERT_TRUE(OpenSqliteOutcomesStore(Options()).ok()); }
    ForeignConnection old(path_);
    old.Run(R"sql(
      DROP TABLE sessions; DROP TABLE session_digests; DROP TABLE cohort_sessions;
      DROP INDEX referral_views_outdated; DROP INDEX progress_reports_by_bulk;
      ALTER TABLE progress_reports DROP COLUMN bulk;
      CREATE TABLE sessions (ordinal INTEGER PRIMARY KEY, referral_id TEXT NOT NULL, id TEXT NOT NULL,
        organization TEXT NOT NULL, episode INTEGER NOT NULL, session_number INTEGER NOT NULL, conflict INTEGER NOT NULL,
        start_us INTEGER NOT NULL, version INTEGER NOT NULL, counts INTEGER NOT NULL, readers TEXT NOT NULL,
        body BLOB NOT NULL, UNIQUE (referral_id, id),
        UNIQUE (referral_id, organization, episode, session_number, conflict)) STRICT;
      CREATE INDEX sessions_by_start ON sessions (referral_id, start_us, ordinal, episode, counts);
      CREATE TABLE session_digests (referral_id TEXT NOT NULL, episode INTEGER NOT NULL, start_us INTEGER NOT NULL,
        ordinal INTEGER NOT NULL, id TEXT NOT NULL, organization TEXT NOT NULL, readers TEXT NOT NULL,
        body BLOB NOT NULL, PRIMARY KEY (referral_id, episode, start_us, ordinal)) STRICT, WITHOUT ROWID;
      CREATE TABLE cohort_sessions (episode INTEGER NOT NULL, session INTEGER NOT NULL, start_us INTEGER NOT NULL,
        counts INTEGER NOT NULL, minutes INTEGER NOT NULL, techniques TEXT NOT NULL, regions TEXT NOT NULL,
        PRIMARY KEY (episode, session)) STRICT, WITHOUT ROWID;
      INSERT INTO progress_reports VALUES (1, 'r1', 1, 8, 2, 2000, 'request');
      INSERT INTO sessions VALUES (7, 'r1', 's2', 'elm', 1, 2, 0, 2000, 1, 1, char(10) || 'elm' || char(10), x'4002');
      INSERT INTO sessions VALUES (8, 'r1', 's1', 'elm', 1, 1, 0, 1000, 3, 1, char(10) || 'elm' || char(10), x'4002');
      UPDATE counter SET revision = 8; UPDATE cohort_version SET version = 1; PRAGMA user_version = 3)sql");
  }
};

TEST_F(SessionTablesTest, SessionsReportsAndWhatFollowsFromThemAreThereAfterTheUpdate) {
  MakeVersion3();
  auto store = OpenSqliteOutcomesStore(Options());
  ASSERT_TRUE(store.ok()) << store.status();
  auto reader = (*store)->Read().value();
  const auto elm = TenantScope::Organization("elm");
  std::vector<std::string> listed, digests;
  const auto rows = reader->ListSessions(elm, "r1", {}, 10).value();
  for (const SessionRow& row : rows)
    listed.push_back(row.id + " " + std::to_string(row.ordinal) + " " + std::to_string(row.version));
  EXPECT_THAT(listed, ElementsAre("s1 8 3", "s2 7 1")) << "by their beginning";
  ASSERT_TRUE(reader
                  ->ScanSessionDigests(elm, "r1", 1,
                                       [&](const SessionDigest& digest) {
                                         digests.emplace_back(digest.id);
                                         return true;
                                       })
                  .ok());
  EXPECT_THAT(digests, ElementsAre("s1", "s2"));
  int counted = 0;
  ASSERT_TRUE(reader
                  ->ScanCohortSessions(elm,
                                       [&](const CohortSession& session) {
                                         counted += session.counts ? 1 : 0;
                                         return true;
                                       })
                  .ok());
  EXPECT_EQ(counted, 2);
  const auto reports = reader->ListProgressReports(10).value();
  ASSERT_EQ(reports.size(), 1U);
  EXPECT_EQ(reports[0].request_id, "request");
  EXPECT_FALSE(reports[0].bulk);
  reader.reset();
  const auto count = (*store)->Begin().value()->CountSessions("r1", 1).value();
  EXPECT_EQ(count.sessions_completed, 2);
  EXPECT_EQ(count.last_session_us, 2000);
}

TEST_F(SessionTablesTest, IdsAndNumbersStayUnique) {
  MakeVersion3();
  auto store = OpenSqliteOutcomesStore(Options()).value();
  auto transaction = store->Begin().value();
  SessionRow row;
  row.id = "s2";
  row.referral_id = "r1";
  row.organization = "elm";
  row.episode = 1;
  row.session_number = 3;
  row.start_us = 3000;
  row.ordinal = 9;
  row.version = 1;
  row.readers = {"elm"};
  EXPECT_EQ(transaction->InsertSession(row).code(), absl::StatusCode::kAlreadyExists);
  row.id = "s3";
  row.session_number = 1;
  EXPECT_EQ(transaction->InsertSession(row).code(), absl::StatusCode::kAlreadyExists);
  row.session_number = 3;
  EXPECT_TRUE(transaction->InsertSession(row).ok());
}

}  // namespace
}  // namespace tendon::storage
