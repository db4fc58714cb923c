// The contract of the digests of sessions (services/storage/session_digest.h).
#include "tendon/outcomes/v1/outcomes.pb.h"
#include "tests/conformance/outcomes_fixture.h"

namespace tendon::storage {
namespace {

using ::tendon::testing::Succeeds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

outcomes::v1::Session Full() {
  outcomes::v1::Session session;
  session.set_session_number(3);
  session.set_status(outcomes::v1::SESSION_STATUS_COMPLETED);
  session.mutable_start_time()->set_seconds(60);
  session.set_duration_minutes(45);
  session.set_note("free words");
  session.set_home_program("more words");
  session.add_flags(outcomes::v1::SESSION_FLAG_UNSCREENED);
  session.add_trajectories()->set_measure("NPRS");
  auto* use = session.add_techniques();
  use->set_technique("DEEP_TISSUE");
  use->add_body_sites()->set_region("lumbar");
  auto* observation = session.add_observations();
  observation->set_measure("NPRS");
  observation->set_value(7);
  session.add_adverse_events()->set_grade(clinical::v1::ADVERSE_EVENT_GRADE_MILD);
  session.mutable_adverse_events(0)->set_text("sore");
  session.add_findings()->set_code("RF_SADDLE");
  session.mutable_findings(0)->set_status(clinical::v1::FACT_STATUS_PRESENT);
  return session;
}

SessionRow Told(const std::string& id, int32_t number, int64_t ordinal) {
  SessionRow row = Session(id, number, ordinal);
  row.body = Full().SerializeAsString();
  return row;
}

class DigestTest : public OutcomesStoreTest {
 protected:
  std::vector<std::string> Ids(const TenantScope& scope, int32_t episode = 1) {
    std::vector<std::string> ids;
    EXPECT_THAT(Read()->ScanSessionDigests(scope, "r1", episode,
                                           [&ids](const SessionDigest& digest) {
                                             ids.emplace_back(digest.id);
                                             return true;
                                           }),
                Succeeds());
    return ids;
  }
  absl::Status Change(const SessionRow& row, bool new_version) {
    return Commit([&](OutcomesTransaction& transaction) {
      return new_version ? transaction.UpdateSession(row) : transaction.ReviseSession(row);
    });
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, DigestTest, ::testing::ValuesIn(OutcomesEngines()), EngineName);

TEST_P(DigestTest, HoldsWhatACourseNeedsAndNoWords) {
  ASSERT_THAT(Insert(Told("s1", 1, 1)), Succeeds());
  outcomes::v1::Session digest;
  ASSERT_THAT(Read()->ScanSessionDigests(kElm, "r1", 1,
                                         [&digest](const SessionDigest& found) {
                                           EXPECT_EQ(found.organization, "elm");
                                           EXPECT_EQ(found.start_us, 1000);
                                           return digest.ParseFromString(std::string(found.body));
                                         }),
              Succeeds());
  outcomes::v1::Session expected = Full();
  expected.clear_note();
  expected.clear_home_program();
  expected.clear_trajectories();
  expected.mutable_adverse_events(0)->clear_text();
  EXPECT_EQ(digest.SerializeAsString(), expected.SerializeAsString());
}

TEST_P(DigestTest, ComesByTimeAndEpisodeForThoseWhoMaySeeTheSession) {
  ASSERT_THAT(Insert(Told("late", 3, 1)), Succeeds());
  ASSERT_THAT(Insert(Told("early", 1, 2)), Succeeds());
  SessionRow waiting = Told("waiting", 2, 3);
  waiting.episode = 0;
  waiting.readers = {"elm"};
  ASSERT_THAT(Insert(waiting), Succeeds());
  EXPECT_THAT(Ids(kElm), ElementsAre("early", "late"));
  EXPECT_THAT(Ids(kSystem), ElementsAre("early", "late"));
  EXPECT_THAT(Ids(kRiver), ElementsAre("early", "late"));
  EXPECT_THAT(Ids(TenantScope::Organization("oak")), IsEmpty());
  EXPECT_THAT(Ids(kElm, 0), ElementsAre("waiting"));
  EXPECT_THAT(Ids(kRiver, 0), IsEmpty());
}

TEST_P(DigestTest, FollowsItsSession) {
  SessionRow row = Told("s1", 1, 1);
  row.episode = 0;
  ASSERT_THAT(Insert(row), Succeeds());
  row.episode = 1;
  row.readers = {"elm"};
  ASSERT_THAT(Change(row, /*new_version=*/false), Succeeds());
  EXPECT_THAT(Ids(kElm, 0), IsEmpty());
  EXPECT_THAT(Ids(kElm), ElementsAre("s1"));
  EXPECT_THAT(Ids(kRiver), IsEmpty()) << "no longer a reader";
  ASSERT_THAT(Insert(Told("s2", 2, 2)), Succeeds());
  row.version = 2;
  row.start_us = 9000;
  ASSERT_THAT(Change(row, /*new_version=*/true), Succeeds());
  EXPECT_THAT(Ids(kElm), ElementsAre("s2", "s1")) << "the session was moved to a later time";
}

TEST_P(DigestTest, AScanEndsWhenItIsToldTo) {
  ASSERT_THAT(Insert(Told("s1", 1, 1)), Succeeds());
  ASSERT_THAT(Insert(Told("s2", 2, 2)), Succeeds());
  int seen = 0;
  ASSERT_THAT(Read()->ScanSessionDigests(kElm, "r1", 1, [&seen](const SessionDigest&) { return ++seen == 0; }),
              Succeeds());
  EXPECT_EQ(seen, 1);
}

}  // namespace
}  // namespace tendon::storage
