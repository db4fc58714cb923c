// The contract of what cohorts are counted from (services/storage/cohort_store.h) and of measures of one's own.
#include "tendon/outcomes/v1/outcomes.pb.h"
#include "tendon/outcomes/v1/session_service.pb.h"
#include "tests/conformance/outcomes_fixture.h"

namespace tendon::storage {
namespace {

using ::tendon::testing::HasCode;
using ::tendon::testing::Succeeds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A session with a reading of each (measure, value), at its start; 30 minutes of one technique.
SessionRow Counted(const std::string& id, int32_t number, int64_t ordinal,
                   const std::vector<std::pair<std::string, double>>& readings) {
  SessionRow row = Session(id, number, ordinal);
  outcomes::v1::Session session;
  session.set_status(outcomes::v1::SESSION_STATUS_COMPLETED);
  auto* use = session.add_techniques();
  use->set_technique("DEEP_TISSUE");
  use->set_duration_minutes(30);
  use->add_body_sites()->set_region("lumbar");
  for (const auto& [measure, value] : readings) {
    auto* observation = session.add_observations();
    observation->set_measure(measure);
    observation->set_value(value);
  }
  row.body = session.SerializeAsString();
  return row;
}

class CohortStoreTest : public OutcomesStoreTest {
 protected:
  std::vector<std::string> Episodes(const TenantScope& scope) {
    std::vector<std::string> found;
    EXPECT_THAT(Read()->ScanCohortEpisodes(scope,
                                           [&](const CohortEpisode& episode) {
                                             found.push_back(std::string(episode.organization) + " " +
                                                             std::string(episode.referral_id) + "/" +
                                                             std::to_string(episode.episode));
                                             return true;
                                           }),
                Succeeds());
    return found;
  }
  std::vector<std::string> Sessions(const TenantScope& scope) {
    std::vector<std::string> found;
    EXPECT_THAT(Read()->ScanCohortSessions(
                    scope,
                    [&](const CohortSession& session) {
                      found.push_back(std::to_string(session.start_us) + (session.counts ? " counts " : " ") +
                                      std::to_string(session.minutes) + " " + std::string(session.techniques) + " " +
                                      std::string(session.regions));
                      return true;
                    }),
                Succeeds());
    return found;
  }
  std::vector<std::string> Readings(const TenantScope& scope, const std::string& measure, int most = 100) {
    std::vector<std::string> found;
    EXPECT_THAT(Read()->ScanCohortReadings(scope, measure,
                                           [&](const ReadingSeries& series, const CohortReading& reading) {
                                             found.push_back(series.measure + " " + std::to_string(reading.time_us) +
                                                             " " + std::to_string(static_cast<int>(reading.value)));
                                             return static_cast<int>(found.size()) < most;
                                           }),
                Succeeds());
    return found;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, CohortStoreTest, ::testing::ValuesIn(OutcomesEngines()), EngineName);

TEST_P(CohortStoreTest, ASessionIsCountedWithItsReadingsInTheOrderOfTime) {
  ASSERT_THAT(Insert(Counted("s2", 2, 1, {{"NPRS", 4}, {"ODI", 30}})), Succeeds());
  ASSERT_THAT(Insert(Counted("s1", 1, 2, {{"NPRS", 7}})), Succeeds());
  EXPECT_THAT(Episodes(kElm), ElementsAre("elm r1/1"));
  EXPECT_THAT(Sessions(kElm), ElementsAre("2000 counts 30 DEEP_TISSUE lumbar", "1000 counts 30 DEEP_TISSUE lumbar"));
  EXPECT_THAT(Readings(kElm, "NPRS"), ElementsAre("NPRS 1000 7", "NPRS 2000 4"));
  EXPECT_THAT(Readings(kElm, ""), ElementsAre("NPRS 1000 7", "NPRS 2000 4", "ODI 2000 30"));
  EXPECT_THAT(Readings(kElm, "", 1), ElementsAre("NPRS 1000 7")) << "false ends the scan";
}

TEST_P(CohortStoreTest, OnlyWhoTreatedCountsItAndTheSystemCountsAll) {
  ASSERT_THAT(Insert(Counted("s1", 1, 1, {{"NPRS", 7}})), Succeeds());
  for (const TenantScope& scope : {kRiver, kNobody}) {
    EXPECT_THAT(Episodes(scope), IsEmpty());
    EXPECT_THAT(Sessions(scope), IsEmpty());
    EXPECT_THAT(Readings(scope, ""), IsEmpty());
  }
  EXPECT_THAT(Readings(kSystem, "NPRS"), ElementsAre("NPRS 1000 7"));
}

TEST_P(CohortStoreTest, WhatDidNotTakePlaceIsNotCounted) {
  SessionRow no_show = Counted("s1", 1, 1, {{"NPRS", 7}});
  outcomes::v1::Session session;
  session.ParseFromString(no_show.body);
  session.set_status(outcomes::v1::SESSION_STATUS_NO_SHOW);
  no_show.body = session.SerializeAsString();
  ASSERT_THAT(Insert(no_show), Succeeds());
  SessionRow unplaced = Counted("s2", 2, 2, {{"NPRS", 7}});
  unplaced.episode = 0;
  ASSERT_THAT(Insert(unplaced), Succeeds());
  SessionRow foreign = Counted("s3", 3, 3, {{"NPRS", 7}});
  session.ParseFromString(foreign.body);
  session.add_flags(outcomes::v1::SESSION_FLAG_NOT_RECIPIENT);
  foreign.body = session.SerializeAsString();
  ASSERT_THAT(Insert(foreign), Succeeds());
  EXPECT_THAT(Sessions(kSystem), IsEmpty());
  EXPECT_THAT(Readings(kSystem, ""), IsEmpty());
}

TEST_P(CohortStoreTest, AnAssessmentHasReadingsAndNoDose) {
  SessionRow assessment = Counted("s1", 1, 1, {{"NPRS", 7}});
  outcomes::v1::Session session;
  session.ParseFromString(assessment.body);
  session.set_status(outcomes::v1::SESSION_STATUS_ASSESSMENT);
  session.clear_techniques();
  assessment.body = session.SerializeAsString();
  assessment.counts = false;
  ASSERT_THAT(Insert(assessment), Succeeds());
  EXPECT_THAT(Sessions(kElm), ElementsAre("1000 0  "));
  EXPECT_THAT(Readings(kElm, "NPRS"), ElementsAre("NPRS 1000 7"));
}

TEST_P(CohortStoreTest, AnAmendmentReplacesWhatWasCountedAndARevisionMovesIt) {
  ASSERT_THAT(Insert(Counted("s1", 1, 1, {{"NPRS", 7}, {"ODI", 30}})), Succeeds());
  SessionRow amended = Counted("s1", 1, 1, {{"NPRS", 5}});
  amended.version = 2;
  ASSERT_THAT(Commit([&](OutcomesTransaction& transaction) { return transaction.UpdateSession(amended); }), Succeeds());
  EXPECT_THAT(Readings(kElm, ""), ElementsAre("NPRS 1000 5"));
  SessionRow moved = amended;
  moved.episode = 2;
  ASSERT_THAT(Commit([&](OutcomesTransaction& transaction) { return transaction.ReviseSession(moved); }), Succeeds());
  EXPECT_THAT(Readings(kElm, ""), ElementsAre("NPRS 1000 5"));
  EXPECT_THAT(Sessions(kElm), ElementsAre("1000 counts 30 DEEP_TISSUE lumbar"));
  EXPECT_THAT(Episodes(kElm), ElementsAre("elm r1/1", "elm r1/2"));
}

TEST_P(CohortStoreTest, AnAcceptedAssignmentIsAnEpisodeWithoutASession) {
  outcomes::v1::ReferralView view;
  view.set_referral("referrals/r7");
  view.add_assignments()->set_number(1);
  view.mutable_assignments(0)->set_recipient("organizations/oak");
  auto* accepted = view.add_assignments();
  accepted->set_number(2);
  accepted->set_recipient("organizations/elm");
  accepted->mutable_accept_time()->set_seconds(1);
  ReferralViewRow row{"r7", 1, {"elm", "oak"}, view.SerializeAsString()};
  ASSERT_THAT(Commit([&](OutcomesTransaction& transaction) { return transaction.PutReferralView(row).status(); }),
              Succeeds());
  EXPECT_THAT(Episodes(kSystem), ElementsAre("elm r7/2"));
  std::string body;
  EXPECT_THAT(Read()->ScanCohortEpisodes(kElm,
                                         [&](const CohortEpisode& episode) {
                                           body = std::string(episode.referral_view);
                                           return true;
                                         }),
              Succeeds());
  EXPECT_EQ(body, row.body);
}

TEST_P(CohortStoreTest, WhatIsCountedSurvivesAReopening) {
  ASSERT_THAT(Insert(Counted("s1", 1, 1, {{"NPRS", 7}})), Succeeds());
  engine_->Reopen();
  EXPECT_THAT(Readings(kElm, "NPRS"), ElementsAre("NPRS 1000 7"));
}

TEST_P(CohortStoreTest, AMeasureIsDeclaredOnceForItsOrganization) {
  const auto insert = [this](const MeasureRow& row) {
    return Commit([&](OutcomesTransaction& transaction) { return transaction.InsertMeasure(row); });
  };
  ASSERT_THAT(insert({"elm", "score", std::string("a\0b", 3)}), Succeeds());
  ASSERT_THAT(insert({"elm", "age", "c"}), Succeeds());
  ASSERT_THAT(insert({"oak", "score", "d"}), Succeeds());
  EXPECT_THAT(insert({"elm", "score", "e"}), HasCode(absl::StatusCode::kAlreadyExists));
  EXPECT_EQ(Read()->GetMeasure("elm", "score").value().body, std::string("a\0b", 3));
  EXPECT_THAT(Read()->GetMeasure("oak", "age").status(), HasCode(absl::StatusCode::kNotFound));
  const auto page = Read()->ListMeasures("elm", "", 1).value();
  ASSERT_EQ(page.size(), 1U);
  EXPECT_EQ(page[0].id, "age");
  EXPECT_EQ(Read()->ListMeasures("elm", "age", 5).value().at(0).id, "score");
}

}  // namespace
}  // namespace tendon::storage
